"""What is to be judged, and what came of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from conformance.selection import FAMILY, of_family

DEVIATES = "deviates"


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """Checks against an emulator of its own, with `fault`, or without any for `None`.

    `requirements` are ids; `None` means the whole catalogue. `family` says that Schemathesis judges, too, with all of
    its checks: it does not pay for a few of them. `stop` says that the first deviation is enough. `trace` is
    a file for what generated faults would have changed.
    """

    fault: str | None
    requirements: tuple[str, ...] | None
    examples: int = 0
    seed: int = 1
    family: bool = False
    stop: bool = False
    trace: str | None = None

    def as_line(self, number: int, events: Path) -> bytes:
        """The job as one line for the process that does it."""
        return (json.dumps({"number": number, "events": str(events), **asdict(self)}) + "\n").encode()


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A check that deviated. `seconds` and `requests` are those since the first check of the job began.

    `rule` is that of the near miss that was the input, if it was one, else the check's own name; `size` is the length
    of the counterexample in characters, and of its last exchange where no input was generated.
    """

    requirement: str
    check: str
    message: str
    rule: str
    seconds: float
    requests: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of a job: the outcomes of each requirement's checks, and every deviation in the order it was found.

    `observed` is what checks have noted of each requirement: what it is about, and its value as JSON. `broken`
    says in one sentence why the job itself failed; then nothing is known.
    """

    job: Job
    outcomes: Mapping[str, tuple[str, ...]]
    deviations: tuple[Deviation, ...]
    seconds: float
    requests: int
    broken: str = ""
    times: tuple[tuple[float, float, str], ...] = ()
    observed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


def outcome(job: Job, events: Path, broken: str = "") -> Outcome:
    """What the events of a job tell.

    `times` are begin and end of each check in Unix seconds, and its requirement; `FAMILY` stands for Schemathesis, all
    of whose traffic falls into whichever of its checks comes first.
    """
    outcomes: dict[str, list[str]] = {}
    deviations: list[Deviation] = []
    observed: dict[str, dict[str, str]] = {}
    times: list[tuple[float, float, str]] = []
    began: float | None = None
    started = last = 0.0
    requests = 0
    for event in _events(events):
        if event["event"] == "check-started":
            started = event["time"]
            began = started if began is None else began
        elif event["event"] == "check-finished":
            assert began is not None
            last, requests = event["time"], event.get("requests", 0)
            judging = FAMILY if of_family(event["check"]) else event["requirement"]
            times.append((started, last, judging))
            outcomes.setdefault(event["requirement"], []).append(event["outcome"])
            for note in event["observations"]:
                told = json.dumps(note["value"], sort_keys=True)
                observed.setdefault(event["requirement"], {})[note["what"]] = told
            if event["outcome"] == DEVIATES:
                deviations.append(_deviation(event, last - began, requests))
    return Outcome(
        job=job,
        outcomes={name: tuple(each) for name, each in outcomes.items()},
        deviations=tuple(deviations),
        seconds=round(last - began, 4) if began is not None else 0.0,
        requests=requests,
        broken=broken or ("" if outcomes else "it ended before anything was judged"),
        times=tuple(times),
        observed=observed,
    )


def _events(path: Path) -> Iterator[Mapping[str, Any]]:
    if path.exists():
        for line in path.read_bytes().split(b"\n")[:-1]:
            if line:
                yield json.loads(line)


def _deviation(event: Mapping[str, Any], seconds: float, requests: int) -> Deviation:
    example = event["counterexample"]
    shown = example["source"] if example is not None else ""
    size = len(shown) or sum(len(json.dumps(exchange)) for exchange in event["exchanges"][-1:])
    return Deviation(
        requirement=event["requirement"],
        check=event["check"],
        message=event["message"],
        rule=_rule(event),
        seconds=round(seconds, 4),
        requests=requests,
        size=size,
    )


def _rule(event: Mapping[str, Any]) -> str:
    """The rule that the failing input breaks; the check's own name where it breaks none."""
    rule: str = event.get("rule") or event["check"].rpartition("::")[2].partition("[")[0]
    return rule
