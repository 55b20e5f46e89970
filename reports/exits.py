"""The exit code of a run, and what it means in a sentence."""

from __future__ import annotations

from reports.events import Verdict
from reports.known_failures import NONE, Known
from reports.verdicts import RequirementVerdict, Run
from reports.words import counted
from specs.model import Level

CONFORMS = 0
DEVIATES = 1
USAGE = 2
INCOMPLETE = 3


def failing(run: Run, known: Known = NONE, *, strict: bool = False) -> tuple[RequirementVerdict, ...]:
    """The deviations that fail a run: of a MUST (with `strict` of a SHOULD too), and not known."""
    levels = {Level.MUST, Level.SHOULD} if strict else {Level.MUST}
    return tuple(found for found in run.deviations if found.level in levels and found.id not in known.covered)


def open_musts(run: Run) -> tuple[RequirementVerdict, ...]:
    """The MUSTs in scope on which there is no judgement; what an SDK does not offer is none of them."""
    settled = {Verdict.CONFORMS, Verdict.DEVIATES}
    return tuple(
        found
        for found in run.requirements.values()
        if found.level is Level.MUST and found.verdict not in settled and found.offered
    )


def exit_code(run: Run, known: Known = NONE, *, strict: bool = False, allow_incomplete: bool = False) -> int:
    """0, 1 or 3.

    1: a MUST deviates and is no known failure (with `strict` a SHOULD too), or the list of known failures is
    wrong. 3: nothing deviates, but some MUST has no judgement, or the run did not reach its end;
    `allow_incomplete` makes 0 of it. An interrupted run, one with nothing in scope, and one of an SDK that offers
    nothing of what is in scope, is never 0.
    """
    if failing(run, known, strict=strict) or known.problems:
        return DEVIATES
    if run.interrupted or not run.requirements or _offers_nothing(run):
        return INCOMPLETE
    if (open_musts(run) or not run.complete) and not allow_incomplete:
        return INCOMPLETE
    return CONFORMS


def meaning(run: Run, known: Known = NONE, *, strict: bool = False, allow_incomplete: bool = False) -> str:
    """Why the run has its exit code, in one sentence."""
    code = exit_code(run, known, strict=strict, allow_incomplete=allow_incomplete)
    if code == DEVIATES:
        return _why_deviates(failing(run, known, strict=strict), known)
    if code == INCOMPLETE:
        return _why_incomplete(run, known, allow_incomplete=allow_incomplete)
    lacking = sum(found.level is Level.MUST and not found.offered for found in run.requirements.values())
    offered = f" conforms that the SDK offers ({lacking} not on offer)" if lacking else " conforms"
    counts = [f"Every MUST in scope{offered}{_except_known(run, known)}"]
    if pending := open_musts(run):
        counts = [f"No MUST in scope deviates{_except_known(run, known)}"]
        counts.append(f"{len(pending)} without a judgement {'is' if len(pending) == 1 else 'are'} allowed")
    if not strict and (should := len(run.having(Verdict.DEVIATES, Level.SHOULD))):
        counts.append(f"{should} SHOULD {'deviates' if should == 1 else 'deviate'}, which does not count")
    return "; ".join(counts) + "."


def cut_short(run: Run) -> str:
    """That the run did not reach its end, in a sentence; empty when it did."""
    if run.interrupted:
        return "The run was interrupted: what it did not reach is listed as untestable."
    return "" if run.complete else "The run did not reach its end."


def _offers_nothing(run: Run) -> bool:
    """Whether there is nothing by which the SDK could have failed: a MUST, where any is in scope."""
    found = run.requirements.values()
    binding = [each for each in found if each.level is Level.MUST] or list(found)
    return all(not each.offered for each in binding)


def _why_deviates(found: tuple[RequirementVerdict, ...], known: Known) -> str:
    counts = {level: sum(item.level is level for item in found) for level in (Level.MUST, Level.SHOULD)}
    parts = [
        f"{count} {level} {'deviates' if count == 1 else 'deviate'}"
        for level, count in counts.items()
        if count
    ]
    if known.problems:
        verb = "is" if len(known.problems) == 1 else "are"
        parts.append(f"{counted(len(known.problems), 'known failure')} {verb} out of date")
    return " and ".join(parts) + "."


def _why_incomplete(run: Run, known: Known, *, allow_incomplete: bool) -> str:
    if run.interrupted:
        return (
            "The run was interrupted: nothing deviates in the part that ran, which says nothing of the rest."
        )
    if not run.requirements:
        return "Nothing was in scope, so nothing was judged."
    if _offers_nothing(run):
        return "The SDK offers nothing of what is in scope and has to be so, so it cannot be said to conform."
    none = f"No MUST deviates{_except_known(run, known)}"
    count = 0 if allow_incomplete else len(open_musts(run))
    if count:
        verb = "has" if count == 1 else "have"
        return f"{none}, but {count} MUST {verb} no judgement (--allow-incomplete accepts that)."
    return f"{none}, but the run did not reach its end (--allow-incomplete accepts that)."


def _except_known(run: Run, known: Known) -> str:
    count = sum(id_ in known.covered for id_ in run.requirements)
    return f", except {counted(count, 'known failure')}" if count else ""
