"""The schemathesis command line on the same specification and server: cases a second beside ours.

Both generate inputs from `specs/openapi.yaml` and judge the answers. Theirs knows the schema alone; ours also
brings about the state that each promise speaks of, so one of our cases takes several requests.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import specs
from benchmarks import running
from benchmarks.effort import Effort
from benchmarks.figure import RATIO, Findings, figure
from conformance.emulator.process import EmulatorProcess

_SPEC = Path(specs.__file__).with_name("openapi.yaml")
_SEED = 1
#: Nothing failed, or something did; all else is that it could not run.
_JUDGED = (0, 1)


def measure(effort: Effort) -> Findings:
    """Cases a second of both, each on an emulator of its own, one after the other."""
    try:
        release = version("schemathesis")
    except PackageNotFoundError:
        return Findings(skipped="schemathesis is not installed")
    executable = Path(sys.executable).with_name("schemathesis")
    if not executable.exists():
        return Findings(skipped=f"schemathesis {release} has no command beside {sys.executable}")
    theirs, seconds = _schemathesis(executable, effort)
    ran = running.command(
        [f"--examples={effort.drawn}", f"--seed={_SEED}"]
        + [f"--requirement={glob}" for glob in effort.requirements]
    )
    their_rate, our_rate = theirs / seconds, ran.cases / ran.seconds
    return Findings(
        figures=(
            figure("cases a second: ours / schemathesis", our_rate / their_rate, RATIO),
            figure("cases a second: ours", our_rate, "cases/s"),
            figure("cases a second: schemathesis", their_rate, "cases/s"),
            figure("wall time: ours", ran.seconds, "s"),
            figure("wall time: schemathesis", seconds, "s"),
        ),
        details={"schemathesis": release, "cases": {"ours": ran.cases, "schemathesis": theirs}},
    )


def _schemathesis(executable: Path, effort: Effort) -> tuple[int, float]:
    """The cases that it generated, and its wall time in seconds."""
    with EmulatorProcess() as emulator, tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        key = next(iter(emulator.keys.values()))
        command = [
            str(executable), "run", str(_SPEC), "--url", emulator.url, "--header", f"Authorization: Bearer {key}",
            "--no-color", f"--seed={_SEED}", "--generation-database=none", "--report=json",
            f"--report-json-path={report}",
        ]  # fmt: skip
        if effort.cases is not None:
            command.append(f"--max-examples={effort.cases}")
        if effort.phases:
            command.append(f"--phases={effort.phases}")
        began = time.perf_counter()
        done = subprocess.run(  # noqa: S603 - a tool of this environment
            command, cwd=folder, check=False, capture_output=True, text=True
        )
        seconds = time.perf_counter() - began
        if done.returncode not in _JUDGED or not report.exists():
            raise running.RunFailed(
                f"schemathesis: exit {done.returncode}: {done.stdout[-400:]}{done.stderr[-400:]}"
            )
        generated: int = json.loads(report.read_text(encoding="utf-8"))["test_cases"]["generated"]
        return generated, seconds
