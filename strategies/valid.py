"""Values that a documented schema accepts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import specs
from specs import Spec
from strategies.inputs import Inputs


def schema_of(name: str, spec: Spec | None = None) -> Mapping[str, Any]:
    """The schema called `name` (or at the `#/…` pointer) in `spec`, by default the spec that ships.

    Raises:
        KeyError: no such schema.
    """
    schema: Mapping[str, Any] = (spec or specs.load()).schema(name)
    return schema


def valid(name: str, *, spec: Spec | None = None) -> Inputs[Any]:
    """Values of the schema `name` (a name under `components/schemas`, or a `#/…` pointer).

    The cover holds both ends of every bound and every member of every enum; objects come first with the
    required properties alone, then with each optional one, then with all. In the place of the content
    of a file the values hold a short text: forms carry the bytes.

    Raises (on first use):
        KeyError: no such schema.
        UnsupportedSchemaError: the schema says something that is not understood here.
    """

    def make() -> Inputs[Any]:
        from strategies.schemas.walker import valid_values

        return valid_values(schema_of(name, spec))

    return Inputs.later(f"valid({name!r})", make)
