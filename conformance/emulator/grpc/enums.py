"""Values of enums as REST writes them. A number that has no name is passed on as a number, for REST to refuse."""

from __future__ import annotations

from typing import Any


def lower(enum: Any, number: int, prefix: str) -> str | int:
    """The value's name in small letters, without what all names of the enum begin with."""
    try:
        name: str = enum.Name(number)
    except ValueError:
        return number
    return name.removeprefix(prefix).lower()


def ratio(enum: Any, number: int, prefix: str) -> str | int:
    """A ratio as in `19.5:9`, whose name is `…_19_5_9`."""
    written = lower(enum, number, prefix)
    return written if isinstance(written, int) else written.replace("19_5", "19.5").replace("_", ":")
