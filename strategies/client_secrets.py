"""What client secrets are asked for with."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss, near_misses
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

EXPIRES_AFTER, SECONDS = "expires_after", "seconds"
_POINTER = f"#/components/schemas/CreateClientSecret/properties/{EXPIRES_AFTER}/properties/{SECONDS}"


def body(seconds: Any) -> dict[str, Any]:
    """A request for a secret that lives so long."""
    return {EXPIRES_AFTER: {SECONDS: seconds}}


def lifetimes(spec: Spec | None = None) -> Inputs[int]:
    """Every documented lifetime, in seconds: the usual one, the longest, the shortest."""
    schema = (spec or specs.load()).schema(_POINTER)
    low, high = schema["minimum"], schema["maximum"]

    def cover() -> Iterator[int]:
        yield from (schema["default"], high, high - 1, low, low + 1)

    def draws() -> SearchStrategy[int]:
        from hypothesis import strategies as st

        return st.integers(low, high)

    return Inputs("lifetimes()", cover, draws)


def default_lifetime(spec: Spec | None = None) -> int:
    """How long a secret lives for which no lifetime was asked for, in seconds."""
    return int((spec or specs.load()).schema(_POINTER)["default"])


def no_lifetimes(spec: Spec | None = None) -> Inputs[NearMiss[int]]:
    """Lifetimes outside the documented bounds, in seconds."""
    return near_misses(_POINTER, rules=("minimum", "maximum"), spec=spec)


def unclear() -> Inputs[Unclear[Any]]:
    """Requests of which the docs say nothing, or two things."""
    return Inputs.of(
        Unclear("a session", {"session": {"type": "realtime"}}),
        Unclear("an anchor", {EXPIRES_AFTER: {"anchor": "created_at", SECONDS: default_lifetime()}}),
        Unclear("an unknown field", {"colour": "blue"}),
        Unclear("a lifetime of null", {EXPIRES_AFTER: None}),
        Unclear("a lifetime without seconds", {EXPIRES_AFTER: {}}),
        Unclear("seconds as null", body(None)),
        Unclear("seconds as a text", body("60")),
        Unclear("seconds as a fraction", body(60.5)),
        Unclear("a list", []),
        Unclear("null", None),
    )


def bare() -> Inputs[dict[str, Any]]:
    """Requests that name no lifetime."""
    return Inputs.of({})
