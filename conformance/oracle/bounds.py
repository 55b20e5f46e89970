"""The documented bounds of expiries, read from the spec."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import specs


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds that may be asked for, both ends included."""

    low: int
    high: int

    def broken(self, seconds: int | None) -> tuple[str, ...]:
        """The rules that `seconds` breaks; asking for nothing breaks none."""
        if seconds is None or self.low <= seconds <= self.high:
            return ()
        return ("minimum",) if seconds < self.low else ("maximum",)


@functools.cache
def of_urls() -> Bounds:
    """Bounds of a URL's `expires_after`."""
    return _bounds("CreatePublicUrl")


@functools.cache
def of_files() -> Bounds:
    """Bounds of a file's `expires_after`."""
    return _bounds("UploadFile")


@functools.cache
def of_stored_files() -> Bounds:
    """Bounds of the `expires_after` of what is stored with a generation."""
    return _bounds("StorageOptions")


@functools.cache
def of_stored_urls() -> Bounds:
    """Bounds of the `expires_after` of a public URL that is made with a generation."""
    return _bounds("PublicUrlOptions")


def _bounds(schema: str) -> Bounds:
    property_ = specs.load().schema(schema)["properties"]["expires_after"]
    return Bounds(property_["minimum"], property_["maximum"])
