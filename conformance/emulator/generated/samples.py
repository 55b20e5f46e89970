"""Values for a schema: one that it allows, one that it does not."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conformance.emulator.generated.places import types_of

#: No value can be made from the schema alone.
NONE: Any = object()
_UNLISTED = "unlisted"


def allowed(schema: Mapping[str, Any]) -> Any:
    """A small value that the schema allows; `NONE` where that takes more than the schema tells."""
    if "const" in schema:
        return schema["const"]
    if "x-example" in schema:
        return schema["x-example"]
    if "enum" in schema:
        return schema["enum"][0]
    if {"pattern", "format", "contentMediaType"} & schema.keys():
        return NONE
    kinds = types_of(schema)
    if "object" in kinds and not {"anyOf", "oneOf"} & set(schema):
        fields = {name: allowed(schema["properties"][name]) for name in schema.get("required", ())}
        return NONE if NONE in fields.values() else fields
    if "string" in kinds:
        return "a" * max(1, schema.get("minLength", 1))
    if "integer" in kinds or "number" in kinds:
        return schema.get("minimum", 1)
    if "boolean" in kinds:
        return False
    return NONE


def other(schema: Mapping[str, Any], value: Any) -> Any:
    """A value that the schema allows and that is not `value`; `NONE` where none can be made."""
    if "enum" in schema:
        return next((each for each in schema["enum"] if each != value and each is not None), NONE)
    if isinstance(value, bool):
        return not value
    if "maximum" in schema and schema["maximum"] != value:
        return schema["maximum"]
    if isinstance(value, str):
        return NONE
    return schema.get("minimum", NONE)


def unlisted(schema: Mapping[str, Any]) -> Any:
    """A value of the right type that `enum` or `const` does not list."""
    listed = [schema["const"]] if "const" in schema else list(schema["enum"])
    first = next(each for each in listed if each is not None)
    if isinstance(first, bool):
        return not first
    if isinstance(first, int | float):
        return max(each for each in listed if each is not None) + 1
    return _UNLISTED


def understood(schema: Mapping[str, Any], kinds: frozenset[str], value: Any) -> Any:
    """What a lenient reader takes `value` for, which is of none of the `kinds`; `NONE` where nothing comes to mind.

    A number is a text that says it, what holds a text is that text, a text is an object that has it under the first
    name that would do, and what should have been in a list is one of one.
    """
    if value is None:
        return NONE
    if "array" in kinds:
        return [value]
    text = _text_in(value)
    if "string" in kinds:
        return NONE if text is None else text
    names = [each["required"][0] for each in schema.get("oneOf", ()) if set(each) == {"required"}]
    if "object" in kinds and text is not None and names:
        return {names[0]: text}
    return NONE


def _text_in(value: Any) -> str | None:
    if isinstance(value, bool | int | float):
        return str(value)
    if isinstance(value, str):
        return value
    inner = value.values() if isinstance(value, Mapping) else value
    return next((each for each in inner if isinstance(each, str)), None)


def of_another_type(types: frozenset[str]) -> Any:
    """A value of none of the types."""
    for kind, value in (("string", "1"), ("object", {}), ("boolean", True), ("array", [])):
        if kind not in types:
            return value
    return 1
