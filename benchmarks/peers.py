"""The schemathesis command line on the same specification and server: cases a second beside ours.

Both generate inputs from `specs/openapi.yaml`, send them, and judge the answers. A case is one request that was sent
and whose answer was judged: theirs by their checks, ours by every monitor and by the check that sent it. How many
inputs ours tried is a figure of its own, since bringing about the state that a promise speaks of takes several
requests. Rounds alternate, each side with an emulator of its own.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Figure, Findings, median
from conformance.emulator.process import EmulatorProcess
from conformance.strength.peers import invocation

#: Nothing failed, or something did; all else is that it could not run.
_JUDGED = (0, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Scope:
    """The same part of the API for both: our areas, and a pattern of their paths. Empty means everything."""

    name: str
    areas: tuple[str, ...] = ()
    paths: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Turn:
    """One run of one side: cases, inputs that were tried, and wall time in seconds."""

    cases: int
    inputs: int
    seconds: float

    @property
    def rate(self) -> float:
        return self.cases / self.seconds


#: What is generated takes an emulator most of its time, on either side; so the part that is free stands by itself.
_FREE = _Scope(name="files and public URLs", areas=("files", "public-urls"), paths="^/v1/files")
_ALL = _Scope(name="the whole specification")


def measure(effort: Effort) -> Findings:
    """Cases a second of both, in alternating rounds."""
    try:
        release = version("schemathesis")
    except PackageNotFoundError:
        return Findings(skipped="schemathesis is not installed")
    executable = Path(sys.executable).with_name("schemathesis")
    if not executable.exists():
        return Findings(skipped=f"schemathesis {release} has no command beside {sys.executable}")
    figures: list[Figure] = []
    details: dict[str, Any] = {"schemathesis": release}
    for scope in (_FREE, _ALL) if effort.whole else (_FREE,):
        sides: dict[str, list[_Turn]] = {"schemathesis": [], "ours": [], "ours, --workers 2": []}
        for seed in range(1, effort.repetitions + 1):
            sides["schemathesis"].append(_schemathesis(executable, scope, effort, seed))
            sides["ours"].append(_ours(scope, effort, seed, workers=1))
            sides["ours, --workers 2"].append(_ours(scope, effort, seed, workers=2))
        figures += _compared(scope, sides)
        details[scope.name] = {
            side: [
                {"cases": turn.cases, "inputs": turn.inputs, "seconds": round(turn.seconds, 2)}
                for turn in turns
            ]
            for side, turns in sides.items()
        }
    return Findings(figures=tuple(figures), details=details)


def _compared(scope: _Scope, sides: dict[str, list[_Turn]]) -> list[Figure]:
    theirs = sides["schemathesis"]
    figures = []
    for side, turns in sides.items():
        figures.append(median(f"{scope.name}: {side}", [turn.rate for turn in turns], "cases/s"))
        figures.append(median(f"{scope.name}: wall time of {side}", [turn.seconds for turn in turns], "s"))
        if turns is not theirs:
            ratios = [ours.rate / their.rate for ours, their in zip(turns, theirs, strict=True)]
            figures.append(median(f"{scope.name}: cases a second, {side} / schemathesis", ratios, RATIO))
            tried = [turn.inputs / turn.seconds for turn in turns]
            figures.append(median(f"{scope.name}: inputs of {side}", tried, "inputs/s"))
    return figures


def _ours(scope: _Scope, effort: Effort, seed: int, *, workers: int) -> _Turn:
    chosen = [f"--area={area}" for area in scope.areas]
    chosen = [f"--requirement={glob}" for glob in effort.requirements] or chosen
    ran = running.command([f"--examples={effort.drawn}", f"--seed={seed}", f"--workers={workers}", *chosen])
    return _Turn(cases=ran.requests, inputs=ran.cases, seconds=ran.seconds)


def _schemathesis(executable: Path, scope: _Scope, effort: Effort, seed: int) -> _Turn:
    with EmulatorProcess() as emulator, tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - a tool of this environment
            [str(executable), *_options(emulator, scope, effort, seed), f"--report-json-path={report}"],
            cwd=folder,
            check=False,
            capture_output=True,
            text=True,
        )
        seconds = time.perf_counter() - began
        if done.returncode not in _JUDGED or not report.exists():
            said = f"{done.stdout[-400:]}{done.stderr[-400:]}"
            raise running.RunFailed(f"schemathesis: exit {done.returncode}: {said}")
        generated: int = json.loads(report.read_text(encoding="utf-8"))["test_cases"]["generated"]
        return _Turn(cases=generated, inputs=generated, seconds=seconds)


def _options(emulator: EmulatorProcess, scope: _Scope, effort: Effort, seed: int) -> Sequence[str]:
    options = [*invocation(emulator, seed), "--report=json"]
    if scope.paths:
        options.append(f"--include-path-regex={scope.paths}")
    if effort.cases is not None:
        options.append(f"--max-examples={effort.cases}")
    if effort.phases:
        options.append(f"--phases={effort.phases}")
    return options
