"""The exit code of `strength`, and what it means in a sentence."""

from __future__ import annotations

from reports.strength.kill import Kills
from reports.words import counted, listed

STRONG = 0
WEAK = 1
INCOMPLETE = 3


def exit_code(kills: Kills) -> int:
    """0, 1 or 3.

    1: a fault survives and nobody said why, or something deviates where nothing is wrong. 3: neither, but it was broken
    off, a fault could not be judged, or there was none.
    """
    if kills.survivors or any(control.deviations for control in kills.controls):
        return WEAK
    if not kills.complete or kills.unjudged or not kills.faults or kills.dirty:
        return INCOMPLETE
    return STRONG


def meaning(kills: Kills) -> str:
    """Why it has its exit code, in one sentence."""
    code = exit_code(kills)
    if code == WEAK:
        return _why_weak(kills)
    if code == INCOMPLETE:
        return _why_incomplete(kills)
    whole = len(kills.faults)
    found = "Every fault is caught"
    if kills.explained:
        found = f"{whole - len(kills.explained)} of {counted(whole, 'fault')} are caught, the others have a reason"
    return f"{found}, and nothing deviates where nothing is wrong."


def _why_weak(kills: Kills) -> str:
    reasons = []
    if number := len(kills.survivors):
        reasons.append(f"{counted(number, 'fault')} {'survives' if number == 1 else 'survive'} unexplained")
    if seeds := [str(control.seed) for control in kills.controls if control.deviations]:
        reasons.append(f"without a fault something deviates (seed {listed(seeds)})")
    return f"{'; '.join(reasons).capitalize()}."


def _why_incomplete(kills: Kills) -> str:
    if not kills.complete:
        return "It was broken off; what is known is reported."
    if not kills.faults:
        return "No fault was tried."
    if kills.dirty:
        return f"A control run could not be judged: {kills.dirty[0].broken}."
    number = len(kills.unjudged)
    return (
        f"{counted(number, 'fault')} could not be judged: {kills.unjudged[0].broken or 'nothing was judged'}."
    )
