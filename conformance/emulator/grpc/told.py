"""What JSON tells, in the types of messages. What a message cannot say stays unsaid: a fault may have put it there."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from google.protobuf.timestamp_pb2 import Timestamp

_INT32, _INT64 = 2**31, 2**63


def text(fields: Mapping[str, Any], name: str) -> str | None:
    """A text; halves of surrogate pairs are replaced, which messages cannot hold."""
    value = fields.get(name)
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else None


def whole(fields: Mapping[str, Any], name: str, *, bits: int = 64) -> int | None:
    """A whole number, also one that is written as a text or with a point."""
    value = fields.get(name)
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        number = int(value)
    except (ValueError, OverflowError):
        return None
    limit = _INT64 if bits == 64 else _INT32
    return number if -limit <= number < limit else None


def truth(fields: Mapping[str, Any], name: str) -> bool | None:
    """A truth value."""
    value = fields.get(name)
    return value if isinstance(value, bool) else None


def time(fields: Mapping[str, Any], name: str) -> Timestamp | None:
    """A time, which JSON has in Unix seconds."""
    seconds = whole(fields, name)
    return None if seconds is None else Timestamp(seconds=seconds)


def part(fields: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    """An object within."""
    value = fields.get(name)
    return value if isinstance(value, dict) else None


def parts(fields: Mapping[str, Any], name: str) -> Iterator[Mapping[str, Any]]:
    """The objects of a list."""
    value = fields.get(name)
    for each in value if isinstance(value, list) else ():
        yield each if isinstance(each, dict) else {}
