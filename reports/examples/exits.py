"""The exit code of `examples`, and what it means in a sentence."""

from __future__ import annotations

from reports.examples.outcomes import Examples, Outcome
from reports.words import counted, listed

RAN = 0
FAILED = 1
INCOMPLETE = 3


def exit_code(examples: Examples, *, allow_incomplete: bool = False) -> int:
    """0, 1 or 3.

    1: a block failed, or had not ended in time. 3: none did, but one lacks what nobody here can supply, or it was
    broken off, or nothing could run; `allow_incomplete` makes 0 of the first.
    """
    if any(block.counts for block in examples.blocks):
        return FAILED
    if not examples.complete or not examples.having(Outcome.RAN, Outcome.MISSING):
        return INCOMPLETE
    if examples.having(Outcome.MISSING) and not allow_incomplete:
        return INCOMPLETE
    return RAN


def meaning(examples: Examples, *, allow_incomplete: bool = False) -> str:
    """Why it has its exit code, in one sentence."""
    ran, missing = len(examples.having(Outcome.RAN)), len(examples.having(Outcome.MISSING))
    code = exit_code(examples, allow_incomplete=allow_incomplete)
    if code == FAILED:
        failed, late = len(examples.having(Outcome.FAILED)), len(examples.having(Outcome.TIMEOUT))
        parts = [f"{counted(failed, 'block')} failed"] if failed else []
        parts += [f"{counted(late, 'block')} did not end in time"] if late else []
        return f"{listed(parts)}; {ran} ran."
    if not examples.complete:
        return "It was broken off; what is known is reported."
    if code == INCOMPLETE and not missing:
        return "No block could run."
    if code == INCOMPLETE:
        lack = "lacks" if missing == 1 else "lack"
        return (
            f"No block failed and {ran} ran, but {counted(missing, 'block')} {lack} what cannot be supplied "
            "(--allow-incomplete accepts that)."
        )
    if missing:
        return f"No block failed and {ran} ran; {missing} that could not run {'is' if missing == 1 else 'are'} allowed."
    return f"Every block that is a program ran: {ran}."
