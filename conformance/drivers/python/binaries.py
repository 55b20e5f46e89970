"""Bytes in messages: inline as base64, or in a file of the scratch folder when there are many."""

from __future__ import annotations

import base64
import uuid
from pathlib import Path
from typing import Any

#: So many bytes are inline at most.
INLINE = 64 << 10


def is_binary(value: Any) -> bool:
    """Whether a JSON value stands for bytes."""
    return isinstance(value, dict) and (set(value) == {"base64"} or set(value) == {"path", "size"})


def unpacked(value: Any) -> Any:
    """The value with bytes in place of the objects that stand for them."""
    if is_binary(value):
        return base64.b64decode(value["base64"]) if "base64" in value else Path(value["path"]).read_bytes()
    if isinstance(value, dict):
        return {name: unpacked(each) for name, each in value.items()}
    if isinstance(value, list):
        return [unpacked(each) for each in value]
    return value


def packed(value: Any, scratch: str) -> Any:
    """The JSON of a value in which bytes may stand at any place."""
    if isinstance(value, bytes):
        if len(value) <= INLINE:
            return {"base64": base64.b64encode(value).decode("ascii")}
        path = Path(scratch) / f"{uuid.uuid4().hex}.from-driver"
        path.write_bytes(value)
        return {"path": str(path), "size": len(value)}
    if isinstance(value, dict):
        return {name: packed(each, scratch) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [packed(each, scratch) for each in value]
    return value
