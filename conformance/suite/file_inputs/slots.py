"""Where in requests a file can stand, and what is sent with one there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from conformance.checks import Untestable
from conformance.outcomes import NotOffered
from conformance.suite.asked import (
    EDIT_BY_ID,
    EDIT_OF_MIXED,
    VIDEO_EDIT,
    VIDEO_EXTENSION,
    VIDEO_OF_OUTPUT,
    VIDEO_OF_REFERENCES,
    Asked,
)
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.made import Made
from conformance.suite.sources import ById, Source
from conformance.suite.studio import VIDEOS, Studio
from strategies.inputs import Inputs


@dataclass(frozen=True, slots=True)
class Slot:
    """A field of a request that takes a file; `place` is the index where it takes a list of them."""

    operation: str
    field: str
    place: int | None = None

    @property
    def name(self) -> str:
        """The operation and its field."""
        return f"{self.operation}.{self.field}"

    @property
    def kind(self) -> str:
        """What belongs there: `image` or `video`."""
        return "video" if self.field == "video" else "image"

    def filled(self, source: Any, *, lean: bool = False) -> dict[str, Any]:
        """The fields of a request with `source` in this place, and beside it what is right."""
        if self.place is None:
            return {self.field: source}
        several = list(_PLANNED[self.name].fields[self.field] if lean else _LISTS[self.field])
        several[self.place] = source
        return {self.field: several}


#: Every place, cheapest first; of lists the first and the last.
SLOTS = (
    Slot("editImage", "image"),
    Slot("editImage", "images", 0),
    Slot("editImage", "images", 2),
    Slot("generateVideo", "image"),
    Slot("generateVideo", "reference_images", 0),
    Slot("generateVideo", "reference_images", 1),
    Slot("editVideo", "video"),
    Slot("extendVideo", "video"),
)
#: Those where a video is asked for.
OF_VIDEOS = tuple(slot for slot in SLOTS if slot.operation in VIDEOS)
#: What fills a list, each another file, so that nothing depends on whether one may stand there twice.
_LISTS: dict[str, tuple[Source, ...]] = {
    "images": (ById("png"), ById("jpeg"), ById("webp")),
    "reference_images": (ById("jpeg"), ById("webp")),
}
#: By what it is seen, where somebody pays, that a place takes a right file.
_PLANNED: dict[str, Asked] = {
    "editImage.image": EDIT_BY_ID,
    "editImage.images": EDIT_OF_MIXED,
    "generateVideo.image": VIDEO_OF_OUTPUT,
    "generateVideo.reference_images": VIDEO_OF_REFERENCES,
    "editVideo.video": VIDEO_EDIT,
    "extendVideo.video": VIDEO_EXTENSION,
}
#: By what it is judged whether a place takes files at all.
_RESTS_ON = {
    "editImage.image": "inputs.image-edit",
    "editImage.images": "inputs.image-edits.mixed",
    "generateVideo.image": "inputs.first-frame",
    "generateVideo.reference_images": "inputs.references",
    "editVideo.video": "inputs.video-edit",
    "extendVideo.video": "inputs.video-extension",
}


def named(name: str) -> Slot:
    """The first place of this name, as in `editImage.image`."""
    return next(slot for slot in SLOTS if slot.name == name)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A request that all checks share. `options` are its storage options, without a file name."""

    operation: str
    fields: dict[str, Any] = field(default_factory=dict)
    options: dict[str, Any] | None = None

    def tried(self, studio: Studio) -> Made:
        """What has become of it.

        Raises:
            Untestable: a source is not to be had.
        """
        return studio.tried(self.operation, storage_options=self.options, **self.fields)

    @staticmethod
    def of(asked: Asked) -> Wanted:
        """The same as is asked for elsewhere."""
        return Wanted(asked.operation, asked.fields, asked.options)


def right(studio: Studio, slot: Slot) -> Wanted:
    """A request with a stored file of the right type in this place; where somebody pays, what is planned anyway."""
    if studio.lean:
        return Wanted.of(_PLANNED[slot.name])
    source = _USUAL[slot.kind] if slot.place is None else _LISTS[slot.field][slot.place]
    return with_file(studio, slot, source)


