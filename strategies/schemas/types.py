"""JSON types, and values of the wrong one."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.schemas.rules import broken_rules
from strategies.schemas.sources import Source, distinct, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

ALL = ("null", "boolean", "integer", "number", "string", "array", "object")


def allowed(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The types that `schema` allows: simplest last where it lists several, all where it names none."""
    named = schema.get("type", [kind for kind in ALL if kind != "number"])
    return (named,) if isinstance(named, str) else tuple(named)


def sources(
    schema: Mapping[str, Any], kinds: tuple[str, ...], values: Inputs[Any], rule: str
) -> Iterator[Source]:
    """A few values of every type that is not among `kinds`; `rule` is the keyword that refuses them.

    The twin is the simplest of the valid `values`. A fraction in place of an integer has to keep the bounds,
    which hold for it too; where it cannot, there is none.
    """

    def breaks_it_alone(value: Any) -> bool:
        return broken_rules(schema, value) == ((rule, ""),)

    twin = values.cover()[0]
    wrong = [kind for kind in ALL if kind not in kinds and not (kind == "integer" and "number" in kinds)]
    examples = {kind: tuple(filter(breaks_it_alone, _examples(kind, twin))) for kind in wrong}
    cover = distinct(itertools.chain(*examples.values()))
    if cover:
        possible = [kind for kind, found in examples.items() if found]
        yield source(
            rule,
            [(value, twin) for value in cover],
            lambda: _draws(possible, twin).filter(breaks_it_alone).map(lambda value: (value, twin)),
        )


def _examples(kind: str, twin: Any) -> tuple[Any, ...]:
    number = _number(twin)
    examples: dict[str, tuple[Any, ...]] = {
        "null": (None,),
        "boolean": (True, False),
        "integer": (number if isinstance(number, int) else 1, 0),
        "number": (number + 0.5, number - 0.5),
        "string": (str(number), "", "text"),
        "array": ([], [twin]),
        "object": ({}, {"value": twin}),
    }
    return examples[kind]


def _number(twin: Any) -> int | float:
    return twin if isinstance(twin, int | float) and not isinstance(twin, bool) else 1


def _draws(kinds: list[str], twin: Any) -> SearchStrategy[Any]:
    from hypothesis import strategies as st

    numbers = st.integers(-(2**63), 2**63)
    start = _number(twin)
    by_kind: dict[str, SearchStrategy[Any]] = {
        "null": st.none(),
        "boolean": st.booleans(),
        "integer": numbers,
        # Near the twin, where bounds are kept, more often than far.
        "number": st.sampled_from((start - 0.5, start + 0.5))
        | st.floats(start, start + 2**20, exclude_min=True),
        "string": numbers.map(str) | st.text(max_size=16),
        "array": st.lists(numbers, max_size=3),
        "object": st.dictionaries(st.text(max_size=8), numbers, max_size=3),
    }
    return st.one_of([by_kind[kind] for kind in kinds])
