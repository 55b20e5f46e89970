"""When characters are said: pairs of seconds, or objects with `start` and `end`, since sources have both."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

#: Rounding of what is told in hundredths of a second.
ROUNDED: Final = 0.011


def span_of(value: Any) -> tuple[float, float] | None:
    """Start and end, in seconds, in whichever form; None where it is neither."""
    if isinstance(value, Mapping):
        value = [value.get("start"), value.get("end")]
    if isinstance(value, list) and len(value) == 2 and all(type(each) in (int, float) for each in value):
        return float(value[0]), float(value[1])
    return None


def span_problem(spans: Sequence[Any], *, after: float = 0.0) -> tuple[str | None, float]:
    """What is wrong with spans that have to follow each other from `after` on, and where the last one starts.

    The text goes on from the name of the list: `[3] ends before it starts`.
    """
    last = after
    for number, value in enumerate(spans):
        span = span_of(value)
        if span is None:
            return f"[{number}] is neither a pair of seconds nor an object with start and end", last
        start, end = span
        if end < start:
            return f"[{number}] ends at {end}, before it starts at {start}", last
        if start < last - ROUNDED:
            return f"[{number}] starts at {start}, before the one before it, which starts at {last}", last
        last = start
    return None, last
