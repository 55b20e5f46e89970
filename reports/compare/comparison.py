"""What differs between two runs, requirement by requirement."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from reports.compare.sides import Found, Side
from reports.known_failures import lasting
from specs.model import Level


class Change(StrEnum):
    """What became of a requirement from the first run to the second.

    NEW deviates and did not before, whether or not it could be judged then. CHANGED deviates in both, and says
    something else or binds otherwise. APPEARED is judged now and was not; VANISHED was, and is not any more. ADDED
    and REMOVED are in the scope of one run alone.
    """

    NEW = "new"
    CHANGED = "changed"
    FIXED = "fixed"
    VANISHED = "vanished"
    APPEARED = "appeared"
    STILL = "still"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One requirement; `before` or `after` is None where a run did not have it in scope."""

    id: str
    change: Change
    before: Found | None
    after: Found | None

    @property
    def newest(self) -> Found:
        """What was found last."""
        found = self.after or self.before
        assert found is not None
        return found

    @property
    def level(self) -> Level:
        """How much the requirement binds."""
        return self.newest.level

    @property
    def left_open(self) -> bool:
        """Whether nothing is said any more, although the SDK still offers it: the second run could not tell."""
        return self.change is Change.VANISHED and self.newest.offered


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """Two runs, and what differs; `rows` are in the order of the second run's catalogue."""

    before: Side
    after: Side
    rows: tuple[Row, ...]

    def having(self, change: Change) -> tuple[Row, ...]:
        """The rows with that change, MUST before SHOULD before OBSERVE."""
        found = [row for row in self.rows if row.change is change]
        return tuple(sorted(found, key=lambda row: list(Level).index(row.level)))

    def new(self, *, strict: bool = False) -> tuple[Row, ...]:
        """The new deviations that count: of a MUST (with `strict` of a SHOULD), and not known to the second run."""
        levels = {Level.MUST, Level.SHOULD} if strict else {Level.MUST}
        return tuple(row for row in self.having(Change.NEW) if row.level in levels and not row.newest.known)

    def lost(self, *, strict: bool = False) -> tuple[Row, ...]:
        """What the second run's SDK no longer offers, of the levels that count."""
        levels = {Level.MUST, Level.SHOULD} if strict else {Level.MUST}
        return tuple(row for row in self.having(Change.VANISHED) if row.level in levels and not row.left_open)

    @property
    def left_open(self) -> tuple[Row, ...]:
        """The MUSTs that were judged before, and of which the second run could not tell."""
        return tuple(row for row in self.having(Change.VANISHED) if row.left_open and row.level is Level.MUST)

    @property
    def same_catalogue(self) -> bool:
        """Whether both runs judged by the same spec."""
        return self.before.spec == self.after.spec


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """Which runs were compared, and which have nothing to be compared with."""

    comparisons: tuple[Comparison, ...]
    only_before: tuple[Side, ...] = field(default=())
    only_after: tuple[Side, ...] = field(default=())


def compare(before: Side, after: Side) -> Comparison:
    """What differs between two runs."""
    return Comparison(before=before, after=after, rows=tuple(_rows(before.found, after.found)))


def pair(before: Sequence[Side], after: Sequence[Side]) -> Pairing:
    """Compare the runs of one folder with those of another, by the name of what they judged.

    Of several with one name those of the same version belong together, and of the others the last ones. Two single
    runs are compared whatever they judged.
    """
    if len(before) == len(after) == 1:
        return Pairing(comparisons=(compare(before[0], after[0]),))
    left = list(before)
    partners: dict[int, Side] = {}
    for fits in (_same_version, _same_name):
        for place, side in enumerate(after):
            fitting = [other for other in left if fits(other, side)]
            if fitting and place not in partners:
                partners[place] = fitting[-1]
                left.remove(fitting[-1])
    return Pairing(
        comparisons=tuple(compare(partners[place], after[place]) for place in sorted(partners)),
        only_before=tuple(left),
        only_after=tuple(side for place, side in enumerate(after) if place not in partners),
    )


def _same_version(one: Side, other: Side) -> bool:
    return one.title == other.title


def _same_name(one: Side, other: Side) -> bool:
    return (one.name, one.mode) == (other.name, other.mode)


def _rows(before: Mapping[str, Found], after: Mapping[str, Found]) -> Iterator[Row]:
    for id_ in [*after, *(id_ for id_ in before if id_ not in after)]:
        first, second = before.get(id_), after.get(id_)
        if (change := _change(first, second)) is not None:
            yield Row(id=id_, change=change, before=first, after=second)


def _change(before: Found | None, after: Found | None) -> Change | None:
    """What became of a requirement; None where nothing did that anybody wants to read of."""
    if after is None:
        return Change.REMOVED
    if after.deviates:
        if before is None or not before.deviates:
            return Change.NEW
        alike = before.level is after.level and lasting(before.message) == lasting(after.message)
        return Change.STILL if alike else Change.CHANGED
    if before is None:
        return Change.ADDED
    if before.judged and not after.judged:
        return Change.VANISHED
    if before.deviates:
        return Change.FIXED
    return Change.APPEARED if after.judged and not before.judged else None
