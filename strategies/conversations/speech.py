"""Conversations on the socket that speaks, as they should be, and where nobody says how they should be.

What is enumerated has at most eight moves, simplest first. What is drawn are lists of moves, from which Hypothesis can
take moves away. Texts are short, since characters are paid for; a `lean` cover is for targets where that matters.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import TYPE_CHECKING

from strategies.conversations.moves import (
    AtOnce,
    Await,
    Close,
    Conversation,
    Cut,
    Deaf,
    InPieces,
    Linger,
    Move,
    Pause,
    Ping,
    SendText,
)
from strategies.conversations.speaking import (
    TEXT,
    clear,
    compact,
    conversation,
    delta,
    done,
    least,
    message,
    plain,
    say,
    socket,
    timed,
    until_cleared,
    until_done,
)
from strategies.inputs import Inputs
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_MOMENT = 0.02  # seconds
_MOST_MOVES = 6  # of a drawn utterance, without its end
_MOST_UTTERANCES = 4
_LETTERS = "abcdefghijklmnopqrstuvwxyz"


# --- utterances


def rounds(*, lean: bool = False) -> Inputs[Conversation]:
    """Utterances that are spoken to their end, one after the other; and what comes late is heard, too."""

    def cover() -> Iterator[Conversation]:
        yield conversation(*say(TEXT))
        yield conversation(*say(TEXT), *say("And good night."))
        if lean:
            return
        yield conversation(*say("a"))
        yield conversation(*say("Good ", "mor", "ning, all of", " you."), Linger())
        yield conversation(*say("Yes.", "No."), *say("Yes."))
        yield conversation(Ping(b"?"), *say("Grüße aus Köln, 你好, привет."), Linger())
        yield conversation(*say(" Well,\n\n\tI see …  "))
        yield conversation(delta(TEXT), Pause(_MOMENT), done(), until_done(), Linger())
        yield conversation(InPieces(delta(TEXT)), InPieces(done(), 3), until_done(), *say("Yes."))
        yield conversation(Deaf(), delta(TEXT * 8), done(), until_done(), *say("Yes."))
        yield conversation(*say(TEXT), query=least())

    return Inputs("utterances", lambda: map(_listened, cover()), lambda: _drawn_rounds().map(_listened))


def _listened(held: Conversation) -> Conversation:
    if isinstance(held.moves[-1], Linger):
        return held
    return Conversation(held.socket, held.query, (*held.moves, Linger()))


def broken_off(*, lean: bool = False) -> Inputs[Conversation]:
    """Conversations that the client ends in the middle: in good order, or without a word."""

    def cover() -> Iterator[Conversation]:
        yield conversation(delta("Yes."), Close())
        if lean:
            return
        yield conversation(Close())
        yield conversation(Cut())
        yield conversation(delta(TEXT), Cut())
        yield conversation(delta(TEXT), done(), Close())
        yield conversation(*say("Yes."), delta("No."), Close())

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        either: list[Move] = [Close(), Cut()]
        ends = st.sampled_from(either)
        parts = st.tuples(st.lists(_acts(), max_size=_MOST_MOVES), ends)
        return parts.map(lambda part: conversation(*part[0], part[1]))

    return Inputs("conversations that are broken off", cover, draws)


def codecs(*, lean: bool = False) -> Inputs[Conversation]:
    """Two utterances in each codec, and one at each rate, but for the lean: there it is one a codec."""
    codec, rate = socket().parameter("codec"), socket().parameter("sample_rate")

    def query(codec: str, rate: int) -> dict[str, str]:
        return plain(codec=codec, sample_rate=str(rate))

    def cover() -> Iterator[Conversation]:
        for name in codec["enum"]:
            wanted = query(name, rate["default"])
            first = say("Good morning.")
            yield conversation(*(first if lean else first + say("Yes.")), query=wanted)
        if not lean:
            for name in codec["enum"]:
                for hertz in rate["enum"]:
                    yield conversation(*say("Yes."), query=query(name, hertz))

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        queries = st.builds(query, st.sampled_from(codec["enum"]), st.sampled_from(rate["enum"]))
        return st.builds(
            lambda held, wanted: Conversation(held.socket, wanted, held.moves), _drawn_rounds(), queries
        )

    return Inputs("utterances in every codec", cover, draws)


def timed_rounds(*, lean: bool = False) -> Inputs[Conversation]:
    """Utterances in one piece, with timestamps."""

    def cover() -> Iterator[Conversation]:
        yield conversation(*say(TEXT), *say("Yes, I see."), query=timed())
        if not lean:
            yield conversation(*say("a"), query=timed())
            yield conversation(*say(TEXT * 4), query=timed())
            yield conversation(*say(TEXT), query={**least(), "with_timestamps": "true"})

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        texts = st.lists(_words(), min_size=1, max_size=_MOST_UTTERANCES)
        return texts.map(lambda said: conversation(*(m for text in said for m in say(text)), query=timed()))

    return Inputs("utterances with timestamps", cover, draws)


def split(*, lean: bool = False) -> Inputs[Conversation]:
    """One utterance in several pieces, with timestamps; `in_one_piece` gives the same in one."""

    def cover() -> Iterator[Conversation]:
        yield conversation(*say("Good mor", "ning, you."), query=timed())
        if not lean:
            yield conversation(*say("Good ", "morning, ", "you."), query=timed())
            yield conversation(*say(*"A day"), query=timed())
            yield conversation(*say("Good", " morning", ",", " you."), query=timed())

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        words = st.text(f"{_LETTERS} ,.", min_size=1, max_size=9)
        pieces = st.tuples(_words(), st.lists(words, min_size=1, max_size=_MOST_MOVES))
        return pieces.map(lambda said: conversation(*say(said[0], *said[1]), query=timed()))

    return Inputs("utterances in pieces", cover, draws)


# --- limits


def most_characters() -> int:
    """How long a piece of text may be."""
    return int(socket().messages["text.delta"].schema["properties"]["delta"]["maxLength"])


def text_of(length: int) -> str:
    """A text of so many characters of ASCII, since no document says what a character is; it ends with a letter."""
    return (f"{TEXT} " * (length // len(TEXT) + 1))[: length - 1] + "a"


def pieces_of(*lengths: int) -> Conversation:
    """An utterance in pieces of so many characters. Its first audio is awaited, and not all of it."""
    moves = (delta(text_of(length)) for length in lengths)
    return conversation(*moves, done(), Await("audio.delta"), Linger(), Close(), query=compact())


def longer_than_a_piece() -> Conversation:
    """An utterance in two pieces that are together longer than one may be.

    Its end is awaited: whoever adds up lengths complains only at the second piece.
    """
    half = most_characters() // 2 + 1
    return conversation(delta(text_of(half)), delta(text_of(half)), done(), until_done(), query=compact())


def too_long(*, lean: bool = False) -> Inputs[Conversation]:
    """A piece that is too long, by one character and by many."""
    most = most_characters()

    def cover() -> Iterator[Conversation]:
        yield pieces_of(most + 1)
        if not lean:
            yield pieces_of(2 * most)

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        return st.integers(most + 1, 4 * most).map(pieces_of)

    return Inputs("pieces that are too long", cover, draws)


# --- dropping


def cleared(*, lean: bool = False) -> Inputs[Conversation]:
    """Utterances that are dropped at every place."""

    def cover() -> Iterator[Conversation]:
        yield conversation(clear(), until_cleared(), Linger())
        yield conversation(delta(TEXT), clear(), until_cleared(), Linger())
        if lean:
            return
        yield conversation(delta(TEXT), done(), clear(), until_cleared(), Linger())
        yield conversation(*say("Yes."), clear(), until_cleared(), Linger())
        yield conversation(delta("Yes, "), delta("I see."), clear(), until_cleared(), Linger())
        yield conversation(clear(), clear(), until_cleared(2), Linger())
        yield conversation(delta(TEXT * 8), Pause(_MOMENT), clear(), until_cleared(), Linger())
        yield conversation(Deaf(), delta(TEXT * 8), done(), clear(), until_cleared(), Linger())
        # However fast the target is, it has not said what it hears to be dropped in the same moment.
        yield conversation(AtOnce((delta(TEXT * 8), done(), clear())), until_cleared(), Linger())

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        drop: list[Move] = [clear(), until_cleared()]
        dropped = st.lists(_acts(), max_size=_MOST_MOVES).map(lambda acts: acts + drop)
        parts = st.lists(st.one_of(dropped, _utterances()), min_size=1, max_size=_MOST_UTTERANCES)
        return parts.map(lambda said: conversation(*(move for part in said for move in part), Linger()))

    return Inputs("utterances that are dropped", cover, draws)


def spoken_after_clearing(*, lean: bool = False) -> Inputs[Conversation]:
    """An utterance after one that was dropped, with timestamps."""

    def cover() -> Iterator[Conversation]:
        yield conversation(delta("No, no."), clear(), until_cleared(), *say("Yes."), query=timed())
        if not lean:
            yield conversation(clear(), until_cleared(), *say("Yes."), query=timed())
            yield conversation(delta("No."), done(), clear(), until_cleared(), *say("Yes."), query=timed())
            yield conversation(*say("Yes."), clear(), until_cleared(), *say("Yes."), query=timed())

    def draws() -> SearchStrategy[Conversation]:
        from hypothesis import strategies as st

        def held(dropped: list[Move], text: str) -> Conversation:
            return conversation(*dropped, clear(), until_cleared(), *say(text), query=timed())

        return st.builds(held, st.lists(_acts(), max_size=_MOST_MOVES), _words())

    return Inputs("utterances after one that was dropped", cover, draws)


# --- what no source describes


def unclear_messages(*, lean: bool = False) -> Inputs[Unclear[Conversation]]:
    """What nobody says how it is answered."""

    def cover() -> Iterator[Unclear[Conversation]]:
        yield Unclear("an utterance without text", conversation(*say()))
        yield Unclear("an utterance that is completed twice", conversation(delta("Yes."), done(), *say()))
        yield Unclear("an empty piece of text", conversation(delta(""), Linger()))
        if not lean:
            yield Unclear("an utterance of an empty piece", conversation(*say("")))
            yield Unclear("an utterance of blanks", conversation(*say("  ")))
            yield Unclear("an utterance of a sign", conversation(*say("?")))
            half = SendText(json.dumps(delta("a\ud800").message))  # escaped, since it cannot be encoded
            yield Unclear("half a character", conversation(half, Linger()))
        yield Unclear(
            "further fields", conversation(message("text.delta", delta="Yes.", more=1), done(), until_done())
        )

    return Inputs.listed("messages that no source describes", cover)


def pipelined() -> Inputs[Conversation]:
    """An utterance that begins before the last one was spoken."""
    both = (delta("Yes."), done(), delta("No."), done())
    return Inputs.of(conversation(*both, until_done(2)))


# --- draws


def _words() -> SearchStrategy[str]:
    """A text that begins with what can be heard."""
    from hypothesis import strategies as st

    return st.from_regex(r"[a-zA-Zäé中][a-z ,.!?'ü\-]{0,24}", fullmatch=True)


def _acts() -> SearchStrategy[Move]:
    """What may happen within an utterance."""
    from hypothesis import strategies as st

    texts = _words().map(delta)
    return st.one_of(
        texts,
        st.builds(InPieces, texts, st.integers(2, 4)),
        st.just(Ping()),
        st.just(Linger()),
        st.just(Pause(_MOMENT)),
    )


def _utterances() -> SearchStrategy[list[Move]]:
    from hypothesis import strategies as st

    def whole(first: str, more: list[Move], *, deaf: bool) -> list[Move]:
        return [*([Deaf()] if deaf else []), delta(first), *more, done(), until_done()]

    return st.builds(whole, _words(), st.lists(_acts(), max_size=_MOST_MOVES), deaf=st.booleans())


def _drawn_rounds() -> SearchStrategy[Conversation]:
    from hypothesis import strategies as st

    parts = st.lists(_utterances(), min_size=1, max_size=_MOST_UTTERANCES)
    return parts.map(lambda said: conversation(*(move for part in said for move in part)))
