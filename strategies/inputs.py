"""What a check is fed: a list that is always the same, and a strategy that goes beyond it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:  # Hypothesis takes a third of a second to import, so it is imported where it draws
    from hypothesis.strategies import SearchStrategy

T = TypeVar("T")
U = TypeVar("U")


class NoInputsError(ValueError):
    """Nothing is left to feed a check with, so that the check would pass without having looked."""


@dataclass(frozen=True)
class Inputs(Generic[T]):
    """Values of one sort: `cover()` lists every edge, `strategy` draws the same sort at random.

    `name` is how the inputs call themselves in messages. Both halves are built on first use and kept. `finite`
    says that the cover is all there is, so that draws add nothing to it.
    """

    name: str
    make_cover: Callable[[], Iterable[T]] = field(repr=False)
    make_strategy: Callable[[], SearchStrategy[T]] = field(repr=False)
    finite: bool = False

    @cached_property
    def _cover(self) -> tuple[T, ...]:
        cover = tuple(self.make_cover())
        if not cover:
            raise NoInputsError(
                f"{self.name}: no value is left in the cover; a check fed by it would be empty"
            )
        return cover

    def cover(self) -> tuple[T, ...]:
        """Every rule at every edge, simplest first, the same in every run.

        Raises:
            NoInputsError: there is none.
        """
        return self._cover

    @cached_property
    def strategy(self) -> SearchStrategy[T]:
        """Draws values of the same sort.

        Raises:
            NoInputsError: the cover is empty, so the draws would be too, or would stray from what was meant.
        """
        self.cover()
        return self.make_strategy()

    def map(self, function: Callable[[T], U]) -> Inputs[U]:
        """The same inputs, each put through `function`."""
        return Inputs(
            f"{self.name}.map(…)",
            lambda: map(function, self.cover()),
            lambda: self.strategy.map(function),
            self.finite,
        )

    def filter(self, keep: Callable[[T], bool]) -> Inputs[T]:
        """The inputs for which `keep` holds. An empty rest raises `NoInputsError` on first use."""
        return Inputs(
            f"{self.name}.filter(…)",
            lambda: filter(keep, self.cover()),
            lambda: self.strategy.filter(keep),
            self.finite,
        )

    @staticmethod
    def of(*values: U) -> Inputs[U]:
        """Exactly these values; draws are picks from them.

        Raises:
            NoInputsError: no value is given.
        """
        if not values:
            raise NoInputsError("Inputs.of() needs at least one value")
        return Inputs(
            f"Inputs.of({len(values)} values)", lambda: values, lambda: _sampled(values), finite=True
        )

    @staticmethod
    def listed(name: str, values: Callable[[], Iterable[U]]) -> Inputs[U]:
        """Like `of`, with the values made on first use."""
        inputs: Inputs[U] = Inputs(name, values, lambda: _sampled(inputs.cover()), finite=True)
        return inputs

    @staticmethod
    def union(*parts: Inputs[U]) -> Inputs[U]:
        """All of `parts`: their covers in this order, and draws from any of them.

        Raises:
            NoInputsError: no part is given.
        """
        if not parts:
            raise NoInputsError("Inputs.union() needs at least one part")
        return Inputs(
            " | ".join(part.name for part in parts),
            lambda: (value for part in parts for value in part.cover()),
            lambda: _one_of([part.strategy for part in parts]),
            all(part.finite for part in parts),
        )

    @staticmethod
    def later(name: str, make: Callable[[], Inputs[U]]) -> Inputs[U]:
        """What `make` gives, made on first use and once: for inputs that need the spec to be read."""
        made: list[Inputs[U]] = []

        def inner() -> Inputs[U]:
            if not made:
                made.append(make())
            return made[0]

        return Inputs(name, lambda: inner().cover(), lambda: inner().strategy)


def _sampled(values: tuple[U, ...]) -> SearchStrategy[U]:
    from hypothesis import strategies as st

    return st.sampled_from(values)


def _one_of(strategies: list[SearchStrategy[U]]) -> SearchStrategy[U]:
    from hypothesis import strategies as st

    return st.one_of(strategies)
