"""What images and videos are made from: of the right type and not, as data URIs, in mixes, damaged, misnamed."""

from __future__ import annotations

import itertools
from base64 import b64encode
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, TypeAlias

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.media import KINDS, Clip, Damaged, Media, Picture, damages, sample
from strategies.media.kinds import kind_of
from strategies.media.pictures import MOST
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Way: TypeAlias = Literal["file", "data", "url"]

# In which ways a source can be given: the id of a stored file, a data URI, a public URL.
WAYS: tuple[Way, ...] = ("file", "data", "url")
_EDIT, _EXTEND = "editVideo", "extendVideo"
# The docs name no shortest video to edit; a second is the shortest that is made.
_SHORT = 1.0


@dataclass(frozen=True, slots=True)
class DataUri:
    """The data URI of a file: what stands in `url` is `text`."""

    media: Media

    @property
    def text(self) -> str:
        """The URI, with the type that such files are declared with and the bytes in base64."""
        return f"data:{self.media.content_type};base64,{b64encode(self.media.read()).decode()}"


def some_image(seed: int = 0) -> dict[str, str]:
    """A source that any request for images takes, as it stands in one: a picture in some hundred characters.

    Another seed is a picture of another colour.
    """
    return {"url": DataUri(Picture("webp", seed=seed)).text}


def kinds_of_images(*, spec: Spec | None = None) -> Inputs[Media]:
    """A picture of every documented type."""
    return Inputs.listed("kinds_of_images()", lambda: map(sample, _kinds("image-input-types", spec)))


def kinds_of_videos(*, spec: Spec | None = None) -> Inputs[Media]:
    """A video of every documented type."""
    return Inputs.listed("kinds_of_videos()", lambda: map(sample, _kinds("video-input-types", spec)))


def wrong_for_images(*, spec: Spec | None = None) -> Inputs[Media]:
    """Sound files of types that no source lists for images; those that the docs list for videos come first."""
    return _wrong("wrong_for_images()", "image-input-types", "video-input-types", spec)


def wrong_for_videos(*, spec: Spec | None = None) -> Inputs[Media]:
    """Sound files of types that no source lists for videos; those that the docs list for images come first."""
    return _wrong("wrong_for_videos()", "video-input-types", "image-input-types", spec)


def shapes_of_images() -> Inputs[Picture]:
    """Pictures that are wide, tall and square, so that one can tell whose shape a result has."""
    sides = ((512, 256), (256, 512), (256, 256))
    return Inputs.listed("shapes_of_images()", lambda: (Picture("png", width=w, height=h) for w, h in sides))


def mixes(limit: int | None = None, *, spec: Spec | None = None) -> Inputs[tuple[Way, ...]]:
    """In which ways the sources of one request are given, from one to `limit` of them.

    In the cover are one source, two, and as many as can be, each so that every way stands at every place; then
    as many as can be, all in the same way. `limit` is by default that of an edit of images.

    Raises (on first use):
        ValueError: `limit` is less than one.
    """

    def longest() -> int:
        found: int = (spec or specs.load()).limit("edit-source-images") if limit is None else limit
        if found < 1:
            raise ValueError(f"{found} sources: there is at least one")
        return found

    def cover() -> Iterator[tuple[Way, ...]]:
        most = longest()
        for length in sorted({1, min(2, most), most}):
            for start in range(len(WAYS)):
                yield tuple(itertools.islice(itertools.cycle(WAYS), start, start + length))
        yield from ((way,) * most for way in WAYS)

    def draws() -> SearchStrategy[tuple[Way, ...]]:
        from hypothesis import strategies as st

        return st.lists(st.sampled_from(WAYS), min_size=1, max_size=longest()).map(tuple)

    return Inputs(f"mixes({limit})", lambda: dict.fromkeys(cover()), draws)


def clips_for(operation: str, *, spec: Spec | None = None) -> Inputs[Clip]:
    """Videos of every length, in seconds, from which every source lets `editVideo` or `extendVideo` start: both ends.

    Raises (on first use):
        KeyError: no length is documented for the operation.
    """

    def ends() -> tuple[float, float]:
        return _lengths(operation, spec)

    def cover() -> Iterator[Clip]:
        low, high = ends()
        yield from (Clip(seconds=seconds) for seconds in dict.fromkeys((low, high)))

    def draws() -> SearchStrategy[Clip]:
        from hypothesis import strategies as st

        low, high = ends()
        return st.integers(int(low), int(high)).map(lambda seconds: Clip(seconds=seconds))

    return Inputs(f"clips_for({operation!r})", cover, draws)


def unclear_clips(operation: str, *, spec: Spec | None = None) -> Inputs[Unclear[Clip]]:
    """Videos that are shorter or longer than what every source allows; what then happens is not said, or disputed.

    Raises (on first use):
        KeyError: no length is documented for the operation.
    """

    def cover() -> Iterator[Unclear[Clip]]:
        low, high = _lengths(operation, spec)
        lengths = [high + 1]
        if operation == _EXTEND:
            disputed = float((spec or specs.load()).limit("extended-video-longest-disputed"))
            lengths = [low / 2, low - 0.1, high + 1, disputed, disputed + 1]
        for seconds in lengths:
            yield Unclear(f"a video of {seconds:g} seconds", Clip(seconds=round(seconds, 3)))

    return Inputs.listed(f"unclear_clips({operation!r})", cover)


