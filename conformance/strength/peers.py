"""The plain Schemathesis command against the same faulty servers, with the same time for both."""

from __future__ import annotations

import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import specs
from conformance.emulator.process import EmulatorProcess
from conformance.strength.fault import Tried, spread
from conformance.strength.matrix import Entry, Matrix

OURS, THEIRS = "xai-conformance", "schemathesis"
_SPEC = Path(specs.__file__).with_name("openapi.yaml")
#: Nothing failed, or something did; all else is that it could not run.
_CLEAN, _FOUND = 0, 1
#: Seconds beyond its own limit after which the command is ended.
_GRACE = 30.0
_SOCKETS = "socket"

Tell = Callable[[str, int, int], None]


class NoPeer(Exception):
    """The command is not there, or cannot run; the message says what to do."""


def sample(faults: Sequence[Tried], size: int) -> list[Tried]:
    """So many faults that show on the REST surface, spread evenly over all of them, the same every time."""
    rest = [each for each in faults if not any(_SOCKETS in part for part in (*each.operations, each.area))]
    return spread(rest, size)


def compare(
    found: Matrix, faults: Sequence[Tried], *, seconds: float, seed: int, workers: int, tell: Tell
) -> dict[str, Any]:
    """Rows of both tools, as `strength.json` has them. Ours are what `found` knows, if it came within the time.

    Raises:
        NoPeer: the command cannot be run.
    """
    executable = _executable()
    control = _findings(executable, None, seconds, seed)
    with ThreadPoolExecutor(workers) as pool:
        running = {each.name: pool.submit(_findings, executable, each.name, seconds, seed) for each in faults}
        theirs: dict[str, float | None] = {}
        for done, (name, future) in enumerate(running.items(), 1):
            theirs[name] = future.result()[0]
            tell("schemathesis", done, len(running))
    ours = {each.name: _ours(found.entries[each.name], seconds) for each in faults}
    return {
        "seconds": seconds,
        "rows": [
            _row(OURS, version("xai-conformance"), "", faults, ours),
            _row(THEIRS, version(THEIRS), "" if control[0] is None else control[1], faults, theirs),
        ],
        "faults": {each.name: {OURS: ours[each.name], THEIRS: theirs[each.name]} for each in faults},
    }


def _executable() -> str:
    try:
        version(THEIRS)
    except PackageNotFoundError:
        raise NoPeer("schemathesis is not installed: pip install schemathesis") from None
    beside = Path(sys.executable).with_name(THEIRS)
    found = str(beside) if beside.exists() else shutil.which(THEIRS)
    if found is None:
        raise NoPeer("the schemathesis command is not on the path")
    return found


def _ours(entry: Entry, seconds: float) -> float | None:
    caught = entry.caught
    return caught.seconds if caught is not None and caught.seconds <= seconds else None


def invocation(emulator: EmulatorProcess, seed: int) -> list[str]:
    """What the plain command line is called with: our specification, the emulator, one key, and nothing else."""
    key = next(iter(emulator.keys.values()))
    return [
        "run", str(_SPEC), "--url", emulator.url, "--header", f"Authorization: Bearer {key}", "--no-color",
        f"--seed={seed}", "--generation-database=none",
    ]  # fmt: skip


def _findings(executable: str, fault: str | None, seconds: float, seed: int) -> tuple[float | None, str]:
    """Seconds until the command's first finding, and what it says; `None` where it finds nothing.

    It stops at its first failure, as we do.
    """
    faults = [] if fault is None else [fault]
    with EmulatorProcess(faults=faults) as emulator, tempfile.TemporaryDirectory() as folder:
        command = [executable, *invocation(emulator, seed), f"--max-time={seconds:g}", "--max-failures=1"]
        began = time.perf_counter()
        try:
            done = subprocess.run(  # noqa: S603 - a tool of this environment
                command, cwd=folder, check=False, capture_output=True, text=True, timeout=seconds + _GRACE
            )
        except subprocess.TimeoutExpired:
            return None, "it did not end"
        took = time.perf_counter() - began
        if done.returncode not in (_CLEAN, _FOUND):
            raise NoPeer(
                f"schemathesis ended with {done.returncode}: {(done.stdout + done.stderr).strip()[-300:]}"
            )
        lines = [line.strip("- ") for line in _titles(done.stdout)]
        return (round(took, 2), "; ".join(lines)[:300]) if done.returncode == _FOUND else (None, "")


def _titles(said: str) -> Iterator[str]:
    return (line for line in said.splitlines() if line.startswith("- "))


def _row(
    tool: str, release: str, control: str, faults: Sequence[Tried], found: Mapping[str, float | None]
) -> dict[str, Any]:
    areas: dict[str, dict[str, int]] = {}
    for each in faults:
        counts = areas.setdefault(each.area, {"tried": 0, "caught": 0})
        counts["tried"] += 1
        counts["caught"] += found[each.name] is not None
    times = [seconds for seconds in found.values() if seconds is not None]
    return {
        "tool": tool,
        "version": release,
        "control": control,
        "tried": len(faults),
        "caught": len(times),
        "median_seconds": round(statistics.median(times), 2) if times else None,
        "areas": areas,
    }
