"""Names of files: those to be kept as they are, those to be refused, and those that nobody speaks of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

# The key of `x-refusals` that a forbidden name breaks.
RULE = "filename"
_STEM, _EXTENSION = "sample", ".png"
_UNUSUAL = (
    ("a folder", "a/b.png"),
    ("a slash in front", "/a.png"),
    ("a slash at the end", "a.png/"),
    ("two slashes", "a//b.png"),
    ("the folder above", "../a.png"),
    ("two dots", ".."),
    ("a dot", "."),
    ("an extension alone", ".png"),
    ("a dot in front", ".hidden.png"),
    ("a dot at the end", "sample."),
    ("a dot after the extension", "sample.png."),
    ("two extensions", "sample.png.exe"),
    ("a space", " "),
    ("spaces", "   "),
    ("a space in front", " sample.png"),
    ("a space at the end", "sample.png "),
    ("a space that does not break", "\xa0.png"),
    ("an emoji", "\U0001f600.png"),
    ("emoji joined to one", "\U0001f468\u200d\U0001f469\u200d\U0001f467.png"),
    ("a script from right to left", "\u05e9\u05dc\u05d5\u05dd.png"),
    ("made to look from right to left", "\u202egnp.sample.exe"),
    ("an accent of its own", "cafe\u0301.png"),
    ("letters that compose to another", "\u1100\u1161.png"),
    ("a sign that composes to a letter", "\u212b.png"),
    ("a ligature", "\ufb01le.png"),
    ("a space without width", "sa\u200bmple.png"),
    ("a byte order mark", "\ufeffsample.png"),
    ("a percent-encoded space", "sample%20.png"),
    ("the folder above, percent-encoded", "%2e%2e%2fsample.png"),
    ("a percent-encoded NUL", "%00.png"),
    ("a percent-encoded quote", "%22.png"),
    ("a percent sign alone", "100%.png"),
    ("a plus", "sample+.png"),
    ("an encoded word of mail", "=?utf-8?q?a?=.png"),
    ("a device of Windows", "CON.png"),
    ("a device of Windows in lower case", "nul"),
    ("a drive of Windows", "C:sample.png"),
    ("a stream of Windows", "sample.png::$DATA"),
    ("wildcards", "a*b?.png"),
    ("markup", "<b>.png"),
    ("a pipe", "a|b.png"),
    ("a dash in front", "-sample.png"),
    ("a tilde", "~"),
    ("a variable of a shell", "$HOME.png"),
    ("a command of a shell", "`id`.png"),
    ("the word null", "null"),
)
_LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def longest(spec: Spec | None = None) -> int:
    """The documented length of a name, in Unicode characters."""
    length: int = (spec or specs.load()).limit("filename-length")
    return length


def forbidden_characters(spec: Spec | None = None) -> tuple[str, ...]:
    """The characters that no name may have, as documented."""
    return tuple((spec or specs.load()).limit("filename-forbidden-characters"))


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
    """Names that break one rule: too long, or a forbidden character in the middle, in front or at the end.

    The twin is the same name without the character, or cut to the documented length.
    """

    def miss(before: str, character: str, after: str) -> NearMiss[str]:
        return NearMiss(before + character + after, RULE, "", before + after)

    def cover() -> Iterator[NearMiss[str]]:
        name = _STEM + _EXTENSION
        for character in forbidden_characters(spec):
            yield miss(_STEM[:3], character, _STEM[3:] + _EXTENSION)
            # Where a character stands matters for what is cut off, trimmed or taken for a delimiter.
            if character.isprintable() or character.isspace() or character == "\0":
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


def unusual(*, spec: Spec | None = None) -> Inputs[Unclear[str]]:
    """Names on which the docs are silent and that programs stumble over; none is forbidden, none too long."""

    def cover() -> Iterator[Unclear[str]]:
        yield from (Unclear(what, name) for what, name in _UNUSUAL)
        length = longest(spec)
        yield Unclear("an extension as long as can be", f"a.{'b' * (length - 2)}")
        for what, character in (("three bytes", "\u6587"), ("four bytes", "\U0001f600")):
            name = character * (length - len(_EXTENSION)) + _EXTENSION
            yield Unclear(f"as long as can be, of characters with {what}", name)

    def draws() -> SearchStrategy[Unclear[str]]:
        from hypothesis import strategies as st

        banned = "".join(forbidden_characters(spec))
        # Neither halves of characters, which have no bytes, nor what is forbidden.
        alphabet = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters=banned)
        names = st.text(alphabet, min_size=1, max_size=min(longest(spec), 64))
        return names.map(lambda name: Unclear("any characters that are not forbidden", name))

    return Inputs("unusual()", cover, draws)


def _of_length(length: int) -> str:
    return "a" * (length - len(_EXTENSION)) + _EXTENSION
