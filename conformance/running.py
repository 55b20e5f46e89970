"""One run from start to end: workers are started, their events collected, the end written down."""

from __future__ import annotations

import contextlib
import json
import shutil
import signal
import time
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from importlib.metadata import version
from pathlib import Path
from types import FrameType
from typing import Any, Self

from conformance.selection import Selection
from conformance.targets.target import SERVED
from conformance.workers import Worker
from specs import Requirement, Spec

#: Seconds between two looks at what workers have written.
_PAUSE = 0.05


class RunError(Exception):
    """The run could not start; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be run. `target` is an address, or `None` for the embedded emulator; `keys` are by variable.

    A `lean` run is one that somebody pays for, and `budget` what may be generated for, in dollars. Of `concurrency`
    requests at once each worker has its share. A `rehearsal`
    asks embedded emulators what the target would be asked, with the keys of so many teams. A `driver` is the command
    line of a program that carries out operations with an SDK.
    """

    selection: Selection
    requirements: Sequence[Requirement]
    seed: int
    examples: int
    workers: int = 1
    concurrency: int = 1
    strict: bool = False
    target: str | None = None
    profile: str | None = None
    profile_name: str = ""
    keys: Mapping[str, str] = field(default_factory=dict)
    lean: bool = False
    budget: float | None = None
    rehearsal: int | None = None
    driver: str | None = None

    def rehearsed(self, *, teams: int, examples: int) -> Plan:
        """The same run, of which no request reaches the target."""
        return replace(self, rehearsal=teams, examples=examples, budget=None, keys={})

    def phases(self) -> Iterator[list[list[str]]]:
        """The workers' own options, phase by phase; those of one phase run side by side.

        On a shared target, checks that turn its clock or fill a quota would disturb all others, so they
        come last and alone. So do those that somebody pays for: they share what was generated and one budget, and
        nothing is spent on a target that turns out to be away. Embedded emulators are one a worker, so nobody is
        disturbed.
        """
        k, n = self.selection.shard
        shards = [f"{k + n * i}/{n * self.workers}" for i in range(self.workers)]
        # So many requests are under way in all: those who run side by side share them, who runs alone has them all.
        shared, all_ = (f"--conformance-waves={width}" for width in (self.width, self.concurrency))
        if self.target is None or self.workers == 1:
            yield [["--conformance-shard", shard, "--conformance-phase", "all", shared] for shard in shards]
            return
        yield [["--conformance-shard", shard, "--conformance-phase", "parallel", shared] for shard in shards]
        yield [["--conformance-shard", f"{k}/{n}", "--conformance-phase", "serial", all_]]

    @property
    def width(self) -> int:
        """How many examples travel together in each of the workers that run side by side."""
        return max(1, self.concurrency // self.workers)

    def options(self) -> list[str]:
        """The options that all workers share."""
        options = [f"--conformance-seed={self.seed}", f"--conformance-examples={self.examples}"]
        options += [f"--conformance-area={area}" for area in self.selection.areas]
        options += [f"--conformance-requirement={glob}" for glob in self.selection.globs]
        options += [f"--conformance-level={level}" for level in self.selection.levels]
        if self.rehearsal is not None:
            options.append(f"--conformance-rehearsal={self.rehearsal}")
        elif self.target is not None:
            options.append(f"--conformance-target={self.target}")
        if self.profile is not None:
            options.append(f"--conformance-profile={self.profile}")
        if self.driver is not None:
            options.append(f"--conformance-driver={self.driver}")
        if self.strict:
            options.append("--conformance-strict")
        return options


@dataclass(frozen=True, slots=True, kw_only=True)
class Ending:
    """How a run ended. `troubles` are sentences about workers that broke down."""

    interrupted: bool
    complete: bool
    troubles: tuple[str, ...]


class _Interrupts:
    """Turns Ctrl-C, a request to terminate and the end of the terminal into a flag, for as long as the block lasts.

    The second one means it: clean-up is given up.
    """

    def __enter__(self) -> Self:
        self._count = 0
        numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
        self._before = {number: signal.signal(number, self._note) for number in numbers}
        return self

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)

    def _note(self, _number: int, _frame: FrameType | None) -> None:
        self._count += 1

    def count(self) -> int:
        """How many there were."""
        return self._count


