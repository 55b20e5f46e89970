"""How much is measured: more rounds give steadier figures and take longer. Nothing has a time limit."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

#: Two bounds off by one, a deletion that does nothing, one that is not admitted, a limit ignored, a revocation
#: that is always true, a token used again, an expiry that is off.
_FAULTS = (
    "url-expiry-above-accepted",
    "url-expiry-below-accepted",
    "deleted-file-readable",
    "delete-again-200",
    "page-one-too-long",
    "revoke-again-true",
    "revoke-keeps-token",
    "url-ends-a-minute-early",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Effort:
    """`requests` and `calls` are those of one round; `upload` is in bytes, `latencies` are in milliseconds.

    `requirements` restricts the runs that are timed (all of them, when empty), `delayed` those on a slow target.
    `drawn` is how many random examples the second timed run draws; 0 leaves that run out. `cases` is what the
    peer may generate an operation, `phases` which of its phases run (all, when empty). `conversations` are held on each
    socket while memory is watched, and `at_once` are open together.
    """

    rounds: int
    requests: int
    upload: int
    uploads: int
    requirements: tuple[str, ...]
    drawn: int
    cases: int | None
    phases: str
    delayed: tuple[str, ...]
    latencies: tuple[float, ...]
    faults: tuple[str, ...]
    whole: bool
    conversations: int
    at_once: int


_DELAYED = ("public-url.create.*", "public-url.revoke.answer", "files.delete.*")

EFFORTS: Mapping[str, Effort] = {
    "full": Effort(
        rounds=9,
        requests=300,
        upload=48_000_000,
        uploads=5,
        requirements=(),
        drawn=20,
        cases=None,
        phases="",
        delayed=_DELAYED,
        latencies=(0, 20, 100),
        faults=_FAULTS,
        whole=True,
        conversations=5000,
        at_once=50,
    ),
    "quick": Effort(
        rounds=5,
        requests=100,
        upload=48_000_000,
        uploads=2,
        requirements=(),
        drawn=0,
        cases=20,
        phases="",
        delayed=_DELAYED[1:],
        latencies=(0, 20),
        faults=_FAULTS[:2],
        whole=False,
        conversations=500,
        at_once=50,
    ),
    # Shows that everything runs; the figures mean nothing.
    "smoke": Effort(
        rounds=1,
        requests=3,
        upload=1_000_000,
        uploads=1,
        requirements=("files.delete.gone",),
        drawn=0,
        cases=1,
        phases="fuzzing",
        delayed=("files.delete.gone",),
        latencies=(0, 1),
        faults=("deleted-file-readable",),
        whole=False,
        conversations=3,
        at_once=3,
    ),
}
