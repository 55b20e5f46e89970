"""Objects."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.schemas.rules import escaped
from strategies.schemas.sources import Source, UnsupportedSchemaError, distinct, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

KEYWORDS = ("properties", "required", "additionalProperties")

Properties = Mapping[str, Inputs[Any]]


def valid(schema: Mapping[str, Any], properties: Properties) -> Inputs[dict[str, Any]]:
    """The required properties alone, then with each value of each property, then with all of them."""
    required = _required(schema, properties)

    def cover() -> Iterator[dict[str, Any]]:
        base = _least(properties, required)
        yield base
        for name, values in properties.items():
            for value in values.cover():
                yield _ordered(properties, {**base, name: value})
        yield _least(properties, tuple(properties))

    return Inputs("object", lambda: distinct(cover()), lambda: _dicts(properties, required))


def least(schema: Mapping[str, Any], properties: Properties) -> dict[str, Any]:
    """The required properties alone, each with its simplest value."""
    return _least(properties, _required(schema, properties))


def sources(
    schema: Mapping[str, Any],
    properties: Properties,
    property_sources: Mapping[str, list[Source]],
    *,
    kept: Collection[str] = (),
) -> Iterator[Source]:
    """Each near miss of each property in its place, each required property missing, and one too many.

    Those of `kept` stay, though they are required.
    """
    required = _required(schema, properties)
    for name, inner in property_sources.items():
        for each in inner:
            yield embedded(schema, properties, name, each)
    base = _least(properties, required)
    for name in (name for name in required if name not in kept):
        yield source(
            "required",
            [(_without(base, name), base)],
            lambda name=name: _dicts(properties, required).map(lambda value: (_without(value, name), value)),  # type: ignore[misc]
            at=f"/{escaped(name)}",
        )
    if schema.get("additionalProperties") is False:
        yield source(
            "additionalProperties",
            [({**base, "extra": 1}, base)],
            lambda: _dicts(properties, required).map(lambda value: ({**value, "extra": 1}, value)),
            at="/extra",
        )


def _required(schema: Mapping[str, Any], properties: Properties) -> tuple[str, ...]:
    required = tuple(schema.get("required", ()))
    if unknown := [name for name in required if name not in properties]:
        raise UnsupportedSchemaError(f"required without being described: {', '.join(unknown)}")
    if "extra" in properties and schema.get("additionalProperties") is False:
        raise UnsupportedSchemaError("a property called extra: rename the one that stands for any other")
    if not isinstance(schema.get("additionalProperties", False), bool):
        raise UnsupportedSchemaError("a schema for additional properties")
    return required


def _least(properties: Properties, names: tuple[str, ...]) -> dict[str, Any]:
    return {name: properties[name].cover()[0] for name in properties if name in names}


def _ordered(properties: Properties, value: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value[name] for name in properties if name in value}


def _without(value: Mapping[str, Any], name: str) -> dict[str, Any]:
    return {key: item for key, item in value.items() if key != name}


def _dicts(properties: Properties, required: tuple[str, ...]) -> SearchStrategy[dict[str, Any]]:
    from hypothesis import strategies as st

    return st.fixed_dictionaries(
        {name: properties[name].strategy for name in properties if name in required},
        optional={name: values.strategy for name, values in properties.items() if name not in required},
    )


def embedded(schema: Mapping[str, Any], properties: Properties, name: str, inner: Source) -> Source:
    """The near misses of the property `name`, with the rest of the object around them."""
    others = {key: values for key, values in properties.items() if key != name}
    needed = tuple(key for key in _required(schema, properties) if key != name)

    def put(miss: NearMiss[Any], around: Mapping[str, Any]) -> NearMiss[Any]:
        return miss.map(lambda value: _ordered(properties, {**around, name: value}), f"/{escaped(name)}")

    def cover() -> Iterator[NearMiss[Any]]:
        around = _least(others, needed)
        yield from (put(miss, around) for miss in inner.inputs.cover())

    def draws() -> SearchStrategy[NearMiss[Any]]:
        from hypothesis import strategies as st

        return st.builds(put, inner.inputs.strategy, _dicts(others, needed))

    return Source(inner.rule, Inputs(inner.inputs.name, cover, draws))
