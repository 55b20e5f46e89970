"""Integers and numbers."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.schemas.sources import Source, UnsupportedSchemaError, distinct, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

KEYWORDS = ("minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf")
# How far draws go where a schema sets no bound: beyond what 64 bits hold.
FAR = 2**70
# Where programs that keep seconds in too few bits go wrong; taken where they lie outside the bounds.
LOW_EDGES = (0, -1, -(2**31) - 1, -(2**63) - 1)
HIGH_EDGES = (2**31, 2**63)
# A number this much higher looks the same to whoever keeps only the low 32 or 64 bits.
WRAPS = (2**32, 2**64)


@dataclass(frozen=True, slots=True)
class Bounds:
    """The bounds of one numeric schema. `low` and `high` are the outermost valid values, or None."""

    whole: bool
    low: int | float | None
    high: int | float | None
    low_rule: str
    high_rule: str
    step: int | None

    @classmethod
    def of(cls, schema: Mapping[str, Any], kind: str) -> Bounds:
        """The bounds that `schema` sets for numbers of `kind` (`integer` or `number`).

        Raises:
            UnsupportedSchemaError: an end has two bounds, or a step is no whole number.
        """
        whole = kind == "integer"
        low_rule, low = _end(schema, "minimum", "exclusiveMinimum", whole=whole, sign=1)
        high_rule, high = _end(schema, "maximum", "exclusiveMaximum", whole=whole, sign=-1)
        step = schema.get("multipleOf")
        if step is not None:
            if not whole or step != int(step):
                raise UnsupportedSchemaError(
                    f"multipleOf {step} of {kind}: only whole steps of integers are understood"
                )
            step = int(step)
            low = None if low is None else math.ceil(low / step) * step
            high = None if high is None else math.floor(high / step) * step
        if low is not None and high is not None and low > high:
            raise UnsupportedSchemaError(f"no {kind} lies between {low} and {high}")
        return cls(whole, low, high, low_rule, high_rule, step)

    @property
    def ends(self) -> tuple[int | float, ...]:
        """The outermost valid values; a schema without bounds has 0, 1 and -1."""
        if self.low is None and self.high is None:
            return tuple(n * (self.step or 1) for n in (0, 1, -1))
        return distinct(end for end in (self.low, self.high) if end is not None)


def _end(schema: Mapping[str, Any], open_: str, closed: str, *, whole: bool, sign: int) -> tuple[str, Any]:
    if open_ in schema and closed in schema:
        raise UnsupportedSchemaError(f"both {open_} and {closed}: a value outside would break two rules")
    if closed in schema:
        bound = schema[closed]
        if whole:
            return closed, (math.floor(bound) + 1 if sign > 0 else math.ceil(bound) - 1)
        return closed, math.nextafter(bound, math.inf * sign)
    if open_ in schema:
        bound = schema[open_]
        if whole:
            bound = math.ceil(bound) if sign > 0 else math.floor(bound)
        return open_, bound
    return open_, None


def valid(schema: Mapping[str, Any], kind: str) -> Inputs[Any]:
    """Numbers within the bounds, both ends in the cover."""
    bounds = Bounds.of(schema, kind)

    def cover() -> Iterator[Any]:
        yield from bounds.ends
        if bounds.low is not None and bounds.high is not None and bounds.whole:
            step = bounds.step or 1
            yield (bounds.low + bounds.high) // 2 // step * step

    return Inputs(kind, lambda: distinct(cover()), lambda: _between(bounds, bounds.low, bounds.high))


def _between(bounds: Bounds, low: float | None, high: float | None) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    if not bounds.whole:
        return st.floats(low, high, allow_nan=False, allow_infinity=False)
    step = bounds.step or 1
    least = -FAR if low is None else low
    most = FAR if high is None else high
    whole = st.integers(
        math.ceil(least / step) if step > 1 else int(least),
        math.floor(most / step) if step > 1 else int(most),
    )
    return whole if step == 1 else whole.map(lambda n: n * step)


def sources(schema: Mapping[str, Any], kind: str) -> Iterator[Source]:
    """Just below and far below the lower end, just above and far above the upper, and off the step."""
    bounds = Bounds.of(schema, kind)
    if bounds.low is not None:
        yield _below(bounds, bounds.low)
    if bounds.high is not None:
        yield _above(bounds, bounds.high)
    if bounds.step is not None and bounds.step > 1:
        yield _off_step(bounds, bounds.step)


def _below(bounds: Bounds, low: float) -> Source:
    step = bounds.step or 1
    near = [low - step] if bounds.whole else [math.nextafter(low, -math.inf), low - 1]
    edges = [edge // step * step for edge in LOW_EDGES]
    cover = distinct(value for value in [*near, *edges] if value < low)
    return source(
        bounds.low_rule,
        [(value, low) for value in cover],
        lambda: _between(bounds, None, near[0]).map(lambda value: (value, low)),
    )


def _above(bounds: Bounds, high: float) -> Source:
    step = bounds.step or 1
    near = [high + step] if bounds.whole else [math.nextafter(high, math.inf), high + 1]
    wraps = [wrap + (high if bounds.low is None else bounds.low) for wrap in WRAPS] if bounds.whole else []
    edges = [-(-edge // step) * step for edge in [*HIGH_EDGES, *wraps]]
    cover = distinct(value for value in [*near, *edges] if value > high)
    return source(
        bounds.high_rule,
        [(value, high) for value in cover],
        lambda: _between(bounds, near[0], None).map(lambda value: (value, high)),
    )


def _off_step(bounds: Bounds, step: int) -> Source:
    from hypothesis import strategies as st

    base = int(bounds.ends[0])
    inward = 1 if bounds.low is not None or bounds.high is None else -1
    room = (
        step - 1
        if bounds.low is None or bounds.high is None
        else min(step - 1, int(bounds.high - bounds.low))
    )
    if room < 1:
        raise UnsupportedSchemaError(
            "multipleOf with a single value within the bounds: nothing off the step is in them"
        )
    offsets = distinct((1, room))
    return source(
        "multipleOf",
        [(base + inward * offset, base) for offset in offsets],
        lambda: st.integers(1, room).map(lambda offset: (base + inward * offset, base)),
    )
