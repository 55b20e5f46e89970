"""Runs against a target that is far away: what `--concurrency` makes of the waiting.

The latency is injected by the emulator, before each answer. Everything else is a user's command on another process's
server: start-up, clean-up and reports are part of the time.
"""

from __future__ import annotations

from typing import Any

from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, figure
from conformance.emulator.process import EmulatorProcess

_SEED = 1
_OPTIONS = ("--api-key", "--second-api-key")


def measure(effort: Effort) -> Findings:
    """The same requirements at each latency with each concurrency, once; ratios are to the first concurrency."""
    figures: list[Figure] = []
    details: dict[str, Any] = {"requirements": list(effort.delayed) or "all", "examples": effort.drawn}
    for latency in effort.latencies:
        serial: float | None = None
        for width in effort.concurrencies:
            ran = _run(effort, latency, width)
            name = f"{latency:g} ms, --concurrency {width}"
            figures.append(figure(f"{name}: wall time", ran.seconds, "s"))
            details[name] = {"requests": ran.requests, "checks": len(ran.finished), "outcomes": ran.outcomes}
            if serial is None:
                serial = ran.seconds
            else:
                first = effort.concurrencies[0]
                figures.append(
                    figure(f"{name}: times as fast as --concurrency {first}", serial / ran.seconds, RATIO)
                )
    return Findings(figures=tuple(figures), details=details)


def _run(effort: Effort, latency: float, width: int) -> running.Ran:
    with EmulatorProcess(latency=latency) as emulator:
        keys = [f"{option}={key}" for option, key in zip(_OPTIONS, emulator.keys.values(), strict=True)]
        return running.command([
            f"--target={emulator.url}", f"--examples={effort.drawn}", f"--seed={_SEED}", f"--concurrency={width}",
            *keys, *(f"--requirement={glob}" for glob in effort.delayed),
        ])  # fmt: skip
