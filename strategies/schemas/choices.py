"""Values out of a list: `enum` and `const`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from strategies.inputs import Inputs
from strategies.schemas.rules import broken_rules
from strategies.schemas.sources import Source, distinct, source


def members(schema: Mapping[str, Any]) -> tuple[Any, ...]:
    """What is allowed, in the order of the docs."""
    return (schema["const"],) if "const" in schema else tuple(schema["enum"])


def valid(schema: Mapping[str, Any]) -> Inputs[Any]:
    """Each allowed value."""
    return Inputs.of(*members(schema))


def sources(schema: Mapping[str, Any]) -> Iterator[Source]:
    """Values that look like an allowed one: cut short, longer, in another case, empty.

    Where the schema names a type too, values of another type would break two rules, so there are none.
    """
    rule = "const" if "const" in schema else "enum"
    allowed = members(schema)
    pairs = [(value, twin) for twin in allowed for value in _lookalikes(twin)]
    unique = {repr(value): (value, twin) for value, twin in pairs}
    cover = [pair for pair in unique.values() if broken_rules(schema, pair[0]) == ((rule, ""),)]
    if cover:
        from hypothesis import strategies as st

        texts = isinstance(allowed[0], str)
        more = st.text(min_size=1, max_size=12) if texts else st.integers(2)
        drawn = more.map(lambda value: (value, allowed[0])).filter(
            lambda pair: broken_rules(schema, pair[0]) == ((rule, ""),)
        )
        yield source(rule, cover, lambda: st.sampled_from(cover) | drawn if texts else st.sampled_from(cover))


def _lookalikes(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str):
        return distinct((value + "x", value[:-1], value.upper(), value.title(), f" {value}", "", None, 1))
    if isinstance(value, bool):
        return (not value, str(value).lower(), int(value), None)
    if isinstance(value, int | float):
        return (value + 1, value - 1, str(value), None)
    return ("", 0, False, {}, [], None)
