"""JSON pointers into the OpenAPI document, with `$ref` followed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def follow(document: Mapping[str, Any], pointer: str) -> Any:
    """The value at `pointer` (`#/a/b`), where `~1` stands for `/` and `~0` for `~`.

    Raises:
        KeyError: the pointer leads nowhere.
    """
    value: Any = document
    for part in pointer.removeprefix("#").strip("/").split("/"):
        key = part.replace("~1", "/").replace("~0", "~")
        try:
            value = value[int(key)] if isinstance(value, list) else value[key]
        except (KeyError, IndexError, ValueError, TypeError):
            raise KeyError(f"{pointer}: nothing at {part!r}") from None
    return value


def resolved(document: Mapping[str, Any], pointer: str) -> Any:
    """A copy of the value at `pointer` with every local `$ref` replaced by what it refers to.

    The documented schemas are not recursive, so this ends.
    """
    return _resolve(document, follow(document, pointer))


def _resolve(document: Mapping[str, Any], value: Any) -> Any:
    if isinstance(value, Mapping):
        if "$ref" in value:
            return _resolve(document, follow(document, value["$ref"]))
        return {key: _resolve(document, item) for key, item in value.items()}
    if isinstance(value, list):
        return [_resolve(document, item) for item in value]
    return value
