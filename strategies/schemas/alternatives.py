"""`anyOf` and `oneOf`, where no value is of two branches at once."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from strategies.schemas import types
from strategies.schemas.one_of import one_of
from strategies.schemas.sources import UnsupportedSchemaError


def keyword(schema: Mapping[str, Any]) -> str:
    """Which of the two `schema` uses."""
    return "anyOf" if "anyOf" in schema else "oneOf"


def branches(schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], ...]:
    """The branches of `schema`; none where it has no alternatives, or only `one_of` its properties.

    Raises:
        UnsupportedSchemaError: two of them share a type, or the schema says more beside them.
    """
    if ("anyOf" not in schema and "oneOf" not in schema) or one_of(schema):
        return ()
    if "type" in schema or ("anyOf" in schema and "oneOf" in schema):
        raise UnsupportedSchemaError(f"{keyword(schema)} beside other rules: move them into its branches")
    found = tuple(schema[keyword(schema)])
    kinds = [kind for branch in found for kind in _kinds(branch)]
    if len(set(kinds)) != len(kinds) or {"integer", "number"} <= set(kinds):
        raise UnsupportedSchemaError(f"{keyword(schema)} with branches of the same type")
    return found


def types_of(found: tuple[Mapping[str, Any], ...]) -> tuple[str, ...]:
    """The types that any of the branches allows."""
    return tuple(kind for branch in found for kind in _kinds(branch))


def _kinds(branch: Mapping[str, Any]) -> tuple[str, ...]:
    if "type" not in branch:
        raise UnsupportedSchemaError("an alternative without a type")
    return types.allowed(branch)
