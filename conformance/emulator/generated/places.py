"""Places in schemas and in documents: every spot that a schema says something of, and how to get there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.emulator.generated.fault import Document

#: In place of a name: every item of an array.
EACH = "each"
_ALTERNATIVES = ("anyOf", "oneOf")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A spot of a document: `steps` lead there, `schema` is what holds there, `pointer` where that is written.

    `types` are the JSON types that are allowed there, alternatives included; `required` says that the object around it
    has to have it. The root has no steps.
    """

    steps: tuple[str, ...]
    schema: Mapping[str, Any]
    pointer: str
    types: frozenset[str]
    required: bool

    @property
    def nullable(self) -> bool:
        """Whether null may stand there."""
        return "null" in self.types or not self.types

    @property
    def path(self) -> str:
        """The steps as one word."""
        return ".".join(self.steps)


def places(
    schema: Mapping[str, Any], pointer: str, steps: tuple[str, ...] = (), *, required: bool = True
) -> Iterator[Place]:
    """Every spot that `schema` describes, from the outside in. `steps` lead to the outermost."""
    yield from _below(schema, pointer, steps, required=required, beside=frozenset())


def _below(
    schema: Mapping[str, Any], pointer: str, steps: tuple[str, ...], *, required: bool, beside: frozenset[str]
) -> Iterator[Place]:
    for keyword in _ALTERNATIVES:
        kinds = [
            each for each in schema.get(keyword, ()) if "type" in each or "enum" in each or "const" in each
        ]
        allowed = frozenset(kind for each in kinds for kind in types_of(each))
        for number, each in enumerate(schema.get(keyword, ())):
            if each in kinds and types_of(each) - {"null"}:
                yield from _below(
                    each, f"{pointer}/{keyword}/{number}", steps, required=required, beside=allowed
                )
    if "type" not in schema and "enum" not in schema and "const" not in schema:
        return
    yield Place(
        steps=steps, schema=schema, pointer=pointer, types=types_of(schema) | beside, required=required
    )
    wanted = schema.get("required", ())
    for name, inner in schema.get("properties", {}).items():
        yield from _below(
            inner, f"{pointer}/properties/{name}", (*steps, name), required=name in wanted, beside=frozenset()
        )
    if "array" in types_of(schema) and "items" in schema:
        yield from _below(
            schema["items"], f"{pointer}/items", (*steps, EACH), required=False, beside=frozenset()
        )


def types_of(schema: Mapping[str, Any]) -> frozenset[str]:
    """The JSON types that a schema allows by `type`, or by what it lists."""
    kinds = schema.get("type")
    if kinds is None:
        listed = [schema["const"]] if "const" in schema else schema.get("enum", ())
        return frozenset(type_of(value) for value in listed)
    return frozenset([kinds] if isinstance(kinds, str) else kinds)


def type_of(value: Any) -> str:
    """The JSON type of a value; a whole number is an integer however it is written."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, float):
        return "number"
    if isinstance(value, str):
        return "string"
    return "array" if isinstance(value, list) else "object"


def fits(value: Any, types: frozenset[str]) -> bool:
    """Whether the value is of one of the types."""
    kind = type_of(value)
    return kind in types or (kind == "integer" and "number" in types)


@dataclass(frozen=True, slots=True)
class Spot:
    """A spot of one document: what is there can be read, replaced and taken out."""

    container: Any
    key: Any

    @property
    def there(self) -> bool:
        """Whether anything stands there."""
        return not isinstance(self.container, dict) or self.key in self.container

    @property
    def value(self) -> Any:
        """What stands there."""
        return self.container.value if isinstance(self.container, Document) else self.container[self.key]

    def put(self, value: Any) -> None:
        """Let `value` stand there."""
        if isinstance(self.container, Document):
            self.container.value = value
        else:
            self.container[self.key] = value

    def take(self) -> None:
        """Take out what stands there."""
        del self.container[self.key]


def spots(document: Document, steps: tuple[str, ...]) -> list[Spot]:
    """The spots of `document` that `steps` lead to; the object around each is there, the value need not be."""
    found = [Spot(document, None)]
    for step in steps:
        inner: list[Spot] = []
        for spot in found:
            value = spot.value if spot.there else None
            if step == EACH and isinstance(value, list):
                inner += [Spot(value, number) for number in range(len(value))]
            elif step == EACH and isinstance(value, str):  # a field that is given once is a list of one
                inner.append(spot)
            elif step != EACH and isinstance(value, dict):
                inner.append(Spot(value, step))
        found = inner
    return found
