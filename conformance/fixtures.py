"""The fixtures of checks that are carried out side by side.

pytest makes fixtures for one check after another, and lets go of a module's when the next check is in another module.
Beside others each is made once, by whoever needs it first, and a module's go with the last check of the module.
"""

from __future__ import annotations

import inspect
from collections import Counter
from collections.abc import Callable, Hashable, Iterable
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from conformance import waves

_FUNCTION, _MODULE = "function", "module"


@dataclass(frozen=True, slots=True)
class _Made:
    """What a fixture gave or raised, for all who need it."""

    value: Any = None
    raised: BaseException | None = None


@dataclass(slots=True)
class Fixtures:
    """Makes the fixtures of `items`."""

    items: Iterable[pytest.Item]
    _left: Counter[Path] = field(init=False)
    _made: dict[Hashable, _Made] = field(default_factory=dict)
    _ends: dict[Path | None, ExitStack] = field(default_factory=dict)
    _locks: waves.Locks = field(default_factory=waves.Locks)

    def __post_init__(self) -> None:
        """Count who needs the fixtures of each module."""
        self._left = Counter(item.path for item in self.items)

    def of(self, item: pytest.Function, own: ExitStack) -> dict[str, Any]:
        """Every fixture of `item` by its name; at the end of `own` goes what only this check has.

        Raises:
            BaseException: what a fixture raised, for everybody who needs it.
        """
        known: dict[str, Any] = {}
        for name in item.fixturenames:
            self._value(item, name, known, own)
        return known

    def leave(self, item: pytest.Item) -> None:
        """`item` has come to its end; the last of a module lets the module's fixtures go."""
        with self._locks.only(item.path):
            self._left[item.path] -= 1
            last = not self._left[item.path]
        if last and (ends := self._ends.pop(item.path, None)) is not None:
            ends.close()

    def close(self) -> None:
        """Let all go that is left."""
        for ends in [*self._ends.values()]:
            ends.close()
        self._ends.clear()

    def _value(self, item: pytest.Function, name: str, known: dict[str, Any], own: ExitStack) -> Any:
        if name not in known:
            known[name] = self._new(item, name, known, own)
        return known[name]

    def _new(self, item: pytest.Function, name: str, known: dict[str, Any], own: ExitStack) -> Any:
        # Those of pytest's own that a check of the suite may come by.
        if name in ("pytestconfig", "request"):
            return item.config if name == "pytestconfig" else item._request  # noqa: SLF001 - pytest gives the same
        parameters = getattr(item, "callspec", None)
        if parameters is not None and name in parameters.params:
            return parameters.params[name]
        fixture = item._fixtureinfo.name2fixturedefs[name][-1]  # noqa: SLF001 - there is no other door

        def make(ends: ExitStack) -> Any:
            values = {needed: self._value(item, needed, known, own) for needed in fixture.argnames}
            return _entered(fixture.func, values, ends)

        if fixture.scope == _FUNCTION:
            return make(own)
        of = item.path if fixture.scope == _MODULE else None
        with self._locks.only((fixture, of)):
            if (fixture, of) not in self._made:
                self._made[fixture, of] = self._tried(make, of)
        made = self._made[fixture, of]
        if made.raised is not None:
            raise made.raised
        return made.value

    def _tried(self, make: Callable[[ExitStack], Any], of: Path | None) -> _Made:
        ends = self._ends.setdefault(of, ExitStack())
        try:
            return _Made(value=make(ends))
        except Exception as error:  # noqa: BLE001 - it is raised for everybody who needs the fixture
            return _Made(raised=error)
        except pytest.skip.Exception as error:
            return _Made(raised=error)


def _entered(function: Callable[..., Any], values: dict[str, Any], ends: ExitStack) -> Any:
    """What a fixture gives; where it goes on afterwards, `ends` sees to that."""
    if not inspect.isgeneratorfunction(function):
        return function(**values)
    going = function(**values)
    given = next(going)
    ends.callback(next, going, None)
    return given
