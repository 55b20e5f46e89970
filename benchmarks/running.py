"""Runs of the suite in processes of their own: the command as a user gives it, and a worker with the probe."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from conformance.workers import ORDERLY, Worker

_LOOK = 0.02  # seconds between two looks at a stream of events
#: Exit codes of the command when it judged what it was told to judge.
_JUDGED = frozenset({0, 1, 3})


class RunFailed(Exception):
    """A run did not do its work; the message has what it said."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ran:
    """A run that ended. `seconds` is wall time, `processor` what it and all its processes worked, in seconds.

    `began` is in Unix seconds, just before the process was started; `probe` is what the probe wrote, if any.
    """

    began: float
    seconds: float
    processor: float
    events: Sequence[Mapping[str, Any]]
    probe: Mapping[str, Any]

    @property
    def finished(self) -> list[Mapping[str, Any]]:
        """The events of checks that came to an end."""
        return [event for event in self.events if event["event"] == "check-finished"]

    @property
    def cases(self) -> int:
        """How many inputs were tried; a check that takes none counts as one."""
        return sum(max(1, event["examples"]) for event in self.finished)

    @property
    def outcomes(self) -> dict[str, int]:
        """How many checks came to each outcome."""
        return dict(Counter(event["outcome"] for event in self.finished))

    @property
    def requests(self) -> int:
        """How many requests the target was sent, clean-up included."""
        used = [event for event in self.events if event["event"] == "used"]
        return sum(sum(event["requests"].values()) for event in used)


def command(options: Sequence[str], *, until: Callable[[Mapping[str, Any]], bool] | None = None) -> Ran:
    """`xai-conformance run` with `options`; it is interrupted as soon as `until` holds of an event.

    Raises:
        RunFailed: it ended with an exit code that is no verdict, or without having judged anything.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        stream = Path(folder) / "events.jsonl"
        began, started = time.time(), time.perf_counter()
        process = subprocess.Popen(  # noqa: S603 - our own command in our own interpreter
            [
                sys.executable,
                "-c",
                "from conformance.cli import main; main()",
                "run",
                "--report-dir",
                folder,
                *options,
            ],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        found = until is not None and _awaited(process, stream, until)
        if found:
            process.send_signal(signal.SIGINT)
        assert process.stdout is not None
        said = process.stdout.read()
        process.stdout.close()
        code, processor = _ended(process)
        seconds = time.perf_counter() - started
        if not found and code not in _JUDGED:
            raise RunFailed(f"exit {code}: {said.strip()}")
        ran = Ran(began=began, seconds=seconds, processor=processor, events=list(_events(stream)), probe={})
        return _working(ran, said)


def worker(options: Sequence[str], keys: Mapping[str, str] | None = None) -> Ran:
    """One worker with `options` (the plugin's) and the probe. `keys` are by variable of the environment.

    Raises:
        RunFailed: it broke down, or judged nothing.
    """
    with tempfile.TemporaryDirectory(prefix="benchmark-") as folder:
        probe = Path(folder) / "probe.json"
        before = os.environ.get("PYTHONPATH")
        root = str(Path(__file__).resolve().parent.parent)
        path = root if before is None else f"{root}{os.pathsep}{before}"
        began, started = time.time(), time.perf_counter()
        work = Worker.start(
            "1.1",
            Path(folder),
            ["-p", "benchmarks.probe", *options],
            {**(keys or {}), "BENCHMARK_PROBE": str(probe), "PYTHONPATH": path},
            allure=None,
        )
        code, processor = _ended(work.process)
        seconds = time.perf_counter() - started
        said = work.log.read_text(encoding="utf-8", errors="replace")
        if code not in ORDERLY or not probe.exists():
            raise RunFailed(f"exit {code}: {said.strip()}")
        ran = Ran(
            began=began,
            seconds=seconds,
            processor=processor,
            events=list(_events(work.events)),
            probe=json.loads(probe.read_text(encoding="utf-8")),
        )
        return _working(ran, said)


def _working(ran: Ran, said: str) -> Ran:
    """The run, if it judged anything: the time of one that did nothing is no figure."""
    if not ran.finished:
        raise RunFailed(f"no check came to an end: {said.strip()}")
    return ran


def _awaited(
    process: subprocess.Popen[str], stream: Path, until: Callable[[Mapping[str, Any]], bool]
) -> bool:
    seen = 0
    while True:
        ended = process.poll() is not None
        events = list(_events(stream))
        if any(until(event) for event in events[seen:]):
            return True
        if ended:
            return False
        seen = len(events)
        time.sleep(_LOOK)


def _ended(process: subprocess.Popen[Any]) -> tuple[int, float]:
    """Its exit code, and the processor time of it and all that it waited for, in seconds."""
    before = os.times()
    code = process.wait()
    after = os.times()
    worked = after.children_user + after.children_system - before.children_user - before.children_system
    return code, worked


def _events(stream: Path) -> Iterator[Mapping[str, Any]]:
    """The complete lines so far."""
    if not stream.exists():
        return
    for line in stream.read_bytes().split(b"\n")[:-1]:
        if line:
            yield json.loads(line)