def perform(
    plan: Plan, spec: Spec, folder: Path, *, allure: Path | None, emit: Callable[[bytes], None]
) -> Ending:
    """Run the plan; every event goes to `emit` as a line, in the order in which it became known.

    `folder` holds the workers' files. Ctrl-C lets the workers delete what they created.

    Raises:
        RunError: a worker says in one sentence why nothing can be judged (address, key, profile).
    """
    began = time.time()
    emit(_line({**_started(plan, spec), **_driver(plan)}))
    troubles: list[str] = []
    spent: list[float] = []
    with _Interrupts() as interrupts:
        for number, phase in enumerate(plan.phases()):
            if interrupts.count():
                break
            names = [f"{number + 1}.{place + 1}" for place in range(len(phase))]
            workers: list[Worker] = []
            try:
                for name, options in zip(names, phase, strict=True):
                    arguments = [*plan.options(), *options, *_allowance(plan.budget, spent)]
                    workers.append(Worker.start(name, folder, arguments, plan.keys, allure=allure))
                troubles += _collect(workers, interrupts, _counting(emit, spent))
            finally:
                for worker in workers:
                    worker.end()
            refusals = [worker.usage_error for worker in workers if worker.usage_error is not None]
            if number == 0 and refusals and not any(worker.judged for worker in workers):
                raise RunError(refusals[0])
            troubles += [f"a worker could not start: {refusal}" for refusal in refusals]
            for worker in workers:
                if worker.breakdown is not None and not (interrupts.count() and not worker.judged):
                    troubles.append(worker.breakdown)
                    troubles += _recovered(plan, spec, worker, emit, delete=interrupts.count() < 2)
        interrupted = interrupts.count() > 0
    complete = not interrupted and not troubles
    emit(_line({
        "event": "run-finished", "time": round(time.time(), 6), "interrupted": interrupted,
        "complete": complete, "seconds": round(time.time() - began, 3),
    }))  # fmt: skip
    return Ending(interrupted=interrupted, complete=complete, troubles=tuple(dict.fromkeys(troubles)))


def _recovered(
    plan: Plan, spec: Spec, worker: Worker, emit: Callable[[bytes], None], *, delete: bool
) -> list[str]:
    """Do the clean-up that a worker could not; what there is to tell of it."""
    if plan.target is None or plan.rehearsal is not None:
        return []  # its emulator went with it, and all files with that
    from conformance.recovery import recover

    result = recover(plan, spec, worker.ledger, delete=delete)
    if result is None:
        return []
    emit(_line({
        "event": "cleaned-up", "time": round(time.time(), 6), "worker": worker.name,
        "created": result.created, "deleted": result.deleted, "left": list(result.left), "message": result.message,
    }))  # fmt: skip
    return [_afterwards(result.deleted, len(result.left))]


def _allowance(budget: float | None, spent: Sequence[float]) -> list[str]:
    """What the workers of the next phase may still generate for."""
    return [] if budget is None else [f"--conformance-budget={max(0.0, budget - sum(spent)):.6f}"]


def _counting(emit: Callable[[bytes], None], spent: list[float]) -> Callable[[bytes], None]:
    """Pass on events, and note in `spent` what they say was paid, in dollars."""

    def count(line: bytes) -> None:
        emit(line)
        if line.startswith(b'{"event": "used"'):
            spent.extend(made.get("dollars") or 0 for made in json.loads(line)["generated"])

    return count


def _afterwards(deleted: int, left: int) -> str:
    if not left:
        return f"what it had created was deleted in its place ({deleted} in all)"
    return f"of what it had created, {left} could not be deleted; the summary names them"


def _lost(line: bytes) -> list[str]:
    """What a clean-up that left nothing behind by id has to say all the same."""
    if b'"cleaned-up"' not in line[:40]:
        return []
    record = json.loads(line)
    return [record["message"]] if record["message"] and not record["left"] else []


def _collect(workers: Sequence[Worker], interrupts: _Interrupts, emit: Callable[[bytes], None]) -> list[str]:
    """Pass on what the workers write until all have ended; gives what their clean-ups have to say."""
    told = 0
    notes: list[str] = []
    while True:
        running = [worker for worker in workers if worker.running]
        for worker in workers:
            for line in worker.lines():
                emit(line)
                notes += _lost(line)
        if not running:
            return notes
        if interrupts.count() > told:
            told = interrupts.count()
            for worker in running:
                worker.interrupt() if told == 1 else worker.kill()
        time.sleep(_PAUSE)


def _started(plan: Plan, spec: Spec) -> dict[str, Any]:
    return {
        "event": "run-started",
        "time": round(time.time(), 6),
        "run": uuid.uuid4().hex[:12],
        "version": version("xai-conformance"),
        "target": {
            "name": "the emulator of the package"
            if plan.target is None
            else plan.profile_name or "the target",
            "base_url": plan.target or SERVED,
            "embedded": plan.target is None,
        },
        "spec": spec.digest,
        "seed": plan.seed,
        "examples": plan.examples,
        "lean": plan.lean,
        "areas": list(dict.fromkeys(r.area for r in plan.requirements)),
        "level": list(plan.selection.levels),
        "requirements": [r.id for r in plan.requirements],
    }


def _driver(plan: Plan) -> dict[str, Any]:
    """Which SDK is judged, as its driver says.

    Raises:
        RunError: it cannot be asked.
    """
    if plan.driver is None:
        return {}
    from conformance.drivers.describing import described
    from conformance.drivers.protocol import DriverProblem

    try:
        return {"driver": described(plan.driver)}
    except DriverProblem as problem:
        raise RunError(str(problem)) from None


def _line(event: dict[str, Any]) -> bytes:
    return json.dumps(event, ensure_ascii=True).encode("ascii")


def clear_report(directory: Path) -> None:
    """Remove what an earlier run wrote into `directory`, and nothing else.

    Raises:
        OSError: it cannot be removed.
    """
    for name in ("failures", "allure-results"):
        shutil.rmtree(directory / name, ignore_errors=not (directory / name).is_dir())
    for name in ("events.jsonl", "verdicts.json", "summary.md", "junit.xml"):
        with contextlib.suppress(FileNotFoundError):
            (directory / name).unlink()