def damaged_images(*, spec: Spec | None = None) -> Inputs[Unclear[Media]]:
    """Files declared as pictures that are none, or not whole; and real ones of very many or very few pixels."""

    def cover() -> Iterator[Unclear[Media]]:
        kinds = _kinds("image-input-types", spec)
        yield from _damaged(kinds)
        yield from (Unclear(f"a {kind} of one pixel", Picture(kind, width=1, height=1)) for kind in kinds)
        # In a few bytes, because a lossless picture of one colour takes none for its pixels.
        yield Unclear("a webp of very many pixels", Picture("webp", width=MOST, height=MOST))

    return Inputs.listed("damaged_images()", cover)


def damaged_videos(*, spec: Spec | None = None) -> Inputs[Unclear[Media]]:
    """Files declared as videos that are none, or not whole."""
    return Inputs.listed("damaged_videos()", lambda: _damaged(_kinds("video-input-types", spec)))


def disguised() -> Inputs[Unclear[str]]:
    """Data URIs that declare another type than their bytes have, or none, or with other words around it."""

    def cover() -> Iterator[Unclear[str]]:
        picture = Picture("webp")
        right = DataUri(picture).text
        for kind in ("png", "text", "mp4", "empty"):
            declared = KINDS[kind].content_type
            yield Unclear(f"webp as {declared}", right.replace(picture.content_type, declared))
        yield Unclear("without a type", right.replace(picture.content_type, ""))
        yield Unclear(
            "its type in upper case", right.replace(picture.content_type, picture.content_type.upper())
        )
        yield Unclear("its scheme in upper case", right.replace("data:", "DATA:"))
        yield Unclear("with a parameter", right.replace(";base64", ";name=picture;base64"))
        yield Unclear("without padding", right.rstrip("="))
        yield Unclear("with a line end", right[:-8] + "\n" + right[-8:])
        yield Unclear("bare base64", right.partition(",")[2])

    return Inputs.listed("disguised()", cover)


def malformed_ids() -> Inputs[str]:
    """Texts that no stored file has as its id."""
    return Inputs.of(
        "abc",
        "",
        " ",
        "file_",
        "file_00000000-0000-0000-0000-00000000000g",
        "../file_1",
        "file_1/content",
        "file_1?x=1",
        "%2e%2e%2f",
        "\u6587\u4ef6",
        "\U0001f600",
        "file_\x00",
        "file_\n",
        "null",
        "f" * 1024,
    )


def malformed_urls() -> Inputs[Unclear[str]]:
    """Texts that are no URL of a file: empty, without a scheme, of another scheme, data that are no base64."""
    return Inputs.listed(
        "malformed_urls()",
        lambda: itertools.starmap(
            Unclear,
            (
                ("empty", ""),
                ("of a space", " "),
                ("no URL", "picture"),
                ("without a scheme", "//example.com/picture.png"),
                ("without a host", "https:///picture.png"),
                ("of another scheme", "ftp://example.com/picture.png"),
                ("a data URI of nothing", "data:"),
                ("a data URI without a type", "data:,picture"),
                ("a data URI without bytes", "data:image/png;base64,"),
                ("a data URI whose base64 is none", "data:image/png;base64,%%%"),
                ("a data URI whose base64 is cut", "data:image/png;base64,iVBORw0KG"),
                ("a data URI without base64", "data:image/png,picture"),
            ),
        ),
    )


def _kinds(limit: str, spec: Spec | None) -> list[str]:
    return [kind_of(content_type) for content_type in (spec or specs.load()).limit(limit)]


def _wrong(name: str, right: str, first: str, spec: Spec | None) -> Inputs[Media]:
    def cover() -> Iterator[Media]:
        taken = _kinds(right, spec)
        # Streams of bytes have no type that could be wrong.
        others = [kind for kind, how in KINDS.items() if how.frame]
        for kind in dict.fromkeys((*_kinds(first, spec), *others)):
            if kind not in taken:
                yield sample(kind)

    return Inputs.listed(name, cover)


def _damaged(kinds: list[str]) -> Iterator[Unclear[Media]]:
    for kind in kinds:
        for how in damages(kind):
            yield Unclear(f"{kind}: {how}", Damaged(kind, how=how))


def _lengths(operation: str, spec: Spec | None) -> tuple[float, float]:
    """The shortest and the longest video that every source allows."""
    limits = (spec or specs.load()).limits
    shortest = float(limits["extended-video-shortest"].value)
    longest = {_EDIT: "edited-video-duration", _EXTEND: "extended-video-longest"}[operation]
    return (shortest if operation == _EXTEND else _SHORT), float(limits[longest].value)
