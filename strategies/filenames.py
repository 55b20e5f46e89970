"""Names of files: those that have to be kept as they are, those that have to be refused, and those nobody speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# The key of `x-refusals` that a forbidden name breaks.
RULE = "filename"
_STEM, _EXTENSION = "sample", ".png"
_ASCII_CONTROLS = (*map(chr, range(0x20)), "\x7f")
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def longest(spec: Spec | None = None) -> int:
    """The documented length of a name, in Unicode characters."""
    length: int = (spec or specs.load()).limit("filename-length")
    return length


def forbidden_characters(spec: Spec | None = None) -> tuple[str, ...]:
    """The documented characters first, then the other ASCII control characters, which are forbidden as a class."""
    return tuple(
        dict.fromkeys([*(spec or specs.load()).limit("filename-forbidden-characters"), *_ASCII_CONTROLS])
    )


def ordinary(*, spec: Spec | None = None) -> Inputs[str]:
    """Names that every reading of the docs allows, the longest among them.

    Letters beyond ASCII are composed (NFC), so that a target that normalises names still repeats them.
    """

    def cover() -> Iterator[str]:
        length = longest(spec)
        yield from (
            "sample.png",
            "a",
            "a.b",
            "no-extension",
            "SAMPLE.PNG",
            "two.dots.tar.gz",
            "with space.png",
        )
        yield from ("plus+comma,.png", "it's (1) [2] {3} & more.png", "caf\u00e9.png", "\u6587\u4ef6.png")
        yield _of_length(length - 1)
        yield _of_length(length)

    def draws() -> SearchStrategy[str]:
        from hypothesis import strategies as st

        # Nothing that trimming would take away stands at either end.
        inner = st.text(_LETTERS + " -_.+,()'", max_size=longest(spec) - len(_EXTENSION) - 2)
        ends = st.sampled_from(_LETTERS)
        return st.builds(lambda first, middle, last: f"{first}{middle}{last}{_EXTENSION}", ends, inner, ends)

    return Inputs("ordinary()", cover, draws)


def forbidden(*, spec: Spec | None = None) -> Inputs[NearMiss[str]]:
    """Names that break one rule: a forbidden character in front, in the middle or at the end, or too long.

    The twin is the same name without the character, or cut to the documented length.
    """

    def miss(before: str, character: str, after: str) -> NearMiss[str]:
        return NearMiss(before + character + after, RULE, "", before + after)

    def cover() -> Iterator[NearMiss[str]]:
        documented = (spec or specs.load()).limit("filename-forbidden-characters")
        name = _STEM + _EXTENSION
        for character in forbidden_characters(spec):
            yield miss(_STEM[:3], character, _STEM[3:] + _EXTENSION)
            if character in documented:
                yield miss("", character, name)
                yield miss(name, character, "")
        yield _too_long(1)
        yield _too_long(longest(spec))

    def _too_long(by: int) -> NearMiss[str]:
        length = longest(spec)
        return NearMiss(_of_length(length + by), RULE, "", _of_length(length))

    def draws() -> SearchStrategy[NearMiss[str]]:
        from hypothesis import strategies as st

        piece = st.text(_LETTERS, min_size=1, max_size=8)
        characters = st.sampled_from(forbidden_characters(spec))
        with_character = st.builds(lambda a, c, b: miss(a, c, b + _EXTENSION), piece, characters, piece)
        return with_character | st.integers(1, longest(spec)).map(_too_long)

    return Inputs("forbidden()", cover, draws)


def unusual(*, spec: Spec | None = None) -> Inputs[str]:
    """Names on which the docs are silent and that programs stumble over. None is forbidden, and none too long."""

    def cover() -> Iterator[str]:
        length = longest(spec)
        yield from ("a/b.png", "/a.png", "../a.png", "..", ".", ".png", ".hidden.png", "a.png/", "a//b.png")
        yield from (
            " ",
            "   ",
            " sample.png",
            "sample.png ",
            "sample.",
            "sample.png.",
            "sample.png.exe",
            "sample.",
        )
        yield from (
            "\U0001f600.png",
            "\U0001f468\u200d\U0001f469\u200d\U0001f467.png",
        )  # a character, and three joined
        yield from (
            "\u05e9\u05dc\u05d5\u05dd.png",
            "\u202egnp.sample.exe",
        )  # right to left, and made to look so
        yield from (
            "cafe\u0301.png",
            "\u1100\u1161.png",
            "\u212b.png",
            "\ufb01le.png",
        )  # not in the composed form
        yield from ("sa\u200bmple.png", "\ufeffsample.png", "\xa0.png")  # marks that cannot be seen
        yield from ("sample%20.png", "%2e%2e%2fsample.png", "%00.png", "%22.png", "sample+.png")
        yield from (
            "CON.png",
            "nul",
            "aux.pdf",
            "C:sample.png",
            "sample.png::$DATA",
            "a*b?.png",
            "<b>.png",
            "a|b.png",
        )
        yield from (
            "-sample.png",
            "~",
            "$HOME.png",
            "`id`.png",
            "null",
            "undefined",
            "sample,.png",
            "=?utf-8?q?a?=.png",
        )
        yield f"a.{'b' * (length - 2)}"
        yield "\u6587" * (length - len(_EXTENSION)) + _EXTENSION
        yield "\U0001f600" * (length - len(_EXTENSION)) + _EXTENSION

    def draws() -> SearchStrategy[str]:
        from hypothesis import strategies as st

        banned = "".join(forbidden_characters(spec))
        # Neither halves of characters, which have no bytes, nor what is forbidden.
        alphabet = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=banned)
        return st.text(alphabet, min_size=1, max_size=min(longest(spec), 64))

    return Inputs("unusual()", lambda: dict.fromkeys(cover()), draws)


def _of_length(length: int) -> str:
    return "a" * (length - len(_EXTENSION)) + _EXTENSION
