"""How much is measured: more rounds give steadier figures and take longer. Nothing has a time limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """How often, how much, and of what.

    `rounds` are of loops, `repetitions` of whole runs. `requests` and `calls` are those of one round; `upload` is in
    bytes, `latencies` are in milliseconds, `concurrencies` are requests under way at once.
    `requirements` restricts the runs that are timed (all of them, when empty), `delayed` those on a slow target.
    `drawn` is how many random examples the second timed run draws; 0 leaves that run out. `cases` is what the
    peer may generate an operation, `phases` which of its phases run (all, when empty), and `whole` gives it the whole
    specification, too. Of the emulator's faults every `every`-th is looked for. `conversations` are held on each
    socket while memory is watched, and `at_once` are open together.
    """

    rounds: int
    repetitions: int
    requests: int
    upload: int
    uploads: int
    requirements: tuple[str, ...]
    drawn: int
    cases: int | None
    phases: str
    delayed: tuple[str, ...]
    latencies: tuple[float, ...]
    concurrencies: tuple[int, ...]
    every: int
    whole: bool
    conversations: int
    at_once: int


EFFORTS: Mapping[str, Effort] = {
    "full": Effort(
        rounds=9,
        repetitions=3,
        requests=300,
        upload=48_000_000,
        uploads=5,
        requirements=(),
        drawn=20,
        cases=None,
        phases="",
        delayed=(),
        latencies=(0, 20, 100),
        concurrencies=(1, 8, 32),
        every=9,
        whole=True,
        conversations=5000,
        at_once=50,
    ),
    "quick": Effort(
        rounds=5,
        repetitions=1,
        requests=100,
        upload=48_000_000,
        uploads=2,
        requirements=(),
        drawn=0,
        cases=20,
        phases="",
        delayed=("public-url.create.*", "public-url.revoke.answer", "files.delete.*"),
        latencies=(0, 20),
        concurrencies=(1, 8),
        every=90,
        whole=False,
        conversations=500,
        at_once=50,
    ),
    # Shows that everything runs; the figures mean nothing.
    "smoke": Effort(
        rounds=1,
        repetitions=1,
        requests=3,
        upload=1_000_000,
        uploads=1,
        requirements=("files.delete.gone",),
        drawn=0,
        cases=1,
        phases="fuzzing",
        delayed=("files.delete.gone",),
        latencies=(0, 1),
        concurrencies=(1, 2),
        every=400,
        whole=False,
        conversations=3,
        at_once=3,
    ),
}
