"""Whole runs on the embedded emulator: how long, where the time goes, and which checks take most of it."""

from __future__ import annotations

from typing import Any

from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, figure, median

_SEED = 1
_SLOWEST = 10


def measure(effort: Effort) -> Findings:
    """Runs of enumerated inputs alone and, if the effort allows, with random ones, by one worker and by two."""
    figures: list[Figure] = []
    details: dict[str, Any] = {}
    for examples in (0, effort.drawn) if effort.drawn else (0,):
        name = f"--examples {examples}"
        found, explained = _run(name, examples, effort)
        figures += found
        details[name] = explained
        figures += _workers(name, examples, effort)
    return Findings(figures=tuple(figures), details=details)


def _workers(name: str, examples: int, effort: Effort) -> list[Figure]:
    """One worker and two, in alternating rounds."""
    times: dict[int, list[float]] = {1: [], 2: []}
    for turn in range(effort.repetitions):
        for workers in (1, 2) if turn % 2 else (2, 1):
            times[workers].append(running.command(_options(examples, effort, workers)).seconds)
    ratios = [one / two for one, two in zip(times[1], times[2], strict=True)]
    return [
        median(f"{name}: --workers 1 / --workers 2", ratios, RATIO),
        *(median(f"{name}: wall time, --workers {n}", seconds, "s") for n, seconds in times.items()),
    ]


def _options(examples: int, effort: Effort, workers: int) -> list[str]:
    chosen = [f"--requirement={glob}" for glob in effort.requirements]
    return [f"--examples={examples}", f"--seed={_SEED}", f"--workers={workers}", *chosen]


def _run(name: str, examples: int, effort: Effort) -> tuple[list[Figure], dict[str, Any]]:
    whole = running.command(_options(examples, effort, 1))
    inner = running.worker(
        [f"--conformance-examples={examples}", f"--conformance-seed={_SEED}"]
        + [f"--conformance-requirement={glob}" for glob in effort.requirements]
    )
    probe = inner.probe
    spent = dict(probe["seconds"])
    spent["process start"] = max(0.0, inner.seconds - sum(spent.values()))
    requests = probe["requests"]
    figures = [
        figure(f"{name}: wall time", whole.seconds, "s"),
        figure(f"{name}: processor time of all processes", whole.processor, "s"),
        figure(f"{name}: processor time / wall time", whole.processor / whole.seconds, RATIO),
        figure(f"{name}: requests", requests, "requests"),
        figure(f"{name}: inputs tried", whole.cases, "cases"),
        figure(f"{name}: checks", len(whole.finished), "checks"),
        figure(f"{name}: checks", len(whole.finished) / whole.seconds, "checks/s"),
        figure(f"{name}: inputs", whole.cases / whole.seconds, "cases/s"),
        figure(f"{name}: requests", requests / inner.seconds, "requests/s"),
        figure(
            f"{name}: waiting for answers / worker's wall time",
            probe["seconds_waited"] / inner.seconds,
            RATIO,
        ),
    ]
    figures += [
        figure(f"{name}: {stage} / worker's wall time", seconds / inner.seconds, RATIO)
        for stage, seconds in sorted(spent.items(), key=lambda item: -item[1])
    ]
    for who in ("worker", "emulator"):
        if probe.get(f"{who}_mib") is not None:
            figures.append(figure(f"{name}: most memory of the {who}", probe[f"{who}_mib"], "MiB"))
    return figures, {
        "worker_seconds": round(inner.seconds, 3),
        "stages": spent,
        "requests_by_operation": probe["by_operation"],
        "outcomes": whole.outcomes,
        "slowest_set_ups": [
            {"check": check, "seconds": seconds}
            for check, seconds in sorted(probe["setups"].items(), key=lambda item: -item[1])[:_SLOWEST]
        ],
        "slowest": [
            {"check": event["check"], "seconds": event["seconds"], "examples": event["examples"]}
            for event in sorted(whole.finished, key=lambda event: -event["seconds"])[:_SLOWEST]
        ],
    }
