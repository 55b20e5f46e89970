"""Texts to be spoken: with speech tags, of many scripts, and of documented lengths.

Those that are sent often are short, since speech is paid for by the length of its text. Where a length matters they
are in ASCII, since no document says what a character is.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import specs
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.requests import Changes, near_misses
from strategies.speech.asked import OPERATION, TEXT
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_SENTENCE = "And so the story went on, and on. "
_WIDE = "\U0001f600"  # four bytes, two units of UTF-16
_LONG = "\u4e2d"  # three bytes, one unit


def texts() -> Inputs[str]:
    """Texts with tags, punctuation, and letters of several scripts, with one blank between words."""
    inline, wrapping = inline_tags(), wrapping_tags()

    def cover() -> Iterator[str]:
        yield TEXT
        yield "a"
        yield f"Well, I [{inline[0]}] see: <{wrapping[0]}>it's fine</{wrapping[0]}>! Isn't it?"
        yield "Gr\u00fc\u00dfe aus K\u00f6ln, \u4f60\u597d, \u043f\u0440\u0438\u0432\u0435\u0442."

    return Inputs("texts of speech", cover, _drawn_texts)


def _drawn_texts() -> SearchStrategy[str]:
    from hypothesis import strategies as st

    word = st.text("abcdefghijklmnop'", min_size=1, max_size=9)
    piece = word | st.sampled_from(tags().cover())
    return st.lists(piece, min_size=1, max_size=8).map(" ".join)


def inline_tags() -> tuple[str, ...]:
    """The names of tags that stand alone."""
    return tuple(specs.load().limit("speech-inline-tags"))


def wrapping_tags() -> tuple[str, ...]:
    """The names of tags that stand around words."""
    return tuple(specs.load().limit("speech-wrapping-tags"))


def tags() -> Inputs[str]:
    """A text with each documented tag."""

    def cover() -> Iterator[str]:
        yield from (f"Well [{tag}] yes." for tag in inline_tags())
        yield from (f"Well <{tag}>yes</{tag}>." for tag in wrapping_tags())

    return Inputs.listed("texts with a tag", cover)


def tags_together() -> Inputs[str]:
    """The same in two texts: all tags that stand alone, and all that stand around words."""
    alone = " ".join(f"[{tag}] a" for tag in inline_tags())
    around = " ".join(f"<{tag}>a</{tag}>" for tag in wrapping_tags())
    return Inputs.of(f"Well, {alone}.", f"Well, {around}.")


def unclear_tags() -> Inputs[Unclear[str]]:
    """Texts with tags on which the docs are silent or disagree."""
    inline, wrapping = inline_tags()[0], wrapping_tags()[0]

    def cover() -> Iterator[Unclear[str]]:
        yield Unclear("an unknown tag alone", "Well [no-such-tag] yes.")
        yield Unclear("an unknown tag around a word", "Well <no-such-tag>yes</no-such-tag>.")
        yield Unclear("a tag that is never closed", f"Well <{wrapping}>yes.")
        yield Unclear("a tag that was never opened", f"Well yes</{wrapping}>.")
        yield Unclear(
            "tags that cross", f"<{wrapping}>a <{wrapping_tags()[1]}>b</{wrapping}> c</{wrapping_tags()[1]}>"
        )
        yield Unclear("a tag in upper case", f"Well [{inline.upper()}] yes.")
        yield Unclear("a tag and nothing else", f"[{inline}]")
        for tag in specs.load().limit("speech-wrapping-tags-disputed"):
            yield Unclear(f"the tag {tag}", f"Well <{tag}>yes</{tag}>.")

    return Inputs.listed("unclear tags", cover)


def longest() -> int:
    """The most characters of a text on which all sources agree; one more is disputed, two more are too many."""
    return int(specs.load().limit("speech-text-length")) - 1


def text_of(length: int) -> str:
    """A text of so many characters of ASCII, which ends with a letter."""
    return (_SENTENCE * (length // len(_SENTENCE) + 1))[: length - 1] + "a"


def too_long() -> Inputs[NearMiss[Changes]]:
    """Texts that are too long for any source: by one character, and by far."""
    least = longest() + 2

    def miss(length: int) -> NearMiss[Changes]:
        return NearMiss({"text": text_of(length)}, "maxLength", "/text", {})

    def draws() -> SearchStrategy[NearMiss[Changes]]:
        from hypothesis import strategies as st

        return st.integers(least, 4 * least).map(miss)

    return Inputs("texts that are too long", lambda: map(miss, (least, 2 * least)), draws)


def empty() -> Inputs[NearMiss[Changes]]:
    """The text that says nothing at all."""
    return Inputs.of(NearMiss({"text": ""}, "minLength", "/text", {}))


def missing(field: str) -> Inputs[NearMiss[Changes]]:
    """A request without a field that it needs."""
    return near_misses(OPERATION, ("required",), fields=(field,))


def unclear_lengths() -> Inputs[Unclear[str]]:
    """Texts that are short enough in one unit and too long in another."""
    most = longest()
    return Inputs.of(
        Unclear("too long in units of UTF-16 alone", _WIDE * (most // 2 + 2)),
        Unclear("too long in bytes alone", _LONG * (most // 3 + 2)),
        Unclear(
            "too long with its tags alone", f"<{wrapping_tags()[0]}>{text_of(most)}</{wrapping_tags()[0]}>"
        ),
    )


def blank() -> Inputs[Unclear[Changes]]:
    """Texts of which nobody says whether they are empty."""
    return Inputs.of(
        Unclear("a space", {"text": " "}),
        Unclear("a line end", {"text": "\n"}),
        Unclear("punctuation alone", {"text": "..."}),
        Unclear("a character that is not seen", {"text": "\u200b"}),
        Unclear("null", {"text": None}),
    )
