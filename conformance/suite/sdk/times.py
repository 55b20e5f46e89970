"""Comparing times that an SDK tells with what they have to be."""

from __future__ import annotations

from typing import Any

from conformance.suite.sdk.asking import Heard, Sdk
from conformance.suite.times import tolerance
from conformance.targets.call import Judgement


def due(sdk: Sdk, heard: Heard, value: Any, seconds: int) -> Judgement:
    """Whether `value` is the Unix second that lies `seconds` after the call."""
    allowed = tolerance(sdk.api)
    low, high = heard.before + seconds - allowed, heard.after + seconds + allowed
    holds = isinstance(value, int) and not isinstance(value, bool) and low <= value <= high
    return Judgement(
        holds, lambda: f"the time is {value!r}, where {round(low)} to {round(high)} was due: {heard!r}"
    )
