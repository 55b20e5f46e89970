"""Seconds and requests to the first finding, for emulators that break one promise each.

Boundaries are enumerated before anything is drawn, so `--examples 0` is enough. A run is interrupted when it has
found something. `area` is a run of the whole area that the fault's requirement belongs to, timed from its first
check; `alone` is a run of the one requirement, timed from the command.
"""

from __future__ import annotations

import statistics
from collections.abc import Mapping, Sequence
from typing import Any

import specs
from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Findings, figure
from conformance.emulator.faults import FAULTS, Fault
from conformance.emulator.process import EmulatorProcess

_OPTIONS = ("--api-key", "--second-api-key")


def measure(effort: Effort) -> Findings:
    """Every so-manieth fault of the table: the first deviation of its area, and of its own requirement alone."""
    names = sorted(FAULTS)[:: effort.every]
    details: dict[str, Any] = {}
    for name in names:
        fault = FAULTS[name]
        area = specs.load().requirements[fault.breaks].area
        details[name] = {
            "breaks": fault.breaks,
            "boundary": fault.boundary,
            "area": _time(fault, [f"--area={area}"]),
            "alone": _time(fault, [f"--requirement={fault.breaks}"]),
        }
    found = [each for each in details.values() if each["area"]["requirement"] is not None]
    own = [each for each in found if each["area"]["requirement"] == each["breaks"]]
    figures = [
        figure("faults found / faults tried", len(found) / len(names), RATIO),
        figure("found first by its own requirement / found", len(own) / max(1, len(found)), RATIO),
    ]
    for how, what, unit in (
        ("area", "seconds", "s"),
        ("area", "requests", "requests"),
        ("alone", "seconds_from_command", "s"),
    ):
        values = sorted(each[how][what] for each in found)
        figures.append(figure(f"{_TITLES[how, what]}: median", statistics.median(values), unit))
        figures.append(figure(f"{_TITLES[how, what]}: 90 %", values[int(0.9 * (len(values) - 1))], unit))
    return Findings(figures=tuple(figures), details=details)


_TITLES: Mapping[tuple[str, str], str] = {
    ("area", "seconds"): "from the start of its area's checks to the finding",
    ("area", "requests"): "requests until the finding, in its area",
    ("alone", "seconds_from_command"): "from the command to the finding, its requirement alone",
}


def _deviates(event: Mapping[str, Any]) -> bool:
    return bool(event["event"] == "check-finished" and event["outcome"] == "deviates")


def _time(fault: Fault, options: Sequence[str]) -> dict[str, Any]:
    """What was found first, and when; a requirement of `None` says that nothing was."""
    with EmulatorProcess(faults=[fault.name]) as emulator:
        keys = [f"{option}={key}" for option, key in zip(_OPTIONS, emulator.keys.values(), strict=True)]
        ran = running.command(
            [f"--target={emulator.url}", "--examples=0", "--seed=1", *keys, *options], until=_deviates
        )
    first = next((event for event in ran.events if _deviates(event)), None)
    if first is None:
        return {"requirement": None}
    began = next(event["time"] for event in ran.events if event["event"] == "check-started")
    return {
        "requirement": first["requirement"],
        "check": first["check"],
        "message": first["message"],
        "seconds": round(first["time"] - began, 3),
        "seconds_from_command": round(first["time"] - ran.began, 3),
        "requests": first.get("requests", 0),
        "checks_before": sum(
            event["event"] == "check-finished" for event in ran.events[: ran.events.index(first)]
        ),
    }
