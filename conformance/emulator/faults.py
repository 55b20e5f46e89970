"""Faults: named single violations, each tied to the requirement that it breaks."""

from __future__ import annotations

import dataclasses
import difflib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from conformance.emulator.behaviour import Behaviour


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One violation. `breaks` is the id of the requirement; `boundary` marks what shows only at an edge.

    `change` maps fields of `Behaviour` to their wrong values.
    """

    name: str
    breaks: str
    summary: str
    boundary: bool = False
    change: Mapping[str, Any]


class UnknownFault(Exception):
    """No fault has this name; the message names the closest ones."""


FAULTS: Mapping[str, Fault] = MappingProxyType({})


def behaviour(names: Iterable[str]) -> Behaviour:
    """The documented behaviour with the named faults in it.

    Raises:
        UnknownFault: a name is unknown.
    """
    policy = Behaviour()
    for name in names:
        if name not in FAULTS:
            close = difflib.get_close_matches(name, FAULTS, n=3)
            hint = f"; did you mean {' or '.join(close)}?" if close else ""
            raise UnknownFault(f"no fault is called {name}{hint}")
        policy = dataclasses.replace(policy, **FAULTS[name].change)
    return policy
