"""What checks over all five endpoints ask for: an operation, and how its result is to be stored.

    @given(asked=lambda studio: generated(studio, where=storage_options.wants_url))
    def test_…(studio, asked):
        made = studio.shared(asked.operation, storage_options=asked.options, **asked.fields)

Where generations are free, every operation meets every documented way of storing. Where somebody pays, it is the
short list `LEAN`, whose entries other checks of stored files can take, too: as they stand, since then nothing is
generated for them that is not there already.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from conformance.suite.sources import ById, ByUrl, Inline, Output
from conformance.suite.studio import IMAGES, OPERATIONS, Studio
from strategies import storage_options
from strategies.inputs import Inputs
from strategies.storage_options import bounds_of_file, bounds_of_url, file_seconds, own_url_seconds

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Options = dict[str, Any]
_NAME = "filename"


@dataclass(frozen=True, slots=True)
class Asked:
    """One generation. `options` are its storage options without a file name, which `Studio.shared` fills in.

    `fields` are what else its body is to have.
    """

    operation: str
    options: Options
    fields: dict[str, Any] = field(default_factory=dict)


_FILE, _URL = bounds_of_file(), bounds_of_url()

#: What is asked for where somebody pays. Every way of storing and every sort of stored input is there once, so each
#: entry serves many checks of both areas. It is 8 images and 4 videos. What else the two areas need is 8 images: one
#: that is not stored, one whose options are null, one in base64, one that is repeated, three to be used up, and one
#: whose whole life is lived.
STORED_IMAGE = Asked("generateImage", {})
TWO_IMAGES = Asked("generateImage", {"public_url": {"expires_after": _URL.longest}}, {"n": 2})
EDIT_BY_ID = Asked("editImage", {"public_url": False})
EDIT_OF_MIXED = Asked(
    "editImage",
    {"expires_after": None, "public_url": {}},
    {"images": [ById("webp"), ByUrl("png"), Inline("jpeg")]},
)
EDIT_OF_OUTPUT = Asked(
    "editImage", {"public_url": None}, {"image": Output(STORED_IMAGE.operation, STORED_IMAGE.options)}
)
VIDEO_OF_REFERENCES = Asked("generateVideo", {}, {"reference_images": [ById("png"), Inline("jpeg")]})
VIDEO_OF_OUTPUT = Asked(
    "generateVideo",
    {"public_url": True},
    {"image": Output(EDIT_OF_OUTPUT.operation, EDIT_OF_OUTPUT.options, EDIT_OF_OUTPUT.fields)},
)
VIDEO_EDIT = Asked("editVideo", {"public_url": {"expires_after": _URL.longest}})
VIDEO_EXTENSION = Asked("extendVideo", {"expires_after": _FILE.shortest, "public_url": True})
LEAN: tuple[Asked, ...] = (
    STORED_IMAGE,
    TWO_IMAGES,
    Asked("generateImage", {"expires_after": _FILE.longest, "public_url": {"expires_after": _URL.shortest}}),
    Asked("generateImage", {"expires_after": _FILE.shortest, "public_url": {"expires_after": _URL.shortest}}),
    EDIT_BY_ID,
    EDIT_OF_MIXED,
    EDIT_OF_OUTPUT,
    VIDEO_OF_REFERENCES,
    VIDEO_OF_OUTPUT,
    VIDEO_EDIT,
    VIDEO_EXTENSION,
)


def _any(_: Options) -> bool:
    return True


def generated(
    studio: Studio, where: Callable[[Options], bool] = _any, operations: Collection[str] = OPERATIONS
) -> Inputs[Asked]:
    """Operations with the ways of storing for which `where` holds, cheapest first.

    Raises (on first use):
        NoInputsError: `where` holds for no documented way.
    """
    if studio.lean:
        return Inputs.listed("generated(lean)", lambda: _sparing(where, operations))
    ways = [_nameless(options) for options in storage_options.valid().cover() if where(options)]
    cover = [Asked(each, way) for each in OPERATIONS if each in operations for way in ways]
    # A rule of storing is that of all operations, so what goes beyond the list is asked of images if there are any.
    cheap = [each for each in IMAGES if each in operations] or list(operations)
    return Inputs(
        "generated()",
        lambda: cover,
        lambda: _drawn(ways, where, cheap),
        finite=not any(map(_has_times, ways)),
    )


def _sparing(where: Callable[[Options], bool], operations: Collection[str]) -> list[Asked]:
    """Those of the short list; where it has none, the cheapest of all."""
    found = [asked for asked in LEAN if asked.operation in operations and where(asked.options)]
    if found:
        return found
    cheapest = [each for each in OPERATIONS if each in operations][:1]
    ways = [_nameless(options) for options in storage_options.valid().cover() if where(options)][:1]
    return [Asked(each, way) for each in cheapest for way in ways]


def _has_times(options: Options) -> bool:
    return file_seconds(options) is not None or own_url_seconds(options) is not None


def _drawn(
    ways: list[Options], where: Callable[[Options], bool], operations: list[str]
) -> SearchStrategy[Asked]:
    """The same ways at other times."""
    from hypothesis import strategies as st

    timed = [way for way in ways if _has_times(way)]
    options = st.sampled_from(timed).flatmap(_at_other_times).filter(where)
    return st.builds(Asked, st.sampled_from(operations), options)


def _at_other_times(options: Options) -> SearchStrategy[Options]:
    """As `options`, with other times. Which of them comes first stays, and so does that they are the same."""
    from hypothesis import strategies as st

    def at(file: int, url: int) -> Options:
        times = {"expires_after": file} if file_seconds(options) is not None else {}
        own = {"public_url": {"expires_after": url}} if own_url_seconds(options) is not None else {}
        return {**options, **times, **own}

    files = st.integers(_FILE.shortest, _FILE.longest)
    if own_url_seconds(options) is None:
        return files.map(lambda file: at(file, file))
    urls = st.integers(_URL.shortest, _URL.longest)
    if file_seconds(options) is None:
        return urls.map(lambda url: at(url, url))
    if file_seconds(options) == own_url_seconds(options):
        both = st.integers(max(_FILE.shortest, _URL.shortest), min(_FILE.longest, _URL.longest))
        return both.map(lambda seconds: at(seconds, seconds))
    return st.builds(at, files, urls).filter(
        lambda made: made["public_url"]["expires_after"] < made["expires_after"]
    )


def _nameless(options: Options) -> Options:
    return {name: value for name, value in options.items() if name != _NAME}
