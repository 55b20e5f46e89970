"""Files that were used as inputs: what they were before, and what they are after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from conformance import trial, waves
from conformance.checks import Untestable
from conformance.suite.file_inputs.slots import SLOTS, Slot, Slots, planned_source, right
from conformance.suite.made import Made, body_of
from conformance.suite.sources import ById
from conformance.suite.stored import Stored
from conformance.targets.call import Answer
from strategies.inputs import Inputs
from strategies.media import Clip, Media, Picture


@dataclass(frozen=True, slots=True)
class Seen:
    """What is told of a file, and its bytes."""

    told: Answer
    content: bytes
    fetched: Answer | None = None


@dataclass(frozen=True, slots=True)
class Use:
    """A file that stood in a `slot` of a request that had a result."""

    file: Stored
    made: Made
    before: Seen
    after: Seen


@dataclass(slots=True)
class Uses:
    """One use of each place. What was seen stays as it was, whatever becomes of the file later."""

    slots: Slots
    _known: dict[Slot, Use] = field(default_factory=dict)
    _locks: waves.Locks = field(default_factory=waves.Locks)

    def places(self) -> Inputs[Slot]:
        """The places in which files can be used to look at them after.

        Raises:
            Untestable: there is none.
        """
        taking = self.slots.taking()
        found = [
            slot for slot in taking if not self.slots.studio.lean or isinstance(planned_source(slot), ById)
        ]
        if not found:
            raise Untestable("needs a stored file that is taken as an input (inputs.image-edit)")
        return Inputs.of(*found)

    def of(self, slot: Slot) -> Use:
        """The use of a file in this place.

        Raises:
            Untestable: the target does not take it, or does not tell of it.
        """
        with self._locks.only(slot):
            if slot not in self._known:
                self._known[slot] = self._planned(slot) if self.slots.studio.lean else self._own(slot)
        use = self._known[slot]
        answers = (use.before.told, use.before.fetched, use.made.answer, use.made.final, use.after.told)
        trial.current().recall(*(answer.exchange for answer in (*answers, use.after.fetched) if answer))
        return use

    def _own(self, slot: Slot) -> Use:
        """Of a file that is used there and nowhere else."""
        studio = self.slots.studio
        media = own_media(slot)
        file = studio.source(media)
        before = self._seen(file)
        made = studio.tried(slot.operation, **slot.filled(ById(media)))
        return self._used(file, made, before)

    def _planned(self, slot: Slot) -> Use:
        """Of one that all checks share: what it was before is what was sent and answered when it was stored."""
        source = planned_source(slot)
        assert isinstance(source, ById)
        studio = self.slots.studio
        made = right(studio, slot).tried(studio)
        file = studio.source(source.kind)
        return self._used(file, made, Seen(file.answer, file.content))

    def _used(self, file: Stored, made: Made, before: Seen) -> Use:
        if not made.accepted:
            raise Untestable(f"needs a stored file that is taken as an input: {made.accepted!r}")
        return Use(file, made, before, self._seen(file))

    def _seen(self, file: Stored) -> Seen:
        files = self.slots.studio.api.files
        told, fetched = files.get(file.id), files.content(file.id)
        if not told.accepted:
            raise Untestable(f"needs the metadata of a stored file (files.object.agreement): {told!r}")
        if not fetched.accepted:
            raise Untestable(f"needs the content of a stored file (files.content.bytes): {fetched!r}")
        return Seen(told, fetched.content, fetched)


def own_media(slot: Slot) -> Media:
    """A right file that is used in this place alone."""
    number = 1 + SLOTS.index(slot)
    return Clip(seed=number) if slot.kind == "video" else Picture("png", seed=number)


def changes(use: Use, names: Iterable[str]) -> dict[str, tuple[Any, Any]]:
    """Those fields that are told otherwise after the use than before; what an upload has not told is no change."""
    before, after = body_of(use.before.told), body_of(use.after.told)
    alike = use.before.told.operation == use.after.told.operation
    return {
        name: (before.get(name), after.get(name))
        for name in names
        if (alike or name in before) and before.get(name) != after.get(name)
    }
