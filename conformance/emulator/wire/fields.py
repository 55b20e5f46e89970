"""Changes to an answer's JSON, by dotted names: `data[].url` is the `url` of everything in the list `data`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

#: A field that no document knows, with something in it.
UNKNOWN = ("x_added_by_the_wire", {"nested": [1, "two", None]})


def dropped(value: Any, names: Iterable[str]) -> Any:
    """`value` without these fields; changed in place, as by all functions here."""
    for name in names:
        _at(value, name, lambda parent, last: parent.pop(last, None))
    return value


def nulled(value: Any, names: Iterable[str]) -> Any:
    """`value` with null in these fields, also where it has none of that name."""
    for name in names:
        _at(value, name, lambda parent, last: parent.update({last: None}))
    return value


def replaced(value: Any, name: str, new: Any) -> Any:
    """`value` with `new` in the field, also where there was none."""
    _at(value, name, lambda parent, last: parent.update({last: new}))
    return value


def enlarged(value: Any) -> Any:
    """`value` with a field more in each of its objects that nobody has documented."""
    for found in list(_objects(value)):
        found.setdefault(*UNKNOWN)
    return value


def _at(value: Any, name: str, change: Callable[[dict[str, Any], str], object]) -> None:
    first, _, rest = name.partition(".")
    bare = first.removesuffix("[]")
    if not isinstance(value, dict):
        return
    if not rest:
        change(value, bare)
    elif first.endswith("[]"):
        below = value.get(bare)
        for each in below if isinstance(below, list) else ():
            _at(each, rest, change)
    else:
        _at(value.get(bare), rest, change)


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for each in list(value.values()):
            yield from _objects(each)
    elif isinstance(value, list):
        for each in value:
            yield from _objects(each)
