"""Where the numbers of openapi.yaml and of the sockets come from: every bound names its fact or its source."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from specs.model import Spec

KEYWORDS = (
    "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf", "minLength", "maxLength",
    "minItems", "maxItems", "minProperties", "maxProperties", "enum", "const", "default",
)  # fmt: skip
"""The schema keywords that say something only the docs can know."""

CARRIES = {"range": ("minimum", "maximum"), "limit": ("maximum",), "enum": ("enum",)}
"""The keywords that a fact of each kind fills, in the order of its value."""

_BY_NAME = ("properties", "patternProperties", "$defs", "dependentSchemas")
_LISTED = ("allOf", "anyOf", "oneOf", "prefixItems")
_SINGLE = ("items", "additionalProperties", "contains", "not", "if", "then", "else", "propertyNames")
_METHODS = ("get", "put", "post", "delete", "patch", "head", "options", "trace")


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One schema, or one record of `x-limits`, with the pointer to it and what it says itself.

    `keywords` are those of `KEYWORDS` that it has. `fact` and `source` are its annotations. `document` is the file.
    """

    pointer: str
    keywords: Mapping[str, Any]
    fact: str | None
    source: str | None
    document: str = "openapi.yaml"

    @property
    def where(self) -> str:
        """File and pointer, as problems name it."""
        return f"{self.document}: {self.pointer}"


def places_of(spec: Spec) -> tuple[Place, ...]:
    """Every such place in the REST surface and in the sockets."""
    found = list(places(spec.openapi))
    for name, document in spec.asyncapi.items():
        for pointer, schema in _socket_schemas(document):
            place = _place(pointer, schema)
            if place.keywords or place.fact or place.source:
                found.append(replace(place, document=f"sockets/{name}.yaml"))
    return tuple(found)


def _socket_schemas(asyncapi: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, record in asyncapi.get("x-limits", {}).items():
        yield f"#/x-limits/{_escaped(name)}", record
    for name, channel in asyncapi["channels"].items():
        yield from _nested(
            f"#/channels/{_escaped(name)}/bindings/ws/query", channel["bindings"]["ws"]["query"]
        )
    for name, message in asyncapi["components"]["messages"].items():
        yield from _nested(f"#/components/messages/{_escaped(name)}/payload", message["payload"])


def places(openapi: Mapping[str, Any]) -> tuple[Place, ...]:
    """Every place in the document that has a keyword or an annotation; references are not followed."""
    return tuple(
        place
        for pointer, schema in _schemas(openapi)
        if (place := _place(pointer, schema)).keywords or place.fact or place.source
    )


def _place(pointer: str, schema: Mapping[str, Any]) -> Place:
    return Place(
        pointer=pointer,
        keywords={keyword: schema[keyword] for keyword in KEYWORDS if keyword in schema},
        fact=schema.get("x-fact"),
        source=schema.get("x-source"),
    )


def _schemas(openapi: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for name, record in openapi.get("x-limits", {}).items():
        yield f"#/x-limits/{_escaped(name)}", record
    components = openapi.get("components", {})
    for name, schema in components.get("schemas", {}).items():
        yield from _nested(f"#/components/schemas/{_escaped(name)}", schema)
    for group in ("parameters", "requestBodies", "responses", "headers"):
        for name, holder in components.get(group, {}).items():
            yield from _held(f"#/components/{group}/{_escaped(name)}", holder)
    for path, item in openapi.get("paths", {}).items():
        pointer = f"#/paths/{_escaped(path)}"
        yield from _parameters(pointer, item)
        for method in _METHODS:
            if method in item:
                yield from _operation(f"{pointer}/{method}", item[method])


def _operation(pointer: str, operation: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    yield from _parameters(pointer, operation)
    yield from _held(f"{pointer}/requestBody", operation.get("requestBody", {}))
    for status, response in operation.get("responses", {}).items():
        yield from _held(f"{pointer}/responses/{status}", response)


def _parameters(pointer: str, holder: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for index, parameter in enumerate(holder.get("parameters", ())):
        yield from _held(f"{pointer}/parameters/{index}", parameter)


def _held(pointer: str, holder: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas of a parameter, header, body or response."""
    if "schema" in holder:
        yield from _nested(f"{pointer}/schema", holder["schema"])
    for media_type, content in holder.get("content", {}).items():
        yield from _held(f"{pointer}/content/{_escaped(media_type)}", content)
    for name, header in holder.get("headers", {}).items():
        yield from _held(f"{pointer}/headers/{_escaped(name)}", header)


def _nested(pointer: str, schema: Any) -> Iterator[tuple[str, Mapping[str, Any]]]:
    if not isinstance(schema, Mapping):  # `true` and `false` are schemas too
        return
    yield pointer, schema
    for keyword in _BY_NAME:
        for name, inner in schema.get(keyword, {}).items():
            yield from _nested(f"{pointer}/{keyword}/{_escaped(name)}", inner)
    for keyword in _LISTED:
        for index, inner in enumerate(schema.get(keyword, ())):
            yield from _nested(f"{pointer}/{keyword}/{index}", inner)
    for keyword in _SINGLE:
        if keyword in schema:
            yield from _nested(f"{pointer}/{keyword}", schema[keyword])


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
