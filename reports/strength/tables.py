"""What console, Markdown and page count alike."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from reports.strength.kill import KINDS, Fault, Kills, Mark, Outcome, Peers, percent, spread
from reports.words import counted, listed, one_line

#: What was judged for each fault, so that nobody takes it for more.
SCOPES = {
    "own": "for each fault the requirements that could see it were judged, until one deviated, "
    "which shows little of what is blamed without reason",
    "area": "for each fault its whole area was judged",
    "all": "for each fault the whole catalogue was judged",
}
KIND_NAMES = {"written": "hand-written", "generated": "generated"}
MARK_NAMES = {
    Mark.OWN: "caught",
    Mark.ELSEWHERE: "deviates as well",
    Mark.FALSE: "blamed without reason",
    Mark.SURVIVED: "survived",
    Mark.EXPLAINED: "survived, with a reason",
    Mark.UNJUDGED: "not judged",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """Faults of one sort: how many, and what became of them."""

    name: str
    faults: int
    caught: int
    survived: int
    explained: int
    unjudged: int
    false: int

    @property
    def share(self) -> str:
        """The part that was caught."""
        return percent(self.caught, self.faults)


def count(name: str, faults: Iterable[Fault]) -> Count:
    """What became of these faults."""
    each = list(faults)
    return Count(
        name=name,
        faults=len(each),
        caught=sum(fault.outcome is Outcome.CAUGHT for fault in each),
        survived=sum(fault.counts for fault in each),
        explained=sum(fault.survives and bool(fault.explained) for fault in each),
        unjudged=sum(fault.outcome is Outcome.UNJUDGED for fault in each),
        false=sum(fault.falsely is not None for fault in each),
    )


def by_area(kills: Kills) -> Iterator[tuple[str, Count]]:
    """Area and count, for each kind of fault that it has."""
    for area in kills.areas:
        for kind in KINDS:
            if faults := kills.of(kind, area):
                yield area, count(KIND_NAMES[kind], faults)


def by_kind(kills: Kills) -> Iterator[Count]:
    """All areas together, for each kind that was tried."""
    for kind in KINDS:
        if faults := kills.of(kind):
            yield count(KIND_NAMES[kind], faults)


def by_rule(kills: Kills) -> Iterator[Count]:
    """Generated faults by the keyword that they are derived from, most frequent first."""
    rules: dict[str, list[Fault]] = {}
    for fault in kills.of("generated"):
        rules.setdefault(fault.rule, []).append(fault)
    for rule, faults in sorted(rules.items(), key=lambda each: -len(each[1])):
        yield count(rule, faults)


def efforts(kills: Kills) -> Iterator[tuple[str, str, str, str]]:
    """What it took to catch a fault: name, and median, 95 of 100, and the most, as texts."""
    found = [fault.caught for fault in kills.faults.values() if fault.caught is not None]
    for name, values, shape in (
        ("requests", [each.requests for each in found], "{:,.0f}"),
        ("seconds", [each.seconds for each in found], "{:,.2f}"),
        ("size of the counterexample", [each.size for each in found if each.size], "{:,.0f}"),
    ):
        if (three := spread(values)) is not None:
            median, most, top = (shape.format(value) for value in three)
            yield name, median, most, top


def reasons(faults: Iterable[Fault]) -> Mapping[str, list[Fault]]:
    """Survivors by the reason that is given; those without have the empty one, and come first."""
    found: dict[str, list[Fault]] = {}
    for fault in faults:
        found.setdefault(fault.explained, []).append(fault)
    return dict(sorted(found.items(), key=lambda each: (bool(each[0]), -len(each[1]))))


def blamed(fault: Fault) -> str:
    """Why an attribution is false, in a sentence."""
    if fault.breaks is not None and fault.breaks in fault.deviating:
        return f"{fault.falsely} deviates before {fault.breaks}, which the fault breaks"
    if fault.breaks is not None:
        return f"{fault.falsely} deviates, and {fault.breaks}, which the fault breaks, does not"
    return f"{fault.falsely} deviates, and no check of its area meets the fault"


def about(fault: Fault) -> str:
    """Why a survivor survived, as far as the document tells."""
    if fault.outcome is Outcome.UNMET:
        return "no request of a check that binds makes it show"
    if fault.broken:
        return one_line(fault.broken, 200)
    if fault.whole:
        return "the whole catalogue was judged"
    return f"{counted(fault.judged, 'requirement')} judged"


def how(kills: Kills) -> str:
    """With what it was judged, in one line."""
    seeds = listed(str(control.seed) for control in kills.controls)
    return " · ".join(
        [
            f"scope {kills.scope}: {SCOPES[kills.scope]}",
            f"{counted(kills.examples, 'random example')} a check",
            f"seed {seeds}" if kills.controls else "no control run",
            counted(kills.workers, "worker"),
            f"{kills.seconds:.0f} s",
            f"spec {kills.spec}",
        ]
    )


def control_sentence(kills: Kills) -> str:
    """What the runs without a fault came to."""
    if not kills.controls:
        return "There was no control run."
    if not kills.dirty:
        requests = sum(control.requests for control in kills.controls)
        runs = counted(len(kills.controls), "control run")
        judged = counted(min(control.judged for control in kills.controls), "requirement")
        return f"{runs} without a fault, {judged}: nothing deviates in {counted(requests, 'request')}."
    found = [
        f"seed {control.seed}: {control.broken or listed(each.requirement for each in control.deviations)}"
        for control in kills.dirty
    ]
    return f"The control run without a fault is not clean: {'; '.join(found)}."


def peer_rows(peers: Peers) -> Iterator[tuple[str, str, str, str, str]]:
    """Tool, caught of tried, share, median seconds to the first finding, and what it held against the control."""
    for row in peers.rows:
        median = "-" if row.median_seconds is None else f"{row.median_seconds:.2f}"
        name = " ".join(filter(None, (row.tool, row.version)))
        yield (
            name,
            f"{row.caught} of {row.tried}",
            percent(row.caught, row.tried),
            median,
            row.control or "clean",
        )
