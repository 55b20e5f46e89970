"""What became of a block."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from conformance.examples.block import Block


class Outcome(StrEnum):
    """FAILED and TIMEOUT are the only ones that count against somebody. MISSING lacks what nobody here can supply."""

    RAN = "ran"
    FAILED = "failed"
    TIMEOUT = "timeout"
    MISSING = "missing"
    SKIPPED = "skipped"


class At(StrEnum):
    """To whom a failure points; UNCLEAR where the evidence does not tell."""

    EXAMPLE = "example"
    SDK = "sdk"
    SERVER = "server"
    UNCLEAR = "unclear"
    NOBODY = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Result:
    """A block's outcome, and why, in one sentence; `reason` is empty only for what ran.

    `continues` are the numbers of the blocks that were put before it. `supplied` are sentences about what stood in for
    placeholders, `notes` about what is worth knowing and counts for nothing. `line` is that of the page at which it
    failed, 0 where that is not known. `output` is the end of what it printed, `seconds` how long it took.
    """

    block: Block
    outcome: Outcome
    at: At = At.NOBODY
    reason: str = ""
    line: int = 0
    continues: tuple[int, ...] = ()
    supplied: tuple[str, ...] = ()
    notes: tuple[str, ...] = field(default=())
    output: str = ""
    seconds: float = 0.0
