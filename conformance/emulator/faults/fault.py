"""What a fault is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One named violation.

    `breaks` is the id of the requirement. `summary` says in one sentence what goes wrong. `boundary` marks
    what shows only at an edge of a range. `change` maps fields of `Behaviour` to their wrong values.
    """

    name: str
    breaks: str
    summary: str
    boundary: bool = False
    change: Mapping[str, Any]


def fault(name: str, breaks: str, summary: str, /, *, boundary: bool = False, **change: Any) -> Fault:
    """A fault, written in one line."""
    return Fault(name=name, breaks=breaks, summary=summary, boundary=boundary, change=change)
