"""Runs against a slow target: how much of the wall time is waiting.

Requests travel one after another, so a delay costs as often as there are requests, except where a check sends
several at once.
"""

from __future__ import annotations

from typing import Any

from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, figure
from conformance.emulator.process import EmulatorProcess

_SEED = 1


def measure(effort: Effort) -> Findings:
    """The same requirements at each injected latency, without random examples."""
    figures: list[Figure] = []
    details: dict[str, Any] = {"requirements": list(effort.delayed)}
    nearest: float | None = None
    for latency in effort.latencies:
        with EmulatorProcess(latency=latency) as emulator:
            ran = running.worker(
                [
                    f"--conformance-target={emulator.url}",
                    "--conformance-examples=0",
                    f"--conformance-seed={_SEED}",
                    *(f"--conformance-requirement={glob}" for glob in effort.delayed),
                ],
                running.keys_of(emulator),
            )
        name = f"{latency:g} ms"
        requests = ran.probe["requests"]
        figures.append(figure(f"{name}: wall time", ran.seconds, "s"))
        details[name] = {"requests": requests, "checks": ran.probe["checks"]}
        if nearest is None:
            nearest = ran.seconds
            continue
        figures.append(
            figure(f"{name}: wall time / that at {effort.latencies[0]:g} ms", ran.seconds / nearest, RATIO)
        )
        waited = requests * latency / 1000
        figures.append(
            figure(f"{name}: time added / requests times latency", (ran.seconds - nearest) / waited, RATIO)
        )
    return Findings(figures=tuple(figures), details=details)
