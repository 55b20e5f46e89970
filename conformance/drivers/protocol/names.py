"""Dotted names of values in JSON: which of them somebody's list of names covers.

A name stands for all that is below it unless names below it are listed as well; `*` is anything below.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

ANYTHING = "*"
#: How a place in any list is written, behind the name of the list.
ITEM = "[]"
#: Of an object, that is bytes: it has no names below it.
_BINARY = (frozenset({"base64"}), frozenset({"path", "size"}))


@dataclass(frozen=True, slots=True)
class Names:
    """A list of names, as a tree: `children` by the next part. `whole` says that the name itself is listed."""

    children: Mapping[str, Names]
    whole: bool = False

    @classmethod
    def of(cls, listed: Iterable[str]) -> Names:
        """The names in `listed`, such as `body.images[].file_id`."""
        tree: dict[str, Any] = {}
        for name in listed:
            node = tree
            for part in name.replace(ITEM, f".{ITEM}").split("."):
                node = node.setdefault(part, {})
            node[""] = {}
        return _frozen(tree)

    @property
    def everything(self) -> bool:
        """Whether all below is covered."""
        return ANYTHING in self.children or (self.whole and not self.children)

    def below(self, part: str) -> Names | None:
        """What is listed below `part`; `None` where that is not covered."""
        if (child := self.children.get(part)) is not None:
            return child
        return _ALL if self.everything else None

    def uncovered(self, value: Any, name: str = "") -> Iterator[str]:
        """The names in `value` that are not covered, in its order."""
        if self.everything:
            return
        if isinstance(value, Mapping) and not is_binary(value):
            for key, each in value.items():
                yield from self._uncovered_at(str(key), each, f"{name}.{key}" if name else str(key))
        elif isinstance(value, list | tuple):
            if self.below(ITEM) is None:
                yield name
                return
            for each in value:
                yield from self._uncovered_at(ITEM, each, f"{name}{ITEM}")
        elif not self.whole:
            yield name

    def _uncovered_at(self, part: str, value: Any, name: str) -> Iterator[str]:
        child = self.below(part)
        if child is None:
            yield name
        else:
            yield from child.uncovered(value, name)


def undeclared(listed: Iterable[str], value: Any) -> list[str]:
    """The names in the JSON `value` that the list does not cover, each once."""
    return list(dict.fromkeys(Names.of(listed).uncovered(value)))


def is_binary(value: Mapping[Any, Any]) -> bool:
    """Whether an object stands for bytes."""
    return frozenset(value) in _BINARY


def _frozen(tree: Mapping[str, Any]) -> Names:
    return Names({part: _frozen(below) for part, below in tree.items() if part}, whole="" in tree)


_ALL = Names({}, whole=True)
