"""Which requirements' checks meet which generated faults, from an unfaulted run and its trace."""

from __future__ import annotations

import bisect
import functools
import json
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path

import specs
from conformance.monitors import monitors
from conformance.selection import FAMILY
from conformance.strength.job import Outcome
from specs import Level, Requirement

_WATCHED_FOR_ALL = "files"


def tripping(control: Outcome, trace: Path) -> Mapping[str, tuple[str, ...]]:
    """Fault → the requirements that bind and whose checks meet it, those that are quick and specific first.

    A requirement is specific if it meets few faults in all. `FAMILY` stands for Schemathesis, and is last.
    """
    silent = {each.id for each in specs.load().requirements.values() if each.level == Level.OBSERVE}
    begins = [begin for begin, _, _ in control.times]
    met: dict[str, set[str]] = {}
    faults_of: dict[str, set[str]] = {}
    for line in trace.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        # A fixture's requests come after the check has begun; what comes after its end is clean-up.
        number = bisect.bisect_right(begins, record["time"]) - 1
        if number < 0:
            continue
        _, end, requirement = control.times[number]
        if record["time"] > end or requirement in silent:
            continue
        for name in record["faults"]:
            met.setdefault(name, set()).add(requirement)
            faults_of.setdefault(requirement, set()).add(name)
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
