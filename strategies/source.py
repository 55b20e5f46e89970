"""Values as Python: what a reproducer script is written with."""

from __future__ import annotations

import dataclasses
import pprint
import sys
from collections.abc import Iterator, Mapping
from typing import Any

WIDTH = 100


def source_of(value: Any) -> str:
    """An expression that evaluates to `value` again, wrapped to lines of `WIDTH` where it is long.

    The names in it are those that `imports_for` imports.
    """
    return pprint.pformat(value, width=WIDTH, sort_dicts=False)


def imports_for(value: Any) -> list[str]:
    """The import lines that `source_of(value)` needs, sorted; none for plain JSON."""
    return sorted({f"from {_module(kind)} import {kind.__name__}" for kind in _kinds(value)})


def _kinds(value: Any) -> Iterator[type]:
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield type(value)
        for field in dataclasses.fields(value):
            yield from _kinds(getattr(value, field.name))
    elif isinstance(value, Mapping):
        for key, item in value.items():
            yield from _kinds(key)
            yield from _kinds(item)
    elif isinstance(value, list | tuple | set | frozenset):
        if type(value) not in (list, tuple, set, frozenset):
            yield type(value)
        for item in value:
            yield from _kinds(item)


def _module(kind: type) -> str:
    """The shortest module that offers `kind`: a package that shows what its modules hold comes first."""
    parts = kind.__module__.split(".")
    for end in range(1, len(parts)):
        package = ".".join(parts[:end])
        if getattr(sys.modules.get(package), kind.__name__, None) is kind:
            return package
    return kind.__module__
