"""What a request that was accepted breaks: told by our own reading of the schema, never by who generated it."""

from __future__ import annotations

import fnmatch
import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import specs
from conformance.fuzzing.concerns import UNPROMISED
from conformance.monitors.surfaces import IMAGES, VIDEOS, surface
from conformance.targets.exchange import Exchange
from specs import Operation
from strategies.schemas.rules import broken_rules

_DOCUMENT = "openapi.yaml"
_TYPE = "type"
_BOUNDS = frozenset({"minimum", "maximum"})
_LISTED = frozenset({"enum", "anyOf"})
#: Requirement → the rules whose breaking it has refused, and where: at the place of its own `schema`, or below it, with
#: `*` for any field. What stands in no row is nobody's promise, or has always something else wrong with it as well.
_REFUSED: Mapping[str, tuple[frozenset[str], str]] = {
    "public-url.expiry.bounds": (_BOUNDS, ""),
    "images.generate.count-bounds": (_BOUNDS, ""),
    "images.aspect-ratio.unknown": (_LISTED, ""),
    "images.resolution.unknown": (_LISTED, ""),
    "videos.duration.bounds": (_BOUNDS, ""),
    "videos.aspect-ratio.unknown": (_LISTED, ""),
    "videos.resolution.unknown": (_LISTED, ""),
    "storage.filename.required": (frozenset({"required"}), "/filename"),
    "storage.url.bounds": (_BOUNDS, ""),
    "storage.expiry.bounds": (_BOUNDS, ""),
    "speech.text.empty": (frozenset({"minLength"}), ""),
    "speech.text.missing": (frozenset({"required"}), "/text"),
    "speech.language.missing": (frozenset({"required"}), "/language"),
    "speech.format.codec-unknown": (_LISTED, ""),
    "speech.format.sample-rate-unknown": (_LISTED, ""),
    "speech.format.bit-rate-unknown": (_LISTED, ""),
    "speech.speed.bounds": (_BOUNDS, ""),
    "voices.update.empty-text": (frozenset({"minLength"}), "/*"),
    "sockets.secret.lifetime-bounds": (_BOUNDS, "/expires_after/seconds"),
}
#: Of these surfaces the docs say what becomes of a field of another type.
_ILL_TYPED = {IMAGES: "images.fields.ill-typed", VIDEOS: "videos.fields.ill-typed"}


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
    # What stands beside the schema alone, and is broken, is in no rule of the schema: that is nobody's promise.
    broken = broken_rules(operation.request_schema or {}, body)
    ill_typed = {at for rule, at in broken if rule == _TYPE}
    for rule, at in broken:
        if rule == _TYPE:
            found = _ILL_TYPED.get(surface(operation)) if _is_field(body, at) else None
        else:  # what is of another type is in no list either, which is another matter
            found = None if at in ill_typed else _refused(operation, rule, at)
        if found is not None:
            return found
    return UNPROMISED


def _is_field(body: Any, at: str) -> bool:
    """Whether `at` is a field of the body that has a value: null may be a way to say nothing."""
    name = at.removeprefix("/")
    return isinstance(body, dict) and body.get(name) is not None


def _refused(operation: Operation, rule: str, at: str) -> str | None:
    for place, below in _places(operation, at):
        for requirement in _requirements().get(place, ()):
            rules, spot = _REFUSED[requirement]
            if rule in rules and fnmatch.fnmatchcase(below, spot):
                return requirement
    return None


@functools.cache
def _requirements() -> Mapping[str, tuple[str, ...]]:
    """Place in the document → requirements that have something refused there."""
    found: dict[str, tuple[str, ...]] = {}
    for name in _REFUSED:
        requirement = specs.load().requirements[name]
        assert requirement.schema is not None, f"{name} has no place in the document"
        place = requirement.schema.removeprefix(f"{_DOCUMENT}#")
        found[place] = (*found.get(place, ()), name)
    return found


def _places(operation: Operation, at: str) -> Iterator[tuple[str, str]]:
    """The places of the document that describe the spot `at` of a body or what it is in, and the way from there."""
    document = specs.load().openapi
    described = document["paths"][operation.path][operation.method.lower()]
    schema: Any = next(iter(described["requestBody"]["content"].values()))["schema"]
    place, below = schema.get("$ref", "").removeprefix("#"), at
    yield place, below
    for step in at.split("/")[1:]:
        schema = _followed(document, schema).get("properties", {}).get(step)
        if schema is None:
            return
        alternatives = [each for each in schema.get("anyOf", ()) if "$ref" in each]
        schema = alternatives[0] if alternatives else schema
        place = schema["$ref"].removeprefix("#") if "$ref" in schema else f"{place}/properties/{step}"
        below = below.removeprefix(f"/{step}")
        yield place, below


def _followed(document: Mapping[str, Any], schema: Mapping[str, Any]) -> Mapping[str, Any]:
    from specs.pointers import follow

    followed: Mapping[str, Any] = follow(document, schema["$ref"]) if "$ref" in schema else schema
    return followed
