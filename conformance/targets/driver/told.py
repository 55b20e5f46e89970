"""What an SDK tells of an answer: JSON in which nothing can be read that the SDK is not said to tell.

What an SDK does not tell is no deviation, and no absence either: a check that wants to know is untestable.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NoReturn

from conformance.drivers.protocol.names import ITEM, Names
from conformance.outcomes import NotOffered


class ToldObject(dict[str, Any]):
    """An object of an answer. `names` are those that are told of it, and `place` where it stands."""

    def __init__(self, content: Mapping[str, Any], names: Names, place: Place) -> None:
        super().__init__({
            name: guarded(value, below, place.at(name))
            for name, value in content.items()
            if (below := names.below(name)) is not None
        })  # fmt: skip
        self._names = names
        self._place = place

    def __getitem__(self, name: str) -> Any:
        self._look_at(name)
        return super().__getitem__(name)

    def get(self, name: str, default: Any = None) -> Any:
        """As of any object."""
        self._look_at(name)
        return super().get(name, default)

    def __contains__(self, name: object) -> bool:
        self._look_at(str(name))
        return super().__contains__(name)

    def __eq__(self, other: object) -> bool:
        """Whether all is equal that both sides tell."""
        if not isinstance(other, dict):
            return False
        names = [
            *self._told(),
            *(name for name in _told(other) if not super(ToldObject, self).__contains__(name)),
        ]
        return all(
            dict.get(self, name) == dict.get(other, name)
            for name in names
            if self.tells(name) and (not isinstance(other, ToldObject) or other.tells(name))
        )

    def __ne__(self, other: object) -> bool:
        return not self == other

    __hash__ = None

    def tells(self, name: str) -> bool:
        """Whether the SDK is said to tell this name."""
        return self._names.below(name) is not None

    def _told(self) -> Iterator[str]:
        return dict.__iter__(self)

    def _look_at(self, name: str) -> None:
        if not self.tells(name):
            self._place.at(name).is_not_told()


class Place:
    """Where in an answer something stands, and of whom: to say that it is not told."""

    __slots__ = ("_name", "_operation", "_sdk")

    def __init__(self, sdk: str, operation: str, name: str = "") -> None:
        self._sdk, self._operation, self._name = sdk, operation, name

    def at(self, name: str) -> Place:
        """The place below this one."""
        below = name if not self._name or name == ITEM else f".{name}"
        return Place(self._sdk, self._operation, f"{self._name}{below}")

    def is_not_told(self) -> NoReturn:
        """Give up.

        Raises:
            NotOffered: the SDK does not tell what stands here.
        """
        raise NotOffered(f"{self._sdk} does not tell {self._name} of {self._operation}")


def guarded(value: Any, names: Names, place: Place) -> Any:
    """`value` of which only `names` can be read."""
    if names.everything:
        return value
    if isinstance(value, Mapping):
        return ToldObject(value, names, place)
    if isinstance(value, list):
        below = names.below(ITEM)
        return [guarded(each, below, place.at(ITEM)) for each in value] if below is not None else []
    return value


def _told(content: dict[str, Any]) -> Iterator[str]:
    return dict.__iter__(content)
