"""Which rules of a schema a value breaks, and where."""

from __future__ import annotations

import functools
import json
from collections.abc import Iterator, Mapping
from typing import Any

import jsonschema_rs

ALTERNATIVES = ("anyOf", "oneOf")


def broken_rules(schema: Mapping[str, Any], value: Any) -> tuple[tuple[str, str], ...]:
    """Every `(keyword, JSON pointer)` that `value` breaks; empty when it is valid.

    A missing property and an unexpected one are named by their own pointer. Where a value is of the kind
    of one alternative (`anyOf`, `oneOf`) but breaks its rules, those rules are named instead of the
    alternatives as a whole.
    """
    validator = _validator(json.dumps(schema, sort_keys=True))
    return tuple(rule for error in validator.iter_errors(value) for rule in _rules(error))


@functools.cache
def _validator(schema: str) -> jsonschema_rs.Draft202012Validator:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))


def _rules(error: jsonschema_rs.ValidationError, before: str = "") -> Iterator[tuple[str, str]]:
    kind: Any = error.kind
    at = before + "".join(f"/{escaped(str(part))}" for part in error.instance_path)
    if kind.name == "required":
        yield kind.name, f"{at}/{escaped(kind.property)}"
    elif kind.name == "additionalProperties":
        for name in kind.unexpected:
            yield kind.name, f"{at}/{escaped(name)}"
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
