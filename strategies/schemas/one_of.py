"""What "exactly one of these properties" looks like in a schema, and the names of the rules that break it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# No such property is there (null counts as absent), and more than one is; both are pointed at the object.
NONE_OF, BOTH = "none-of", "both"


def one_of(schema: Mapping[str, Any]) -> tuple[str, ...]:
    """The properties of which `schema` wants exactly one; none where it says nothing of the kind.

    It says so with `oneOf: [{required: [a]}, {required: [b]}]` beside `type: object`, the properties described.
    """
    found = schema.get("oneOf", ())
    if schema.get("type") != "object" or "anyOf" in schema:
        return ()
    named = [branch["required"] for branch in found if set(branch) == {"required"}]
    names = tuple(name for alone in named for name in alone)
    apart = len(names) == len(named) == len(found) == len(set(names))
    described = set(names) <= set(schema.get("properties", {})) - set(schema.get("required", ()))
    return names if apart and described and len(names) > 1 else ()
