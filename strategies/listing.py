"""What a list can be asked for: limits, sort keys, orders; all from the parameters of the operation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import specs
from specs import Spec
from strategies.inputs import Inputs


def _parameter(name: str, spec: Spec | None) -> Mapping[str, Any]:
    parameters = (spec or specs.load()).operations["listFiles"].parameters
    schema: Mapping[str, Any] = next(p["schema"] for p in parameters if p["name"] == name)
    return schema


def limits(spec: Spec | None = None) -> Inputs[int]:
    """Every documented limit, the shortest and the longest first."""
    schema = _parameter("limit", spec)
    return _between(schema["minimum"], schema["maximum"])


def default_limit(spec: Spec | None = None) -> int:
    """How many files a page holds at most when no limit is given."""
    return int(_parameter("limit", spec)["default"])


def page_sizes(files: int = 7, spec: Spec | None = None) -> Inputs[int]:
    """Limits that cut a handful of files into pages: one by one, evenly, with a rest, and all at once.

    Not the shortest alone: `files` and its neighbours decide whether the last page is full, short or empty.
    """
    shortest = _parameter("limit", spec)["minimum"]
    sizes = sorted({shortest, shortest + 1, files - 1, files, files + 1})
    return Inputs("page sizes", lambda: sizes, lambda: _between(shortest, files + 1).strategy)


def sort_keys(spec: Spec | None = None) -> Inputs[str]:
    """Every documented sort key."""
    return Inputs.of(*_parameter("sort_by", spec)["enum"])


def orders(spec: Spec | None = None) -> Inputs[str]:
    """Every documented order."""
    return Inputs.of(*_parameter("order", spec)["enum"])


def sortings(spec: Spec | None = None) -> Inputs[dict[str, str]]:
    """Every documented sort key in every documented order, as query parameters."""
    return Inputs.listed(
        "sortings()",
        lambda: [
            {"sort_by": key, "order": order}
            for key in sort_keys(spec).cover()
            for order in orders(spec).cover()
        ],
    )


def partial_orders(spec: Spec | None = None) -> Inputs[dict[str, str]]:
    """No order at all, and each half of one."""
    halves = [{"order": order} for order in orders(spec).cover()]
    halves += [{"sort_by": key} for key in sort_keys(spec).cover()]
    return Inputs.of({}, *halves)


def _between(low: int, high: int) -> Inputs[int]:
    def strategy() -> Any:
        from hypothesis import strategies as st

        return st.integers(low, high)

    return Inputs(f"integers from {low} to {high}", lambda: sorted({low, low + 1, high - 1, high}), strategy)
