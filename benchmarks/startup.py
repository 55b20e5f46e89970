"""How long it takes until something happens: the command itself, the specs, and the first check of a run."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Sequence

from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Findings, median

_MAIN = "from conformance.cli import main; main()"
#: The same interpreter, doing nothing.
_BARE = ("-c", "pass")


def measure(effort: Effort) -> Findings:
    """Each in so many rounds, beside an interpreter that does nothing."""
    bare, version, checked, first = [], [], [], []
    for _ in range(effort.rounds):
        bare.append(_seconds(_BARE))
        version.append(_seconds(("-c", _MAIN, "--version")))
        checked.append(_seconds(("-c", _MAIN, "specs", "check")))
        ran = running.command(["--requirement=files.delete.gone", "--examples=0", "--seed=1"])
        began = next(event["time"] for event in ran.events if event["event"] == "check-started")
        first.append(began - ran.began)
    return Findings(
        figures=(
            median(
                "--version / a bare interpreter", [v / b for v, b in zip(version, bare, strict=True)], RATIO
            ),
            median("a bare interpreter", bare, "s"),
            median("--version", version, "s"),
            median("specs check", checked, "s"),
            median("run: from the command to the first check", first, "s"),
        )
    )


def _seconds(arguments: Sequence[str]) -> float:
    began = time.perf_counter()
    subprocess.run([sys.executable, *arguments], check=True, capture_output=True)  # noqa: S603 - our own interpreter
    return time.perf_counter() - began
