"""The process that is forked for each job, from outside: jobs go in, outcomes come out as they end."""

from __future__ import annotations

import contextlib
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Self

from conformance.strength.job import Job, Outcome, outcome
from conformance.workers import environment

#: Seconds within which the judging process has ended all that it started.
_GRACE = 5.0


class JudgesGone(Exception):
    """The process that judges ended; the message has what it said."""


class Judges:
    """Judges jobs, so many at a time, for as long as a `with` block lasts."""

    def __init__(self, workers: int) -> None:
        self._workers = workers

    def __enter__(self) -> Self:
        self._folder = tempfile.TemporaryDirectory(prefix="strength-")
        self._log = (Path(self._folder.name) / "log").open("w+b")
        self._process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            [sys.executable, "-P", "-m", "conformance.strength.zygote", str(self._workers)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment({}),
            start_new_session=True,
        )
        self._number = 0
        self._ready()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):
            self._process.stdin.close()
        try:
            # It ends whatever is still judged, which it could not if it were killed at once.
            self._process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        for pipe in (self._process.stdout, self._log):
            if pipe is not None:
                pipe.close()
        self._folder.cleanup()

    def judge(self, jobs: Iterable[Job]) -> Iterator[Outcome]:
        """The outcomes of the jobs, in the order in which they end.

        Raises:
            JudgesGone: the process broke down.
        """
        assert self._process.stdin is not None
        pending: dict[int, tuple[Job, Path]] = {}
        for job in jobs:
            self._number += 1
            events = Path(self._folder.name) / f"{self._number}.events"
            pending[self._number] = job, events
            self._process.stdin.write(job.as_line(self._number, events))
        self._process.stdin.flush()
        while pending:
            record = self._line()
            job, events = pending.pop(record["number"])
            yield outcome(job, events, _broken(record))
            events.unlink(missing_ok=True)

    def _ready(self) -> None:
        self._line()

    def _line(self) -> dict[str, int]:
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            self._log.seek(0)
            said = self._log.read().decode("utf-8", "replace").strip()
            raise JudgesGone(f"the judging process ended: {said[-500:] or 'it said nothing'}")
        record: dict[str, int] = json.loads(line)
        return record


def _broken(record: dict[str, int]) -> str:
    if record["late"]:
        return "it took too long and was ended"
    return "" if record["code"] in (0, 1, 2) else f"it ended with code {record['code']}"
