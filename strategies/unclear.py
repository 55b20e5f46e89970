"""Inputs on which the docs are silent: they are sent, and what happens is recorded, never judged."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

T_co = TypeVar("T_co", covariant=True)


@dataclass(frozen=True, slots=True)
class Unclear(Generic[T_co]):
    """One such input. `what` names it in a record, in a few plain words; no two of a cover share it."""

    what: str
    value: T_co
