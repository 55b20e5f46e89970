"""What a request that was accepted breaks: told by our own reading of the schema, never by who generated it."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import specs
from conformance.fuzzing.concerns import UNPROMISED
from conformance.targets.exchange import Exchange
from specs import Level, Operation
from strategies.schemas.rules import broken_rules

_DOCUMENT = "openapi.yaml"
#: Rules that are about a bound or a list of values, which requirements have by place.
_BOUNDS = frozenset(
    {"minimum", "maximum", "enum", "pattern", "maxItems", "minItems", "maxLength", "minLength"}
)


def broken_by(operation: Operation, exchange: Exchange) -> str:
    """The requirement that the acceptance of what was sent breaks; unpromised where the docs let it be.

    Only bodies of JSON are looked at: what stands in a form or in an address is text, and has no type.
    """
    if operation.request_media_type != "application/json" or exchange.content is None:
        return UNPROMISED
    try:
        body = json.loads(b"".join(exchange.content()))
    except (ValueError, RecursionError):
        return UNPROMISED
    broken = broken_rules(operation.request_schema or {}, body)
    if not broken:  # what stands beside the schema alone was broken: that is nobody's promise
        return UNPROMISED
    for rule, at in broken:
        for place in _places(operation, at):
            for requirement in _requirements().get(place, ()):
                if (rule in _BOUNDS) == requirement.endswith(("bounds", "unknown", "empty", "empty-text")):
                    return requirement
    return UNPROMISED


@functools.cache
def _requirements() -> Mapping[str, tuple[str, ...]]:
    """Place in the document → requirements that bind there."""
    found: dict[str, tuple[str, ...]] = {}
    for requirement in specs.load().requirements.values():
        if requirement.schema is not None and requirement.level != Level.OBSERVE and not requirement.excluded:
            place = requirement.schema.removeprefix(f"{_DOCUMENT}#")
            found[place] = (*found.get(place, ()), requirement.id)
    return found


def _places(operation: Operation, at: str) -> Iterator[str]:
    """The places of the document that describe the spot `at` of a body, the innermost first."""
    document = specs.load().openapi
    described = document["paths"][operation.path][operation.method.lower()]
    schema: Any = next(iter(described["requestBody"]["content"].values()))["schema"]
    trail = [schema.get("$ref", "").removeprefix("#")]
    for step in at.split("/")[1:]:
        schema = _followed(document, schema).get("properties", {}).get(step)
        if schema is None:
            break
        alternatives = [each for each in schema.get("anyOf", ()) if "$ref" in each]
        schema = alternatives[0] if alternatives else schema
        trail.append(
            schema["$ref"].removeprefix("#") if "$ref" in schema else f"{trail[-1]}/properties/{step}"
        )
    yield from reversed(trail)


def _followed(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    from specs.pointers import follow

    followed: Mapping[str, Any] = follow(document, schema["$ref"]) if "$ref" in schema else schema
    return followed
