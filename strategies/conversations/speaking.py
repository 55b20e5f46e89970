"""The words of conversations on the socket that speaks: its messages, its queries, and short texts to be spoken."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import specs
from specs import Socket
from strategies.conversations.moves import AtOnce, Await, Conversation, Move, Send

SPEECH = "speech"
#: Short, since characters are paid for, and still long enough for several pieces of audio.
TEXT = "Good morning, all of you."


def socket() -> Socket:
    """The socket, as the specs have it."""
    return specs.load().sockets[SPEECH]


def message(name: str, **fields: Any) -> Send:
    """A message that clients send, by its name in the specs."""
    kind = socket().messages[name].schema["properties"]["type"]["const"]
    return Send({"type": kind, **fields})


def delta(text: str) -> Send:
    """A piece of text."""
    return message("text.delta", delta=text)


def done() -> Send:
    """The utterance is complete."""
    return message("text.done")


def clear() -> Send:
    """The utterance is not wanted any more."""
    return message("text.clear")


def until_done(times: int = 1) -> Await:
    """Wait until an utterance was spoken."""
    return Await("audio.done", times)


def until_cleared(times: int = 1) -> Await:
    """Wait until it is confirmed that an utterance was dropped."""
    return Await("audio.clear", times)


def until_error() -> Await:
    """Wait until the target complains."""
    return Await("error")


def say(*texts: str) -> tuple[Move, ...]:
    """A whole utterance in so many pieces."""
    return (*map(delta, texts), done(), until_done())


def language() -> str:
    """The first language that the docs list."""
    found: str = specs.load().limit("speech-languages")[0]
    return found


def least() -> dict[str, str]:
    """The query that has only what it has to have."""
    return {"language": language()}


def plain(**more: str) -> dict[str, str]:
    """A query for audio that needs no decoder, at the lowest rate, so that little travels; `more` goes into it."""
    codecs, rates = socket().parameter("codec")["enum"], socket().parameter("sample_rate")["enum"]
    assert "pcm" in codecs, "the codec that has no container is called otherwise now"
    return {**least(), "codec": "pcm", "sample_rate": str(min(rates)), **more}


def compact() -> dict[str, str]:
    """The same in half the bytes, for what takes long to say."""
    codecs = socket().parameter("codec")["enum"]
    assert "mulaw" in codecs, "the codec that has one byte a sample is called otherwise now"
    return plain(codec="mulaw")


def timed(**more: str) -> dict[str, str]:
    """The same, with timestamps."""
    return plain(with_timestamps="true", **more)


def conversation(*moves: Move, query: Mapping[str, str] | None = None) -> Conversation:
    """A conversation, by default with a `plain` query."""
    return Conversation(SPEECH, plain() if query is None else dict(query), moves)


def texts_of(held: Conversation) -> list[str]:
    """What each completed utterance of a conversation says, all its pieces together."""
    texts, text = [], ""
    moves = (each for move in held.moves for each in (move.moves if isinstance(move, AtOnce) else (move,)))
    for move in moves:
        match move:
            case Send({"type": "text.delta", "delta": str() as piece}):
                text += piece
            case Send({"type": "text.done"}):
                texts.append(text)
                text = ""
            case Send({"type": "text.clear"}):
                text = ""
    return texts


def in_one_piece(held: Conversation) -> Conversation:
    """A conversation with the same utterances, each sent as a whole."""
    moves = [move for text in texts_of(held) for move in say(text)]
    return Conversation(held.socket, held.query, tuple(moves))
