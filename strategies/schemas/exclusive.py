"""Objects of which exactly one of a few properties is present.

A schema says so with `oneOf: [{required: [a]}, {required: [b]}]` beside `type: object`. A property that is null
counts as absent, as everywhere in these docs. What breaks it is one of two rules, both pointed at the object:
`none-of`, no such property is there, and `both`, more than one is.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.schemas import objects
from strategies.schemas.objects import Properties
from strategies.schemas.one_of import BOTH, NONE_OF
from strategies.schemas.rules import broken_rules
from strategies.schemas.sources import Source, distinct, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def valid(
    schema: Mapping[str, Any], names: tuple[str, ...], properties: Properties
) -> Inputs[dict[str, Any]]:
    """Objects with each of `names` in turn, and none of the others."""
    return Inputs.union(*(objects.valid(*_with_one(schema, names, name, properties)) for name in names))


def sources(
    schema: Mapping[str, Any],
    names: tuple[str, ...],
    properties: Properties,
    property_sources: Mapping[str, list[Source]],
) -> Iterator[Source]:
    """What breaks the other rules of the object, while one of `names` is there; then none of them, and several."""
    for name in names:
        one, others = _with_one(schema, names, name, properties)
        inner = {key: found for key, found in property_sources.items() if key in others}
        inner[name] = [_of_present(each, others[name]) for each in inner[name]]
        if name == names[0]:
            yield from objects.sources(one, others, inner, kept=(name,))
        else:
            yield from (objects.embedded(one, others, name, each) for each in inner[name])
    least = {name: objects.least(*_with_one(schema, names, name, properties)) for name in names}
    yield _none_of(schema, names, properties, least)
    yield _both(schema, names, properties)


def _none_of(
    schema: Mapping[str, Any],
    names: tuple[str, ...],
    properties: Properties,
    least: Mapping[str, dict[str, Any]],
) -> Source:
    nullable = [name for name in names if not broken_rules(schema["properties"][name], None)]

    def cover() -> Iterator[tuple[Any, Any]]:
        empty = {key: value for key, value in least[names[0]].items() if key not in names}
        yield empty, least[names[0]]
        yield from (({**empty, name: None}, least[name]) for name in nullable)
        if len(nullable) > 1:
            yield {**empty, **dict.fromkeys(nullable)}, least[nullable[0]]

    def draws() -> SearchStrategy[tuple[Any, Any]]:
        from hypothesis import strategies as st

        def emptied(nulls: set[str], name: str, twin: dict[str, Any]) -> tuple[Any, Any]:
            rest = {key: value for key, value in twin.items() if key != name}
            return {**rest, **{null: None for null in names if null in nulls}}, twin

        nulls = st.sets(st.sampled_from(nullable)) if nullable else st.just(set[str]())
        one = st.sampled_from(names).flatmap(
            lambda name: st.tuples(
                st.just(name), objects.valid(*_with_one(schema, names, name, properties)).strategy
            )
        )
        return st.builds(lambda chosen, pair: emptied(chosen, *pair), nulls, one)

    return source(NONE_OF, list(cover()), draws)


def _both(schema: Mapping[str, Any], names: tuple[str, ...], properties: Properties) -> Source:
    present = {name: _present(properties[name]) for name in names}

    def together(name: str, other: str, twin: Mapping[str, Any], value: Any) -> tuple[Any, Any]:
        """`twin`, which has `name`, with `other` added, in the order of the schema."""
        del name
        added = {**twin, other: value}
        return {key: added[key] for key in properties if key in added}, dict(twin)

    def cover() -> Iterator[tuple[Any, Any]]:
        for index, (name, other) in enumerate(itertools.permutations(names, 2)):
            values = present[other].cover()
            for twin in objects.valid(*_with_one(schema, names, name, properties)).cover()[:1]:
                yield together(name, other, twin, values[index % len(values)])

    def draws() -> SearchStrategy[tuple[Any, Any]]:
        from hypothesis import strategies as st

        def drawn(pair: tuple[str, str]) -> SearchStrategy[tuple[Any, Any]]:
            name, other = pair
            twins = objects.valid(*_with_one(schema, names, name, properties)).strategy
            return st.builds(together, st.just(name), st.just(other), twins, present[other].strategy)

        return st.sampled_from(list(itertools.permutations(names, 2))).flatmap(drawn)

    once = {repr(value): (value, twin) for value, twin in cover()}
    return source(BOTH, list(once.values()), draws)


def _with_one(
    schema: Mapping[str, Any], names: tuple[str, ...], name: str, properties: Properties
) -> tuple[Mapping[str, Any], Properties]:
    """The object that has `name` and none of the other `names`, and the values of its properties."""
    kept = {
        key: _present(values) if key == name else values
        for key, values in properties.items()
        if key == name or key not in names
    }
    return {**schema, "required": distinct((*schema.get("required", ()), name))}, kept


def _present(values: Inputs[Any]) -> Inputs[Any]:
    return values.filter(lambda value: value is not None)


def _of_present(each: Source, values: Inputs[Any]) -> Source:
    """Without null on either side, which would break the rule of this module, whatever else it breaks."""

    def repaired(miss: NearMiss[Any]) -> NearMiss[Any]:
        return replace(miss, twin=values.cover()[0]) if miss.twin is None else miss

    return Source(each.rule, each.inputs.filter(lambda miss: miss.value is not None).map(repaired))
