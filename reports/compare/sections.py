"""A comparison in paragraphs, which each format sets in its own way."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from reports.compare.comparison import Change, Comparison, Row
from reports.compare.sides import Found
from reports.words import counted, one_line

_WIDTH = 400
#: Ids that a line names.
_NAMED = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One requirement of a section: its name, and fields with what is to be said, in order."""

    id: str
    level: str
    fields: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """Some of what differs. `groups` are requirements that one sentence says the same of."""

    change: Change
    title: str
    entries: Sequence[Entry] = ()
    groups: Sequence[tuple[str, Sequence[str]]] = ()


def sections(comparison: Comparison) -> Iterator[Section]:
    """What differs, the worst first; what there is none of is left out."""
    for change, (title, fields) in _ONE_BY_ONE.items():
        if rows := comparison.having(change):
            entries = [Entry(id=row.id, level=row.level.value, fields=fields(row)) for row in rows]
            yield Section(change=change, title=title.format(_requirements(rows)), entries=entries)
    for change, (title, reason) in _TOGETHER.items():
        if rows := comparison.having(change):
            yield Section(
                change=change, title=title.format(_requirements(rows)), groups=_groups(rows, reason)
            )


def headline(comparison: Comparison) -> str:
    """What was compared, in a sentence."""
    return f"{comparison.before.title} → {comparison.after.title}"


def remarks(comparison: Comparison) -> Iterator[str]:
    """What has to be known to read it, each in a sentence."""
    if not comparison.same_catalogue:
        yield (
            f"The runs were judged by different specs ({comparison.before.spec} and {comparison.after.spec}), "
            "so some of what differs may be the catalogue's doing."
        )
    for side in (comparison.before, comparison.after):
        if not side.whole:
            yield f"The run of {side.title} did not come to its end: what it did not reach is not judged."
    if (
        comparison.before.seed != comparison.after.seed
        or comparison.before.examples != comparison.after.examples
    ):
        yield "The runs had different random inputs; --seed and --examples make them the same."


def some(ids: Iterable[str]) -> str:
    """The first of them, and how many more there are."""
    listed = list(ids)
    more = f" and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    return ", ".join(listed[:_NAMED]) + more


def state(found: Found | None) -> str:
    """What a run found, in a few words."""
    if found is None:
        return "not in scope"
    said = one_line(found.message, _WIDTH)
    known = ", a known failure" if found.known else ""
    verdict = found.verdict.value if found.offered else "not offered"
    return f"{verdict}{known}{f' ({said})' if said else ''}"


def _new(row: Row) -> Sequence[tuple[str, str]]:
    known = [("known", "it is in the list of known failures")] if row.newest.known else []
    return [("found", one_line(row.newest.message, _WIDTH)), ("before", state(row.before)), *known]


def _changed(row: Row) -> Sequence[tuple[str, str]]:
    assert row.before is not None
    return [
        ("before", one_line(row.before.message, _WIDTH)),
        ("found", one_line(row.newest.message, _WIDTH)),
    ]


def _fixed(row: Row) -> Sequence[tuple[str, str]]:
    return [("before", state(row.before))]


def _lacking(row: Row) -> str:
    return state(row.newest)


def _lacked(row: Row) -> str:
    return f"before, it was {state(row.before)}"


def _nothing(_: Row) -> str:
    return ""


def _groups(rows: Iterable[Row], reason: Callable[[Row], str]) -> Sequence[tuple[str, Sequence[str]]]:
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(reason(row), []).append(row.id)
    return sorted(found.items(), key=lambda group: -len(group[1]))


def _requirements(rows: Sequence[Row]) -> str:
    return counted(len(rows), "requirement")


_ONE_BY_ONE: dict[Change, tuple[str, Callable[[Row], Sequence[tuple[str, str]]]]] = {
    Change.NEW: ("New deviations: {}", _new),
    Change.CHANGED: ("Deviations that changed: {}", _changed),
    Change.FIXED: ("Fixed: {}", _fixed),
}
_TOGETHER: dict[Change, tuple[str, Callable[[Row], str]]] = {
    Change.VANISHED: ("Judged before, and not any more: {}", _lacking),
    Change.APPEARED: ("Judged for the first time: {}", _lacked),
    Change.STILL: ("Deviates as before: {}", _nothing),
    Change.ADDED: ("In the scope of the second run alone: {}", _nothing),
    Change.REMOVED: ("In the scope of the first run alone: {}", _nothing),
}