#: What the smallest requests have, those for edits and extensions.
_USUAL: dict[str, Source] = {"image": ById("png"), "video": ById("mp4")}


def with_file(studio: Studio, slot: Slot, source: Source) -> Wanted:
    """A request with `source` in this place; the smallest one where it has it anyway."""
    usual = slot.operation != "generateVideo" and slot.place is None and source == _USUAL[slot.kind]
    return Wanted(slot.operation, {} if usual else slot.filled(source, lean=studio.lean))


def planned_source(slot: Slot) -> Source:
    """What stands in this place in what is planned where somebody pays."""
    fields = _PLANNED[slot.name].fields
    if slot.field not in fields:
        return _USUAL[slot.kind]
    found: Source = fields[slot.field] if slot.place is None else fields[slot.field][slot.place]
    return found


@dataclass(slots=True)
class Slots:
    """The places where a target takes right files; in all others nothing can be learned from a wrong one.

    What is known of a place is kept, so that turning the clock makes nobody ask again.
    """

    studio: Studio
    _taking: dict[Slot, bool] = field(default_factory=dict)
    _lacking: dict[Slot, NotOffered] = field(default_factory=dict)
    _slow: dict[Slot, bool] = field(default_factory=dict)

    def taking(self, kind: str | None = None, among: Iterable[Slot] = SLOTS) -> tuple[Slot, ...]:
        """Those of `among` that take a right file, or only those where a file of `kind` belongs.

        Raises:
            Untestable: none does.
            NotOffered: an SDK has no place for a file in any of them.
        """
        asked = [slot for slot in among if kind in (None, slot.kind)]
        unknown = [slot for slot in asked if slot not in self._taking]
        wanted = [right(self.studio, slot) for slot in unknown]
        self.studio.ahead((each.operation, each.options, each.fields) for each in wanted)
        for slot in unknown:
            self._taking[slot] = self._takes(slot)
        found = tuple(slot for slot in asked if self._taking[slot])
        if not found:
            if all(slot in self._lacking for slot in asked):
                raise self._lacking[asked[0]]
            raise Untestable(f"needs a stored file that is taken as an input ({_RESTS_ON[asked[0].name]})")
        return found

    def _takes(self, slot: Slot) -> bool:
        try:
            return bool(right(self.studio, slot).tried(self.studio).accepted)
        except NotOffered as lacking:
            self._lacking[slot] = lacking
            return False
        except Untestable:
            return False

    def is_dear(self, slot: Slot) -> bool:
        """Whether wrong files cost time or money there: they are found out only by a job, or somebody pays."""
        if self.studio.lean:
            return True
        if slot not in self._slow:
            made = self.send(slot, {"file_id": unknown_ids().cover()[0]})
            self._slow[slot] = not made.answer.is_refusal
        return self._slow[slot]

    def send(self, slot: Slot, source: Any) -> Made:
        """Ask for the same with `source` in this place, as it is sent or as one of `suite.sources`.

        Raises:
            Untestable: the place does not even take what is right.
        """
        self.taking(among=[slot])
        fields = slot.filled(source, lean=self.studio.lean)
        return self.studio.send(slot.operation, self.studio.body(slot.operation, **fields))


@dataclass(frozen=True, slots=True)
class Filling:
    """What is put into a place."""

    slot: Slot
    source: Any


def everywhere(
    slots: Slots,
    values: Inputs[Any],
    kind: str | None = None,
    *,
    at: Callable[[Any], Any] = lambda value: value,
) -> Inputs[Filling]:
    """Every one of `values`, put through `at`, in every place that takes right files; or where a `kind` belongs.

    Where that is dear, all go into the first place, and into the others only the first of them. What is drawn goes
    into the first.

    Raises:
        Untestable: no place takes any.
    """
    taking = slots.taking(kind)
    first = taking[0]

    def cover() -> Iterable[Filling]:
        for number, value in enumerate(values.cover()):
            for slot in taking:
                if slot == first or number == 0 or not slots.is_dear(slot):
                    yield Filling(slot, at(value))

    return Inputs(
        f"everywhere({values.name})",
        cover,
        lambda: values.strategy.map(lambda value: Filling(first, at(value))),
        values.finite,
    )
