"""Tells the two columns of one hunk of a diff page apart.

A row of the page is one string: a line number glued to its text, once or twice.

    unchanged   12textua12text      before 12 and after 12 (the numbers differ once something was added)
    changed     12old14new
    removed     12old
    added       14new

A text is never empty: an empty line has a mark of its own. Numbers on either side count up by one, so a
row is read knowing which number each side must show next. Text may contain digits, so a row can have
several readings; what decides is that the whole hunk must count up, that changed rows come first in a run
of changes and only one kind of single row follows them (the columns are filled from the top), and that as
many rows as possible have the same text on both sides. What is left open after that is not decided here: a
row keeps every reading that remains.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum

START_OF_FILE = (1, 1)


class Kind(IntEnum):
    """What a row says. The order is that in which kinds may follow each other within a run of changes."""

    UNCHANGED = 0
    CHANGED = 1
    ADDED = 2
    REMOVED = 3


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to read a row: the line number and text on each side, None where a side has no line."""

    kind: Kind
    before: tuple[int, str] | None
    after: tuple[int, str] | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Alignment:
    """The readings of a hunk that start and end at the given line numbers `(before, after)`.

    `end` is the pair of numbers that would come next. `unchanged` counts rows with the same text on both
    sides. `rows` has, for each row, every reading that remains; one reading means that it is certain.
    """

    start: tuple[int, int]
    end: tuple[int, int]
    unchanged: int
    rows: tuple[frozenset[Reading], ...]

    @property
    def added(self) -> int:
        """Lines that only the after side has, counting a changed line once on each side."""
        return self.end[1] - self.start[1] - self.unchanged

    @property
    def removed(self) -> int:
        """Lines that only the before side has, counting a changed line once on each side."""
        return self.end[0] - self.start[0] - self.unchanged


@dataclass(frozen=True, slots=True)
class _State:
    before: int
    after: int
    last: Kind


@dataclass(frozen=True, slots=True)
class _Step:
    source: _State
    target: _State
    readings: frozenset[Reading]


def align(rows: tuple[str, ...], *, not_before: tuple[int, int], offset: int) -> tuple[Alignment, ...]:
    """Every alignment of `rows`, one for each start and end.

    `not_before` are the smallest line numbers that the hunk can start with. `offset` is how much further the
    after side counts than the before side where the hunk starts: it is 0 at the start of a page, and
    unchanged between hunks, because lines that are not shown were not changed.
    """
    found: list[Alignment] = []
    for start in _starts(rows[0], not_before=not_before, offset=offset):
        found.extend(_from(rows, start))
    return tuple(found)


def one_sided(rows: tuple[str, ...], kind: Kind) -> tuple[Alignment, ...]:
    """The alignment of a page that exists on one side alone, created or deleted; empty if it is none."""
    readings = []
    for number, row in enumerate(rows, start=1):
        if not row.startswith(str(number)):
            return ()
        line = (number, row.removeprefix(str(number)))
        readings.append(
            frozenset([Reading(kind, None, line) if kind is Kind.ADDED else Reading(kind, line, None)])
        )
    last = len(rows) + 1
    end = (1, last) if kind is Kind.ADDED else (last, 1)
    return (Alignment(start=START_OF_FILE, end=end, unchanged=0, rows=tuple(readings)),)


def _starts(row: str, *, not_before: tuple[int, int], offset: int) -> tuple[tuple[int, int], ...]:
    digits = row[: len(row) - len(row.lstrip("0123456789"))]
    numbers = {int(digits[:length]) for length in range(1, len(digits) + 1)} if digits[:1] != "0" else set()
    starts = {(n, n + offset) for n in numbers} | {(n - offset, n) for n in numbers}
    return tuple(sorted(s for s in starts if s[0] >= not_before[0] and s[1] >= not_before[1]))


def _from(rows: tuple[str, ...], start: tuple[int, int]) -> Iterator[Alignment]:
    best = {_State(*start, Kind.UNCHANGED): 0}
    layers: list[list[_Step]] = []
    for row in rows:
        steps = [step for state in best for step in _steps(row, state)]
        reached: dict[_State, int] = {}
        for step in steps:
            score = best[step.source] + (step.target.last is Kind.UNCHANGED)
            reached[step.target] = max(score, reached.get(step.target, -1))
        # Only the best ways into a state go on; others can never become better than they.
        layers.append(
            [s for s in steps if best[s.source] + (s.target.last is Kind.UNCHANGED) == reached[s.target]]
        )
        best = reached
    for end in sorted({(state.before, state.after) for state in best}):
        finals = {state: score for state, score in best.items() if (state.before, state.after) == end}
        unchanged = max(finals.values())
        wanted = {state for state, score in finals.items() if score == unchanged}
        readings = tuple(reversed(list(_readings(layers, wanted))))
        yield Alignment(start=start, end=end, unchanged=unchanged, rows=readings)


def _readings(layers: list[list[_Step]], wanted: set[_State]) -> Iterator[frozenset[Reading]]:
    for layer in reversed(layers):
        used = [step for step in layer if step.target in wanted]
        wanted = {step.source for step in used}
        yield frozenset(reading for step in used for reading in step.readings)


def _steps(row: str, state: _State) -> Iterator[_Step]:
    before, after = str(state.before), str(state.after)
    if (text := _unchanged(row, before, after)) is not None:
        # Equal halves settle a row: that text should repeat itself behind the right number is no accident.
        reading = Reading(Kind.UNCHANGED, (state.before, text), (state.after, text))
        yield _Step(state, _State(state.before + 1, state.after + 1, Kind.UNCHANGED), frozenset([reading]))
        return
    if row.startswith(before) and state.last <= Kind.CHANGED:
        readings = frozenset(
            Reading(
                Kind.CHANGED,
                (state.before, row[len(before) : place]),
                (state.after, row[place + len(after) :]),
            )
            for place in _places(row, after, len(before) + 1)
        )
        if readings:
            yield _Step(state, _State(state.before + 1, state.after + 1, Kind.CHANGED), readings)
    if row.startswith(after) and row != after and state.last <= Kind.ADDED:
        reading = Reading(Kind.ADDED, None, (state.after, row[len(after) :]))
        yield _Step(state, _State(state.before, state.after + 1, Kind.ADDED), frozenset([reading]))
    if (
        row.startswith(before)
        and row != before
        and state.last in (Kind.UNCHANGED, Kind.CHANGED, Kind.REMOVED)
    ):
        reading = Reading(Kind.REMOVED, (state.before, row[len(before) :]), None)
        yield _Step(state, _State(state.before + 1, state.after, Kind.REMOVED), frozenset([reading]))


def _unchanged(row: str, before: str, after: str) -> str | None:
    length, odd = divmod(len(row) - len(before) - len(after), 2)
    if length < 1 or odd:
        return None
    text = row[len(before) : len(before) + length]
    return text if row == f"{before}{text}{after}{text}" else None


def _places(row: str, number: str, start: int) -> Iterator[int]:
    place = row.find(number, start)
    while 0 <= place < len(row) - len(number):
        yield place
        place = row.find(number, place + 1)
