"""What is sent in the place of a file: in words, since what it comes to is known only with a target at hand."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from conformance.checks import Untestable
from conformance.suite.file_inputs.slots import Slot
from conformance.suite.made import Made, is_unknown
from conformance.suite.sources import ById, ByUrl, Inline, Source
from conformance.suite.studio import IMAGES, Studio
from strategies.inputs import Inputs
from strategies.media import Media, Picture
from strategies.sources import Way

#: Kinds of images at each place of a list, by the way in which they are given: one after another is another file.
_KINDS: dict[Way, tuple[str, ...]] = {
    "file": ("png", "jpeg", "webp"),
    "data": ("webp", "png", "jpeg"),
    "url": ("jpeg", "png"),  # others cannot have a URL everywhere
}
_SOURCES: dict[Way, Callable[[str | Media], Source]] = {"file": ById, "data": Inline, "url": ByUrl}


def mixed(mix: tuple[Way, ...]) -> list[Source]:
    """A list of sources, each another image, given in these ways."""
    return [_source(way, place) for place, way in enumerate(mix)]


def _source(way: Way, place: int) -> Source:
    kinds = _KINDS[way]
    kind = kinds[place % len(kinds)]
    return _SOURCES[way](kind if place < len(kinds) else Picture(kind, seed=place))


def storable(studio: Studio, files: Inputs[Media]) -> Inputs[Media]:
    """Those of `files` that the target stores.

    Raises:
        Untestable: it stores none.
    """

    def is_stored(media: Media) -> bool:
        try:
            return bool(studio.source(media).id)
        except Untestable:
            return False

    found = [media for media in files.cover() if is_stored(media)]
    if not found:
        raise Untestable("needs stored files of other types (files.upload.any-type)")
    return Inputs.of(*found)


def rightly(studio: Studio, slot: Slot, value: Any, name: str = "url") -> Any:
    """`value` with what would be right there in the place of every empty text, under `name` or what it is called."""
    if isinstance(value, dict):
        return {key: rightly(studio, slot, each, key) for key, each in value.items()}
    if isinstance(value, list):
        return [rightly(studio, slot, each, name) for each in value]
    if value != "":
        return value
    kind = "mp4" if slot.kind == "video" else "png"
    source = ById(kind) if name == "file_id" else Inline(kind)
    return next(iter(source.sent(studio).values()))


def of_known_operation(studio: Studio, made: Made) -> Made:
    """The same, of a target that has the operation and generates at all; whatever has become of it.

    Raises:
        Untestable: it does not.
    """
    if made.accepted or _works_otherwise(studio, made.operation):
        return made
    if is_unknown(studio.api, made.operation, made.answer):
        raise Untestable(f"the target has no {made.operation}: {made.answer!r}")
    simplest = "generateImage" if made.operation in IMAGES else "generateVideo"
    if not studio.available(simplest):
        kind = "an image" if made.operation in IMAGES else "a video"
        raise Untestable(f"needs {kind} ({made.kind}s.generate.accepted)")
    return made


def _works_otherwise(studio: Studio, operation: str) -> bool:
    """Whether the operation has a result if it gets no stored file."""
    sources: dict[str, dict[str, Any]] = {"editImage": {"image": Inline("png")}, "generateVideo": {}}
    return bool(studio.tried(operation, **sources.get(operation, {"video": Inline("mp4")})).accepted)
