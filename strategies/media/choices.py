"""Which media a check is fed, by what the docs say of types and sizes."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.media.kinds import KINDS, kind_of
from strategies.media.recipe import Media

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ELIGIBLE = "public-url-content-types"
DISPUTED = "public-url-disputed-content-types"
# Kinds without a type of their own: no promise speaks of them.
_TYPELESS = ("empty", "delimiters", "newlines", "zeros")
# How much larger than the smallest file draws are, in bytes.
_SPREAD = 4096
_SEEDS = 2**32 - 1


def eligible(*, spec: Spec | None = None) -> Inputs[Media]:
    """Files that can be given a public URL: the cover has the smallest of each documented type."""
    return _of_types("eligible()", lambda: _listed(ELIGIBLE, spec))


def eligible_of_any_size(*, spec: Spec | None = None) -> Inputs[Media]:
    """Files that can be given a public URL: of each type the smallest, and around 64 KiB and 1 MiB."""

    def cover() -> Iterator[Media]:
        kinds = _listed(ELIGIBLE, spec)
        yield from map(Media, kinds)
        for number, kind in enumerate(kinds):
            yield from (Media(kind, size, number) for size in (2**16 - 1, 2**16, 2**16 + 1, 2**20 + number))

    return Inputs("eligible_of_any_size()", cover, lambda: _drawn(_listed(ELIGIBLE, spec)))


def any_kind() -> Inputs[Media]:
    """One file of every kind that there is a recipe for, the empty one excepted."""
    kinds = [kind for kind in KINDS if kind != "empty"]
    return Inputs("any_kind()", lambda: map(Media, kinds), lambda: _drawn(kinds))


def disputed(*, spec: Spec | None = None) -> Inputs[Media]:
    """Files of types that only later tables of others list as eligible."""
    return _of_types("disputed()", lambda: _listed(DISPUTED, spec))


def ineligible(*, spec: Spec | None = None) -> Inputs[Media]:
    """Files of types that no source lists as eligible."""

    def kinds() -> list[str]:
        listed = {*_listed(ELIGIBLE, spec), *_listed(DISPUTED, spec)}
        return [name for name in KINDS if name not in listed and name not in _TYPELESS]

    return _of_types("ineligible()", kinds)


def _listed(limit: str, spec: Spec | None) -> list[str]:
    return [kind_of(content_type) for content_type in (spec or specs.load()).limit(limit)]


def _of_types(name: str, kinds: Callable[[], list[str]]) -> Inputs[Media]:
    return Inputs(name, lambda: map(Media, kinds()), lambda: _drawn(kinds()))


def _drawn(kinds: list[str]) -> SearchStrategy[Media]:
    from hypothesis import strategies as st

    def media(kind: str, more: int, seed: int) -> Media:
        how = KINDS[kind]
        return Media(kind, (how.natural if how.frame else 1) + more, seed)

    return st.builds(media, st.sampled_from(kinds), st.integers(0, _SPREAD), st.integers(0, _SEEDS))


class AtLimit(NamedTuple):
    """Two files on both sides of a limit: the largest that is within, and one byte more."""

    exact: Media
    over: Media


def at_size_limit(name: str, *, kind: str = "png", spec: Spec | None = None) -> AtLimit:
    """A file as large as the documented limit called `name` (of `x-limits`, in bytes), and one a byte larger.

    Raises:
        KeyError: no such limit or kind.
    """
    limit = (spec or specs.load()).limit(name)
    return AtLimit(Media(kind, limit), Media(kind, limit + 1))


def any_small() -> Inputs[Media]:
    """Small files whose every byte counts: all byte values, NULs, line ends, text that looks like delimiters.

    None is empty. Draws are recipes, so that no literal of a test's own source comes back as content.
    """

    def cover() -> Iterator[Media]:
        yield from (Media(kind, 1) for kind in ("zeros", "newlines", "binary"))
        yield from (Media(kind) for kind in KINDS if kind != "empty")
        # Sizes around which buffers end.
        yield from (Media("binary", size, size) for power in (10, 12, 13) for size in _around(2**power))

    def draws() -> SearchStrategy[Media]:
        from hypothesis import strategies as st

        kinds = st.sampled_from(("binary", "delimiters", "newlines", "zeros"))
        return st.builds(Media, kinds, st.integers(1, _SPREAD), st.integers(0, _SEEDS)) | _drawn(
            [kind for kind, how in KINDS.items() if how.frame]
        )

    return Inputs("any_small()", cover, draws)


def _around(size: int) -> tuple[int, int, int]:
    return size - 1, size, size + 1


@dataclass(frozen=True, slots=True)
class Disguise:
    """A file as it is presented: its name, the type that its part declares (None: no type), and its bytes."""

    filename: str
    content_type: str | None
    media: Media

    @property
    def what(self) -> str:
        """What is said of it, and what it is, for a record."""
        declared = self.content_type or "nothing"
        return f"named {self.filename}, declared {declared}, bytes of {self.media.kind}"


def mismatched(*, spec: Spec | None = None) -> Inputs[Disguise]:
    """Uploads whose name, declared type and bytes disagree, or leave one out."""

    def cover() -> Iterator[Disguise]:
        text = Media("text")
        vague = KINDS["binary"].content_type
        for image in eligible(spec=spec).cover():
            # Two of the three signs point to an eligible type, then one of them, each in turn.
            yield Disguise(image.filename, image.content_type, text)
            yield Disguise(image.filename, text.content_type, image)
            yield Disguise(text.filename, image.content_type, image)
            yield Disguise(image.filename, text.content_type, text)
            yield Disguise(text.filename, image.content_type, text)
            yield Disguise(text.filename, text.content_type, image)
            yield Disguise(image.filename, vague, image)
            yield Disguise(image.filename, None, image)
            yield Disguise("sample", None, image)
            yield Disguise(image.filename.upper(), image.content_type, image)

    def draws() -> SearchStrategy[Disguise]:
        from hypothesis import strategies as st

        one = _drawn([kind for kind, how in KINDS.items() if how.frame])
        uploads = st.builds(lambda a, b, c: Disguise(a.filename, b.content_type, c), one, one, one)
        return uploads.filter(
            lambda u: u.filename != u.media.filename or u.content_type != u.media.content_type,
        )

    return Inputs("mismatched()", cover, draws)
