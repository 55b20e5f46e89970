"""Arrays."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.schemas.sources import Source, UnsupportedSchemaError, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

KEYWORDS = ("items", "minItems", "maxItems", "uniqueItems")
# How many more items than needed are drawn where a schema sets no bound.
SPREAD = 4

Items = Inputs[Any]


def valid(schema: Mapping[str, Any], items: Items) -> Inputs[list[Any]]:
    """The shortest array, one of each sort of item, and the longest."""
    low, high, unique = _bounds(schema)

    def cover() -> Iterator[list[Any]]:
        yield _first(items, low, unique=unique)
        for item in items.cover():
            if low <= 1 and (high is None or high >= 1):
                yield [item]
        if high is not None and high > 1:
            yield _first(items, high, unique=unique)

    def distinct_lists() -> tuple[list[Any], ...]:
        return tuple({repr(value): value for value in cover()}.values())

    return Inputs(
        "array",
        distinct_lists,
        lambda: _lists(items, low, low + SPREAD if high is None else high, unique=unique),
    )


def sources(
    schema: Mapping[str, Any], items: Items, item_sources: Callable[[], Iterator[Source]]
) -> Iterator[Source]:
    """One item too few or too many, the same item twice, and each near miss of an item in its place."""
    low, high, unique = _bounds(schema)
    if low > 0:
        twin = _first(items, low, unique=unique)
        shorter = {repr(value): value for value in (twin[:-1], [])}.values()
        yield source(
            "minItems", [(value, twin) for value in shorter], lambda: _shorter(items, low, unique=unique)
        )
    if high is not None:
        longer = _first(items, high + 1, unique=unique)
        yield source("maxItems", [(longer, longer[:-1])], lambda: _longer(items, high, unique=unique))
    if unique and (high is None or high > max(low, 1)):
        twin = _first(items, max(low, 1), unique=True)
        pair = ([*twin, twin[-1]], twin)
        yield source("uniqueItems", [pair], lambda: _twice(items, max(low, 1)))
    if high is None or high > 0:
        for inner in item_sources():
            yield Source(
                inner.rule,
                inner.inputs.map(lambda miss: miss.map(lambda value: _around(items, value, low), "/0")),
            )


def _around(items: Items, value: Any, low: int) -> list[Any]:
    return [value, *_first(items, low - 1, unique=False)] if low > 1 else [value]


def _bounds(schema: Mapping[str, Any]) -> tuple[int, int | None, bool]:
    return schema.get("minItems", 0), schema.get("maxItems"), schema.get("uniqueItems", False)


def _first(items: Items, count: int, *, unique: bool) -> list[Any]:
    cover = items.cover()
    if not unique:
        return [cover[index % len(cover)] for index in range(count)]
    if count > len(cover):
        raise UnsupportedSchemaError(f"{count} different items are needed, and only {len(cover)} are listed")
    return list(cover[:count])


def _lists(items: Items, low: int, high: int, *, unique: bool) -> SearchStrategy[list[Any]]:
    from hypothesis import strategies as st

    return st.lists(items.strategy, min_size=low, max_size=high, unique_by=repr if unique else None)


def _shorter(items: Items, low: int, *, unique: bool) -> SearchStrategy[tuple[Any, Any]]:
    return _lists(items, low, low, unique=unique).map(lambda value: (value[:-1], value))


def _longer(items: Items, high: int, *, unique: bool) -> SearchStrategy[tuple[Any, Any]]:
    return _lists(items, high + 1, high + 1, unique=unique).map(lambda value: (value, value[:-1]))


def _twice(items: Items, size: int) -> SearchStrategy[tuple[Any, Any]]:
    return _lists(items, size, size, unique=True).map(lambda value: ([*value, value[-1]], value))
