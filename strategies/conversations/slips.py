"""Slips on the socket that speaks: frames that are no message of its protocol."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from strategies.conversations.moves import Conversation, Linger, Move, Send, SendBytes, SendText
from strategies.conversations.speaking import conversation, delta, done, message, say, until_done, until_error
from strategies.inputs import Inputs
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_UNKNOWN = "text.no-such-type"


def slips() -> Inputs[SendText | Send]:
    """Text frames that hold no JSON, no object, no type, or a type that nobody knows."""

    def cover() -> Iterator[SendText | Send]:
        yield SendText("{")
        yield SendText("")
        yield SendText("[]")
        yield Send({})
        yield Send({"type": None})
        yield Send({"type": _UNKNOWN})

    def draws() -> SearchStrategy[SendText | Send]:
        from hypothesis import strategies as st

        scalars = st.none() | st.booleans() | st.integers(-9, 9) | st.text(max_size=9)
        return st.one_of(
            st.text(max_size=20).filter(_is_no_json).map(SendText),
            st.lists(scalars, max_size=3).map(lambda value: SendText(repr(value).replace("'", '"'))),
            st.dictionaries(st.text(max_size=9).filter(lambda name: name != "type"), scalars, max_size=3).map(
                Send
            ),
            st.text("abcdefghij-", max_size=9).map(lambda tail: Send({"type": _UNKNOWN + tail})),
        )

    return Inputs("frames that are no message", cover, draws)


def answered() -> Inputs[Conversation]:
    """One slip, and its answer is waited for."""
    return slips().map(lambda slip: conversation(slip, until_error()))


def then_spoken() -> Inputs[Conversation]:
    """One slip, its answer, and an utterance."""
    return slips().map(lambda slip: conversation(slip, until_error(), *say("Yes.")))


def unclear_slips() -> Inputs[Unclear[Conversation]]:
    """Frames of which nobody says how they are answered: alone, or in the middle of an utterance."""
    kinds: dict[str, Move] = {
        "a text frame that is no JSON": SendText("{"),
        "a type that nobody knows": Send({"type": _UNKNOWN}),
        "a binary frame": SendBytes(b"\0\1"),
        "text.delta without a delta": message("text.delta"),
        "text.delta of a number": message("text.delta", delta=1),
        "text.delta of null": message("text.delta", delta=None),
    }

    def cover() -> Iterator[Unclear[Conversation]]:
        for what, move in kinds.items():
            yield Unclear(what, conversation(move, Linger()))
        for what, move in kinds.items():
            held = conversation(delta("Yes."), move, Linger(), done(), until_done())
            yield Unclear(f"{what}, within an utterance", held)

    return Inputs.listed("slips that no source describes", cover)


def _is_no_json(text: str) -> bool:
    import json

    try:
        json.loads(text)
    except ValueError:
        return True
    return False
