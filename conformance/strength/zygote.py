"""`python -m conformance.strength.zygote`: everything is imported and collected once, and forked for each job.

To start an interpreter, to import the suite and to collect its checks takes longer than to judge a fault, so it is done
once. Jobs come in on standard input, one JSON line each; for each that ends a line goes out. A job's own child has
another, which is the emulator, and which ends when the pipe between them is closed.
"""

from __future__ import annotations

import contextlib
import json
import os
import select
import signal
import sys
import time
from collections.abc import Generator, Mapping
from pathlib import Path
from typing import Any

import pytest

from conformance import checks, trial
from conformance.emulator.faults import behaviour, between
from conformance.emulator.generated import generated
from conformance.emulator.keys import KEYS
from conformance.emulator.readings import chosen
from conformance.emulator.server import Addresses, Settings, run
from conformance.selection import FAMILY, of_family
from conformance.session import Session, requirement_of
from conformance.stream import EventStream
from conformance.strength.witness import SHARED, Witness
from conformance.targets.target import KEY_VARIABLES
from conformance.workers import ROOT
from specs import Requirement

#: Where nobody listens; each job has a server of its own.
_NOWHERE = "http://127.0.0.1:9"
#: Seconds that a job may take. A fault may make a target hang, and every check then waits for its own time-outs.
PATIENCE = 900.0
_SUITE = ROOT / "conformance" / "suite"


class Zygote:
    """The plugin that takes over when the checks are collected."""

    def __init__(self, jobs: int, results: int, workers: int) -> None:
        self._jobs = jobs
        self._results = results
        self._workers = workers
        self._running: dict[int, tuple[Mapping[str, Any], float]] = {}
        self._waiting: list[Mapping[str, Any]] = []

    @pytest.hookimpl(wrapper=True)
    def pytest_runtestloop(self, session: pytest.Session) -> Generator[None, object, object]:
        """Fork for each job; in a child, go on with what the job names."""
        if self._serve():
            os._exit(0)
        self._become(session)
        return (yield)

    # --- the process that everything is forked from

    def _serve(self) -> bool:
        """Take jobs until nobody is there to give any. `True` in this process, `False` in a child with a job to do.

        Whoever gives jobs waits for what comes of them, so that what still runs after the last is of no use.
        """
        self._say({"ready": True})
        torn = b""
        while True:
            ready, _, _ = select.select([self._jobs], [], [], 0.005 if self._running else None)
            if ready:
                data = os.read(self._jobs, 65536)
                if not data:
                    self._end()
                    return True
                *lines, torn = (torn + data).split(b"\n")
                self._waiting += [json.loads(line) for line in lines if line]
            self._reap()
            while self._waiting and len(self._running) < self._workers:
                self._job = self._waiting.pop(0)
                pid = os.fork()
                if pid == 0:
                    return False
                # As the child does itself: whoever is first, it can be ended with all that it starts.
                with contextlib.suppress(OSError):
                    os.setpgid(pid, pid)
                self._running[pid] = (self._job, time.monotonic())

    def _end(self) -> None:
        for pid in self._running:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)

    def _reap(self) -> None:
        for pid, (job, began) in list(self._running.items()):
            if time.monotonic() - began > PATIENCE:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(pid, signal.SIGKILL)
            done, status = os.waitpid(pid, os.WNOHANG)
            if done:
                del self._running[pid]
                late = time.monotonic() - began > PATIENCE
                self._say({"number": job["number"], "code": os.waitstatus_to_exitcode(status), "late": late})

    def _say(self, record: Mapping[str, Any]) -> None:
        os.write(self._results, (json.dumps(record) + "\n").encode())

    # --- a child

    def _become(self, session: pytest.Session) -> None:
        """Be the process that does the job: choose its checks and give it an emulator."""
        os.setpgid(0, 0)
        job = self._job
        for descriptor in (self._jobs, self._results):
            os.close(descriptor)
        url = emulator(job["fault"], job["trace"])
        os.environ.update(zip(KEY_VARIABLES.values(), KEYS.values(), strict=True))
        session.items[:] = [
            item
            for item in session.items
            if (judged := requirement_of(item)) is not None and does(job, item.nodeid, judged)
        ]
        option = session.config.option
        option.conformance_target = url
        option.maxfail = 1 if job["stop"] else 0
        plugin = session.config.pluginmanager.get_plugin("conformance-session")
        assert isinstance(plugin, Session)
        plugin.strict = True
        if job["trace"] is not None:
            trial.witness = Witness(Path(f"{job['trace']}{SHARED}"))
        plugin.stream = EventStream(Path(job["events"]), "strength")
        checks.effort.examples, checks.effort.seed = job["examples"], job["seed"]


def does(job: Mapping[str, Any], check: str, judged: Requirement) -> bool:
    """Whether `job` runs a check that judges that requirement."""
    wanted = job["requirements"]
    if of_family(check) and (job["family"] or judged.area != FAMILY):
        return wanted is None or bool(job["family"])
    return wanted is None or judged.id in wanted


def emulator(fault: str | None, trace: str | None) -> str:
    """Fork an emulator, and its address. It ends with this process."""
    theirs, ours = os.pipe()
    told, tell = os.pipe()
    if os.fork() == 0:
        os.close(ours)
        os.close(told)
        os.dup2(theirs, 0)
        sys.stdin = open(0, closefd=False)  # noqa: SIM115 - what pytest had put there cannot be waited for
        names = [] if fault is None else [fault]

        def ready(addresses: Addresses) -> None:
            os.write(tell, f"{addresses.url}\n".encode())
            os.close(tell)

        code = 1
        try:
            run(
                Settings(
                    behaviour=behaviour(names, chosen([])),
                    faults=between(names),
                    trace=None if trace is None else Path(trace),
                    until_stdin_closes=True,
                ),
                ready,
            )
            code = 0
        finally:
            os._exit(code)
    os.close(theirs)
    os.close(tell)
    with os.fdopen(told, "rb") as pipe:
        return pipe.readline().decode().strip()


def main() -> None:
    """Collect the suite, then serve."""
    workers = int(sys.argv[1])
    jobs, results = os.dup(0), os.dup(1)
    os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
    os.dup2(2, 1)  # what pytest says of itself stands with the errors
    generated()
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    os.environ.update(zip(KEY_VARIABLES.values(), KEYS.values(), strict=True))
    arguments = [
        str(_SUITE), f"--rootdir={ROOT}", "-c", str(_SUITE / "pytest.ini"), "-p", "conformance.plugin",
        "-p", "no:cacheprovider", "-q", "--tb=no", "--capture=no", f"--conformance-target={_NOWHERE}",
        "--conformance-seed=1",
    ]  # fmt: skip
    code = pytest.main(arguments, plugins=[Zygote(jobs, results, workers)])
    os._exit(int(code))


if __name__ == "__main__":
    main()
