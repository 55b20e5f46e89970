"""Which files a list or a filter has to show."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.oracle.metadata import of_file
from conformance.oracle.moment import Moment, Passed
from conformance.oracle.state import World


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether each file of `world` is listed at `now`; `with_url` is that of the filter, `None` without one."""

    world: World
    now: Moment
    with_url: bool | None

    def shown(self, file_id: str) -> bool | None:
        """Whether the file has to be listed; `None` where the model cannot tell."""
        file = self.world.file(file_id)
        assert file is not None, f"{file_id}: the model has never heard of this file"
        there = _still(file.gone(self.now))
        if self.with_url is None or there is False:
            return there
        active = _still(file.url_ended(self.now))
        side = None if active is None else active is self.with_url
        if side is False:
            return False
        return True if there and side else None

    def complaint(self, listed: Iterable[Mapping[str, Any]]) -> str:
        """What is wrong with the files listed, in words; empty if nothing. Files of others do not matter."""
        found: dict[str, list[Mapping[str, Any]]] = {}
        for item in listed:
            found.setdefault(str(item.get("id")), []).append(item)
        for file in self.world:
            items, shown = found.get(file.id, []), self.shown(file.id)
            if len(items) > 1:
                return f"{file.id} is listed {len(items)} times (files.list.walk)"
            if shown is True and not items:
                return f"{file.id} is missing ({self._rule(present=True)})"
            if shown is False and items:
                return f"{file.id} is listed ({self._rule(present=False, gone=file.deleted)})"
            if items and (complaint := self._complaint(items[0])):
                return f"{file.id} is listed with other metadata: {complaint}"
        return ""

    def _complaint(self, item: Mapping[str, Any]) -> str:
        file = self.world.file(str(item["id"]))
        assert file is not None
        ended = file.url_ended(self.now)
        readings = {Passed.YES: (False,), Passed.NO: (True,), Passed.MAYBE: (True, False)}[ended]
        complaints = []
        for with_url in readings:
            unmet = [d for d in of_file(file, with_url=with_url) if not d.met(_Item(item))]
            if not unmet:
                return ""
            complaints.append(unmet[0].complaint(_Item(item)))
        return " or ".join(complaints)

    def _rule(self, *, present: bool, gone: bool = False) -> str:
        if gone:
            return "files.delete.unlisted"
        if self.with_url is None:
            return "files.list.shape" if present else "files.expiry.unlisted"
        return "public-url.filter.active" if self.with_url else "public-url.filter.none"


@dataclass(frozen=True, slots=True)
class _Item:
    """A listed file, whose absent fields read as `None`."""

    fields: Mapping[str, Any]

    def __getitem__(self, name: str, /) -> Any:
        return self.fields.get(name)


def members(world: World, now: Moment, *, with_url: bool | None = None) -> Membership:
    """What a list has to show: all files, or those with or without an active URL."""
    return Membership(world, now, with_url)


def _still(passed: Passed) -> bool | None:
    """Whether what the deadline ends is still there."""
    return {Passed.YES: False, Passed.NO: True, Passed.MAYBE: None}[passed]
