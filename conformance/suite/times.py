"""Comparing a target's times with what they have to be, give or take what its profile allows."""

from __future__ import annotations

from typing import Any

from conformance.client import Api
from conformance.suite.made import Made
from conformance.targets.call import Answer, Judgement


def tolerance(api: Api) -> float:
    """How far, in seconds, the target's clock may be off."""
    return api.transport.profile.timing.clock_tolerance


def due(api: Api, answer: Answer | Made, value: Any, *, seconds: int) -> Judgement:
    """Whether `value` is the Unix second that lies `seconds` after `answer` was being made, or what was generated."""
    low, high = answer.sent + seconds, answer.received + seconds
    allowed = tolerance(api)
    holds = (
        isinstance(value, int) and not isinstance(value, bool) and low - allowed <= value <= high + allowed
    )
    return Judgement(
        holds,
        lambda: (
            f"the time is {value!r}, where {round(low)} to {round(high)} was due (±{allowed:g} s): {answer!r}"
        ),
    )


def same_time(api: Api, value: Any, other: Any) -> bool:
    """Whether both are times, and the same but for the tolerance."""
    return isinstance(value, int) and isinstance(other, int) and abs(value - other) <= tolerance(api)
