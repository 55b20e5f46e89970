"""Walks a schema, resolved, and hands each part to the module that knows its type."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from strategies.inputs import Inputs
from strategies.schemas import alternatives, arrays, choices, exclusive, numbers, objects, texts, types
from strategies.schemas.one_of import one_of
from strategies.schemas.sources import Source, UnsupportedSchemaError

_BY_TYPE: Mapping[str, tuple[str, ...]] = {
    "integer": numbers.KEYWORDS,
    "number": numbers.KEYWORDS,
    "string": texts.KEYWORDS,
    "array": arrays.KEYWORDS,
    "object": objects.KEYWORDS,
    "boolean": (),
    "null": (),
}
_APART = ("type", "enum", "const", "anyOf", "oneOf")
# They say something to a reader and nothing to a validator.
_NOTES = (
    "title",
    "description",
    "default",
    "example",
    "examples",
    "deprecated",
    "readOnly",
    "writeOnly",
    "$comment",
)


def valid_values(schema: Mapping[str, Any]) -> Inputs[Any]:
    """Values that `schema` accepts.

    Raises:
        UnsupportedSchemaError: it says something that is not understood.
    """
    _understood(schema)
    if _allows_anything(schema):
        return texts.valid({"type": "string"})  # one kind of value stands for all
    if "enum" in schema or "const" in schema:
        return choices.valid(schema)
    if branches := alternatives.branches(schema):
        return Inputs.union(*(valid_values(branch) for branch in branches))
    return Inputs.union(*(_valid_of(schema, kind) for kind in types.allowed(schema)))


def sources(schema: Mapping[str, Any]) -> Iterator[Source]:
    """The near misses of `schema`, a source for each rule at each place; wrong types come last.

    Raises:
        UnsupportedSchemaError: it says something that is not understood.
    """
    _understood(schema)
    if _allows_anything(schema):
        return
    if "enum" in schema or "const" in schema:
        yield from choices.sources(schema)
        return
    if branches := alternatives.branches(schema):
        for branch in branches:
            yield from (s for s in sources(branch) if s.rule != "type")
        yield from types.sources(
            schema, alternatives.types_of(branches), valid_values(schema), alternatives.keyword(schema)
        )
        return
    for kind in types.allowed(schema):
        yield from _sources_of(schema, kind)
    if "type" in schema and not texts.is_content(schema):
        yield from types.sources(schema, types.allowed(schema), valid_values(schema), "type")


def _valid_of(schema: Mapping[str, Any], kind: str) -> Inputs[Any]:
    match kind:
        case "integer" | "number":
            return numbers.valid(schema, kind)
        case "string":
            return texts.valid(schema)
        case "array":
            return arrays.valid(schema, valid_values(schema.get("items", {})))
        case "object":
            if names := one_of(schema):
                return exclusive.valid(schema, names, _properties(schema))
            return objects.valid(schema, _properties(schema))
        case "boolean":
            return Inputs.of(False, True)
        case _:
            return Inputs.of(None)


def _sources_of(schema: Mapping[str, Any], kind: str) -> Iterator[Source]:
    match kind:
        case "integer" | "number":
            yield from numbers.sources(schema, kind)
        case "string":
            yield from texts.sources(schema)
        case "array":
            items = schema.get("items", {})
            yield from arrays.sources(schema, valid_values(items), lambda: sources(items))
        case "object":
            inner = {name: list(sources(part)) for name, part in schema.get("properties", {}).items()}
            if names := one_of(schema):
                yield from exclusive.sources(schema, names, _properties(schema), inner)
            else:
                yield from objects.sources(schema, _properties(schema), inner)
        case _:
            return


def _properties(schema: Mapping[str, Any]) -> dict[str, Inputs[Any]]:
    return {name: valid_values(part) for name, part in schema.get("properties", {}).items()}


def _allows_anything(schema: Mapping[str, Any]) -> bool:
    """Whether it only describes, and no value breaks it."""
    return all(keyword in _NOTES or keyword.startswith("x-") for keyword in schema)


def _understood(schema: Mapping[str, Any]) -> None:
    kinds = types.allowed(schema)
    if unknown_kinds := [kind for kind in kinds if kind not in _BY_TYPE]:
        raise UnsupportedSchemaError(f"unknown types: {', '.join(unknown_kinds)}")
    known = {*_APART, *_NOTES, *(keyword for kind in kinds for keyword in _BY_TYPE[kind])}
    unknown = [keyword for keyword in schema if keyword not in known and not keyword.startswith("x-")]
    if unknown:
        raise UnsupportedSchemaError(f"keywords that are not understood here: {', '.join(sorted(unknown))}")
