"""Which requirements' checks meet which generated faults, from an unfaulted run and its trace."""

from __future__ import annotations

import bisect
import functools
import itertools
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

import specs
from conformance.monitors import monitors
from conformance.selection import FAMILY
from conformance.strength.job import Outcome
from conformance.strength.witness import SHARED
from specs import Level, Requirement

_WATCHED_FOR_ALL = "files"


def tripping(control: Outcome, trace: Path) -> Mapping[str, tuple[str, ...]]:
    """Fault → the requirements that bind and whose checks meet it, those that are quick and specific first.

    `trace` tells when which faults would have shown; beside it lies what checks have looked at that others had made. A
    requirement is specific if it meets few faults in all. `FAMILY` stands for Schemathesis, and is last.
    """
    silent = {each.id for each in specs.load().requirements.values() if each.level == Level.OBSERVE}
    records = [json.loads(line) for line in trace.read_text(encoding="utf-8").splitlines()]
    faults_of: dict[str, set[str]] = {}
    for requirement, names in itertools.chain(_own(control, records), _shared(trace, records)):
        if requirement not in silent:
            faults_of.setdefault(requirement, set()).update(names)
    met: dict[str, set[str]] = {}
    for requirement, names in faults_of.items():
        for name in names:
            met.setdefault(name, set()).add(requirement)
    took: dict[str, float] = {}
    for begin, end, requirement in control.times:
        took[requirement] = took.get(requirement, 0.0) + end - begin
    cost = {name: took[name] * len(faults) for name, faults in faults_of.items()}
    return {
        name: tuple(
            dict.fromkeys((*sorted(ids - {FAMILY}, key=lambda each: cost[each]), *_watching_with(ids), *ids))
        )
        for name, ids in met.items()
    }


def _own(control: Outcome, records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Iterable[str]]]:
    """What requirements' checks have met in what they sent themselves, request by request."""
    begins = [begin for begin, _, _ in control.times]
    for record in records:
        # A fixture's requests come after the check has begun; what comes after its end is clean-up.
        number = bisect.bisect_right(begins, record["time"]) - 1
        if number >= 0:
            _, end, requirement = control.times[number]
            if record["time"] <= end:
                yield requirement, record["faults"]


def _shared(trace: Path, records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, Iterable[str]]]:
    """What requirements' checks have met in exchanges and conversations that were others' first."""
    told = Path(f"{trace}{SHARED}")
    if not told.exists():
        return
    ordered = sorted(records, key=lambda record: record["time"])
    times = [record["time"] for record in ordered]
    for line in told.read_text(encoding="utf-8").splitlines():
        looked = json.loads(line)
        first = bisect.bisect_left(times, looked["from"])
        last = bisect.bisect_right(times, looked["to"])
        yield looked["requirement"], {name for record in ordered[first:last] for name in record["faults"]}


@functools.cache
def watching() -> tuple[Requirement, ...]:
    """The requirements that bind and are judged by all traffic."""
    requirements = (specs.load().requirements[monitor.requirement] for monitor in monitors(specs.load()))
    return tuple(requirement for requirement in requirements if requirement.level != Level.OBSERVE)


def _watching_with(met: Iterable[str]) -> Iterator[str]:
    """Those that are judged by what other checks send and get: they meet whatever those of their area meet.

    The monitors of files watch what has none of its own as well.
    """
    requirements = specs.load().requirements
    areas = {_WATCHED_FOR_ALL, *(requirements[name].area for name in met if name != FAMILY)}
    yield from (requirement.id for requirement in watching() if requirement.area in areas)
