"""How fast, and what else a request for speech may say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import specs
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.requests import Changes, LeftOut, fields_of
from strategies.speech.asked import OPERATION, TEXT
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def slowest_and_fastest() -> tuple[float, float]:
    """The ends of the documented speeds."""
    schema = fields_of(OPERATION)["speed"]
    return schema["minimum"], schema["maximum"]


def default_speed() -> float:
    """That of a request which names none."""
    found: float = fields_of(OPERATION)["speed"]["default"]
    return found


def speeds() -> Inputs[float]:
    """Both ends, the middle, and what is between."""
    low, high = slowest_and_fastest()

    def draws() -> SearchStrategy[float]:
        from hypothesis import strategies as st

        return st.integers(round(low * 100), round(high * 100)).map(lambda hundredths: hundredths / 100)

    return Inputs("speeds", lambda: (low, high, default_speed(), 1), draws)


def other_speeds() -> Inputs[NearMiss[Changes]]:
    """Speeds outside the bounds: by a hundredth, since single precision cannot tell much less apart, and by far."""
    low, high = slowest_and_fastest()

    def miss(speed: float) -> NearMiss[Changes]:
        rule, nearest = ("minimum", low) if speed < low else ("maximum", high)
        return NearMiss({"speed": round(speed, 2)}, rule, "/speed", {"speed": nearest})

    def draws() -> SearchStrategy[NearMiss[Changes]]:
        from hypothesis import strategies as st

        below = st.integers(1, round(low * 100) - 1)
        above = st.integers(round(high * 100) + 1, round(high * 1000))
        return (below | above).map(lambda hundredths: miss(hundredths / 100))

    likely = (low - 0.01, high + 0.01, low / 2, high * 2, high * 100, -1.0)
    return Inputs("speeds out of bounds", lambda: map(miss, likely), draws)


def latencies() -> Inputs[int]:
    """The levels on which all sources agree."""
    return Inputs.of(*fields_of(OPERATION)["optimize_streaming_latency"]["enum"])


def disputed_latencies() -> Inputs[Any]:
    """Levels that one source takes and another does not."""
    return Inputs.of(*specs.load().limit("speech-latency-disputed"))


#: JSON type → a value of it that is of no other.
_VALUES = {"string": "seven", "integer": 7, "number": 0.5, "boolean": True, "array": [], "object": {}}


def ill_typed() -> Inputs[Unclear[Changes]]:
    """Fields of other types. No source says what becomes of them."""

    def cover() -> Iterator[Unclear[Changes]]:
        for name, schema in fields_of(OPERATION).items():
            allowed = {"number", "integer"} if "number" in schema["type"] else set(schema["type"])
            allowed |= {schema["type"]} if isinstance(schema["type"], str) else set()
            for kind, value in _VALUES.items():
                if kind not in allowed:
                    yield Unclear(f"{name}: {value!r}", {name: value})

    return Inputs.listed("fields of other types", cover)


def nulls() -> Inputs[Unclear[Changes]]:
    """Null for each field that may be left out. No source says that it is the same."""
    wanted = [name for name, schema in fields_of(OPERATION).items() if "null" in schema["type"]]
    return Inputs.of(*(Unclear(f"{name} null", {name: None}) for name in wanted))


def unknown_fields() -> Inputs[Unclear[Changes]]:
    """Fields that no source has, or that sources later than the docs have."""
    return Inputs.of(
        Unclear("a model", {"model": "no-such-model"}),
        Unclear("a colour", {"colour": "green"}),
        Unclear("the text as others call it", {"input": TEXT}),
        Unclear("the text under another name alone", {"input": TEXT, "text": LeftOut()}),
        Unclear("speed zero", {"speed": 0}),
    )
