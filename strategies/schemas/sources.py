"""Where near misses of a schema come from: one source for each rule at each place."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.near_misses import NearMiss

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


class UnsupportedSchemaError(ValueError):
    """A schema says something for which no inputs can be built; the message names it."""


@dataclass(frozen=True, slots=True)
class Source:
    """The near misses of one rule at one place."""

    rule: str
    inputs: Inputs[NearMiss[Any]]


def source(
    rule: str,
    cover: Iterable[tuple[Any, Any]],
    draws: Callable[[], SearchStrategy[tuple[Any, Any]]],
    at: str = "",
) -> Source:
    """A source from pairs of (broken value, twin): the listed ones, and those that `draws` draws."""
    pairs = tuple(cover)

    def miss(pair: tuple[Any, Any]) -> NearMiss[Any]:
        return NearMiss(pair[0], rule, at, pair[1])

    return Source(
        rule, Inputs(f"{rule} at {at or 'the top'}", lambda: map(miss, pairs), lambda: draws().map(miss))
    )


def distinct(values: Iterable[Any]) -> tuple[Any, ...]:
    """`values` without repetitions, in order; `1`, `1.0` and `True` are not the same."""
    return tuple({repr(value): value for value in values}.values())
