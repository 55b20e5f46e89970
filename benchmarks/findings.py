"""Seconds from the command to the first finding, for emulators that break one promise each.

Boundaries are enumerated before anything is drawn, so `--examples 0` is enough. A run is interrupted when it has
found something. `restricted` is a run of the one requirement that the fault breaks.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, figure
from conformance.emulator.faults import FAULTS, Fault
from conformance.emulator.process import EmulatorProcess

_OPTIONS = ("--api-key", "--second-api-key")


def measure(effort: Effort) -> Findings:
    """Each fault: time to the first deviation of a whole run, and of its own requirement alone."""
    figures: list[Figure] = []
    details: dict[str, Any] = {}
    found = 0
    for name in effort.faults:
        fault = FAULTS[name]
        restricted, detail = _time(fault, [f"--requirement={fault.breaks}"], _deviates)
        figures.append(figure(f"{name}: restricted", restricted, "s"))
        details[name] = {"breaks": fault.breaks, "boundary": fault.boundary, "restricted": detail}
        if effort.whole:
            whole, detail = _time(fault, [], _deviates)
            figures.append(figure(f"{name}: whole run", whole, "s"))
            details[name]["whole"] = detail
        found += 1
    figures.insert(0, figure("faults found / faults tried", found / len(effort.faults), RATIO))
    return Findings(figures=tuple(figures), details=details)


def _deviates(event: Mapping[str, Any]) -> bool:
    return bool(event["event"] == "check-finished" and event["outcome"] == "deviates")


def _time(
    fault: Fault, options: Sequence[str], found: Callable[[Mapping[str, Any]], bool]
) -> tuple[float, dict[str, Any]]:
    """Seconds from the command to the finding, and what was found.

    Raises:
        RunFailed: nothing was found.
    """
    with EmulatorProcess(faults=[fault.name]) as emulator:
        keys = [f"{option}={key}" for option, key in zip(_OPTIONS, emulator.keys.values(), strict=True)]
        ran = running.command(
            [f"--target={emulator.url}", "--examples=0", "--seed=1", *keys, *options], until=found
        )
    first = next((event for event in ran.events if found(event)), None)
    if first is None:
        raise running.RunFailed(f"{fault.name} was not found")
    return first["time"] - ran.began, {
        "requirement": first["requirement"],
        "check": first["check"],
        "message": first["message"],
        "checks_before": sum(
            event["event"] == "check-finished" for event in ran.events[: ran.events.index(first)]
        ),
    }
