"""The exit code of a comparison, and what it means in a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from reports.compare.comparison import Comparison, Pairing, Row
from reports.words import counted, listed
from specs.model import Level

FINE = 0
WORSE = 1
INCOMPLETE = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Gate:
    """What fails a comparison: new deviations, what could be judged before and now lacks something, or nothing at all.

    With `strict` a SHOULD counts like a MUST. `allow_incomplete` lets pass what could not be seen to its end.
    """

    on_new: bool = False
    on_lost: bool = False
    strict: bool = False
    allow_incomplete: bool = False

    @property
    def closed(self) -> bool:
        """Whether anything fails it."""
        return self.on_new or self.on_lost

    def failing(self, comparison: Comparison) -> tuple[Row, ...]:
        """The requirements that fail it."""
        new = comparison.new(strict=self.strict) if self.on_new else ()
        lost = comparison.lost(strict=self.strict) if self.on_lost else ()
        return (*new, *lost)


def exit_code(pairing: Pairing, gate: Gate) -> int:
    """0, 1 or 3.

    1: something is new or lost, and the gate says that it counts. 3: the gate found nothing, but a second run did not
    come to its end or broke where the first one had judged, or has nothing to be compared with. Without a gate it is 0.
    """
    if any(gate.failing(comparison) for comparison in pairing.comparisons):
        return WORSE
    if gate.closed and not gate.allow_incomplete and _unseen(pairing):
        return INCOMPLETE
    return FINE


def meaning(pairing: Pairing, gate: Gate) -> str:
    """Why the comparison has its exit code, in one sentence."""
    code = exit_code(pairing, gate)
    if code == WORSE:
        return _why_worse(pairing, gate)
    if code == INCOMPLETE:
        return (
            f"Nothing that counts is new, but {listed(_unseen(pairing))} (--allow-incomplete accepts that)."
        )
    new = sum(len(comparison.new(strict=True)) for comparison in pairing.comparisons)
    if not gate.closed:
        return (
            f"{counted(new, 'deviation')} {'is' if new == 1 else 'are'} new, and nothing was asked to fail."
        )
    uncounted = sum(len(c.new(strict=True)) - len(c.new(strict=gate.strict)) for c in pairing.comparisons)
    if uncounted and gate.on_new:
        verb = "deviates" if uncounted == 1 else "deviate"
        return f"No MUST deviates that did not before; {uncounted} SHOULD newly {verb}, which does not count."
    what = ["no deviation is new"] if gate.on_new else []
    what += ["nothing is lost"] if gate.on_lost else []
    return f"{listed(what).capitalize()}."


def _why_worse(pairing: Pairing, gate: Gate) -> str:
    new = [row for c in pairing.comparisons for row in (c.new(strict=gate.strict) if gate.on_new else ())]
    lost = [row for c in pairing.comparisons for row in (c.lost(strict=gate.strict) if gate.on_lost else ())]
    parts = [f"{phrase} that did not before" for phrase in _by_level(new, "deviates", "deviate")]
    parts += [f"{phrase} judged any more" for phrase in _by_level(lost, "cannot be", "cannot be")]
    return f"{listed(parts)}."


def _by_level(rows: Sequence[Row], one: str, many: str) -> list[str]:
    counts = {level: sum(row.level is level for row in rows) for level in Level}
    return [f"{n} {level} {one if n == 1 else many}" for level, n in counts.items() if n]


def _unseen(pairing: Pairing) -> list[str]:
    """What the second runs leave open, each as a phrase."""
    found = []
    for comparison in pairing.comparisons:
        title = comparison.after.title
        if not comparison.after.whole:
            found.append(f"the run of {title} did not come to its end")
        if left := comparison.left_open:
            found.append(f"{len(left)} MUST of {title} came to no judgement any more")
    found += [f"{side.title} has nothing to be compared with" for side in pairing.only_after]
    if not pairing.comparisons and not pairing.only_after:
        found.append("nothing was compared")
    return found
