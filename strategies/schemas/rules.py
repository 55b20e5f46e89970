"""Which rules of a schema a value breaks, and where."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

from strategies.schemas.one_of import BOTH, NONE_OF, one_of

ALTERNATIVES = ("anyOf", "oneOf")
# Where `_told` puts the rule that exactly one of several properties is present.
_EXACTLY_ONE = ["allOf", 0, "oneOf"]


def broken_rules(schema: Mapping[str, Any], value: Any) -> tuple[tuple[str, str], ...]:
    """Every `(keyword, JSON pointer)` that `value` breaks; empty when it is valid.

    A missing property and an unexpected one are named by their own pointer. Where a value is of the kind
    of one alternative (`anyOf`, `oneOf`) but breaks its rules, those rules are named instead of the
    alternatives as a whole. Where exactly one of several properties has to be present, the rules are
    `none-of` and `both`, at the object.
    """
    validator = _validator(json.dumps(schema, sort_keys=True))
    return tuple(rule for error in validator.iter_errors(value) for rule in _rules(error))


@functools.cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(_told(json.loads(schema)))


def _told(schema: Any) -> Any:
    """`schema` with "exactly one of these properties" said so that null is absent and other types are left out.

    It then stands where no other rule can: a first item of `allOf`, which schemas here do not use.
    """
    if isinstance(schema, list):
        return [_told(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: _told(value) for key, value in schema.items()}
    if names := one_of(schema):
        del told["oneOf"]
        there = [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in names]
        told |= {"if": {"type": "object"}, "then": {"allOf": [{"oneOf": there}]}}
    return told


def _rules(error: jsonschema_rs.ValidationError, before: str = "") -> Iterator[tuple[str, str]]:
    kind: Any = error.kind
    at = before + "".join(f"/{escaped(str(part))}" for part in error.instance_path)
    if kind.name == "required":
        yield kind.name, f"{at}/{escaped(kind.property)}"
    elif kind.name == "additionalProperties":
        for name in kind.unexpected:
            yield kind.name, f"{at}/{escaped(name)}"
    elif error.schema_path[-3:] == _EXACTLY_ONE:
        yield NONE_OF if isinstance(kind, jsonschema_rs.ValidationErrorKind.OneOfNotValid) else BOTH, at
    elif kind.name in ALTERNATIVES and (closest := _closest(error)):
        for inner in closest:
            yield from _rules(inner)
    else:
        yield kind.name, at


def _closest(error: jsonschema_rs.ValidationError) -> list[jsonschema_rs.ValidationError]:
    kind: Any = error.kind
    same_kind = [
        branch
        for branch in getattr(kind, "context", ())
        if not any(
            e.kind.name in ("type", "enum", "const") and e.instance_path == error.instance_path
            for e in branch
        )
    ]
    return same_kind[0] if len(same_kind) == 1 else []


def escaped(name: str) -> str:
    """`name` as one step of a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")
