"""The filter language of the file list (AIP-160): a filter as a tree, its text, and what it holds for."""

from __future__ import annotations

import operator
from abc import abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any, Protocol, TypeAlias

Value: TypeAlias = int | str | None

# How filters call the fields of a File object; fields that are not here have no counterpart in it.
FIELDS: Mapping[str, str] = MappingProxyType(
    {
        "name": "filename",
        "file_name": "filename",
        "file_id": "id",
        "size_bytes": "bytes",
        "created_at": "created_at",
        "expires_at": "expires_at",
        "public_url": "public_url",
        "public_url_expires_at": "public_url_expires_at",
    }
)
# They are Unix seconds in a File object and RFC 3339 texts in a filter.
TIMES = ("created_at", "expires_at", "public_url_expires_at")

_OPERATORS: Mapping[str, Callable[[Any, Any], bool]] = MappingProxyType(
    {
        "=": operator.eq,
        "!=": operator.ne,
        ">": operator.gt,
        ">=": operator.ge,
        "<": operator.lt,
        "<=": operator.le,
    }
)
EQUALITY = ("=", "!=")
OPPOSITES: Mapping[str, str] = MappingProxyType(
    {"=": "!=", "!=": "=", ">": "<=", ">=": "<", "<": ">=", "<=": ">"}
)


class Filter(Protocol):
    """What a filter can do."""

    @property
    @abstractmethod
    def text(self) -> str:
        """The filter as it is sent, before it is encoded for a URL."""

    @abstractmethod
    def holds(self, file: Mapping[str, Any]) -> bool:
        """Whether the filter selects `file`, a File object as the API answers it.

        A field that is unset equals null, differs from any value, and is neither less nor greater.

        Raises:
            KeyError: the filter names a field that File objects do not have.
            ValueError: an operator is unknown, or a time is no RFC 3339 text.
        """


@dataclass(frozen=True, slots=True)
class Comparison(Filter):
    """`field operator value`; the value None is written null, a text in quotes."""

    field: str
    operator: str
    value: Value

    @property
    def text(self) -> str:
        """See `Filter.text`."""
        return f"{self.field} {self.operator} {_literal(self.value)}"

    def holds(self, file: Mapping[str, Any]) -> bool:
        """See `Filter.holds`."""
        if self.operator not in _OPERATORS:
            raise ValueError(f"{self.operator}: no such operator; there are {' '.join(_OPERATORS)}")
        if self.field not in FIELDS:
            raise KeyError(f"{self.field}: File objects have no field for it, so nothing can be said of them")
        found = file.get(FIELDS[self.field])
        wanted = seconds_of(self.value) if self.field in TIMES and isinstance(self.value, str) else self.value
        if self.operator not in EQUALITY and (found is None or wanted is None):
            return False
        return _OPERATORS[self.operator](found, wanted)

    @property
    def opposite(self) -> Comparison:
        """The comparison that holds for exactly the other files, where none has the field unset."""
        return Comparison(self.field, OPPOSITES[self.operator], self.value)


@dataclass(frozen=True, slots=True)
class And(Filter):
    """Both hold."""

    left: Filter
    right: Filter

    @property
    def text(self) -> str:
        """See `Filter.text`."""
        return f"{_enclosed(self.left)} AND {_enclosed(self.right)}"

    def holds(self, file: Mapping[str, Any]) -> bool:
        """See `Filter.holds`."""
        return self.left.holds(file) and self.right.holds(file)


@dataclass(frozen=True, slots=True)
class Or(Filter):
    """Either holds, or both do."""

    left: Filter
    right: Filter

    @property
    def text(self) -> str:
        """See `Filter.text`."""
        return f"{_enclosed(self.left)} OR {_enclosed(self.right)}"

    def holds(self, file: Mapping[str, Any]) -> bool:
        """See `Filter.holds`."""
        return self.left.holds(file) or self.right.holds(file)


@dataclass(frozen=True, slots=True)
class Not(Filter):
    """It does not hold."""

    inner: Filter

    @property
    def text(self) -> str:
        """See `Filter.text`."""
        # Whether NOT reaches over a whole comparison is told by parentheses, not left to precedence.
        return f"NOT ({self.inner.text})"

    def holds(self, file: Mapping[str, Any]) -> bool:
        """See `Filter.holds`."""
        return not self.inner.holds(file)


@dataclass(frozen=True, slots=True)
class Unparenthesised:
    """`first OR second AND third` as it stands, and what it means to readers of either habit."""

    first: Comparison
    second: Comparison
    third: Comparison

    @property
    def text(self) -> str:
        """The filter as it is sent."""
        return f"{self.first.text} OR {self.second.text} AND {self.third.text}"

    @property
    def or_first(self) -> Filter:
        """The reading of AIP-160, where OR binds tighter."""
        return And(Or(self.first, self.second), self.third)

    @property
    def and_first(self) -> Filter:
        """The reading of most languages, where AND binds tighter."""
        return Or(self.first, And(self.second, self.third))


def _enclosed(inner: Filter) -> str:
    return f"({inner.text})" if isinstance(inner, And | Or) else inner.text


def _literal(value: Value) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'
    return str(value)


def time_text(seconds: int) -> str:
    """Unix seconds as RFC 3339 text, in UTC."""
    return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_of(text: str) -> int:
    """RFC 3339 text as Unix seconds, fractions cut off.

    Raises:
        ValueError: it is none.
    """
    return int(datetime.fromisoformat(text).timestamp())
