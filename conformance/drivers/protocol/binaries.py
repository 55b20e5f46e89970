"""Bytes in messages: inline as base64, or in a file of the scratch folder when there are many."""

from __future__ import annotations

import base64
import binascii
import uuid
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from conformance.drivers.protocol.names import is_binary

#: So many bytes are inline at most.
INLINE = 64 << 10


class BadBinary(Exception):
    """A value that has to be bytes is none; the message says why."""


def packed(value: Any, scratch: Path) -> Any:
    """The JSON of a message from `value`, in which bytes and contents may stand at any place."""
    if isinstance(value, Mapping):
        return {name: packed(each, scratch) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [packed(each, scratch) for each in value]
    if value is None or isinstance(value, str | int | float):
        return value
    if len(value) <= INLINE:
        raw = value if isinstance(value, bytes) else value.read()
        return {"base64": base64.b64encode(raw).decode("ascii")}
    path = scratch / f"{uuid.uuid4().hex}.to-driver"
    with path.open("wb") as stream:
        stream.writelines([value] if isinstance(value, bytes) else value.chunks())
    return {"path": str(path), "size": len(value)}


def unpacked(value: Any, scratch: Path) -> Any:
    """A message's JSON with bytes in place of the objects that stand for them. Files that held them are removed.

    Raises:
        BadBinary: there are no such bytes.
    """
    return _mapped(value, lambda binary: _bytes(binary, scratch))


def discard(value: Any) -> None:
    """Remove the files that `packed` has made."""

    def remove(binary: Mapping[str, Any]) -> None:
        if "path" in binary:
            Path(binary["path"]).unlink(missing_ok=True)

    _mapped(value, remove)


def _mapped(value: Any, change: Callable[[Mapping[str, Any]], Any]) -> Any:
    if isinstance(value, Mapping):
        if is_binary(value):
            return change(value)
        return {name: _mapped(each, change) for name, each in value.items()}
    if isinstance(value, list):
        return [_mapped(each, change) for each in value]
    return value


def _bytes(binary: Mapping[str, Any], scratch: Path) -> bytes:
    if "base64" in binary:
        try:
            return base64.b64decode(binary["base64"], validate=True)
        except (TypeError, ValueError, binascii.Error):
            raise BadBinary("a value that has to be base64 is none") from None
    try:
        path = (scratch / str(binary["path"])).resolve()
        if not path.is_relative_to(scratch.resolve()):
            raise BadBinary(f"the file {binary['path']!r} lies outside of the scratch folder")
        content: bytes = path.read_bytes()
        path.unlink()
    except (OSError, TypeError, ValueError) as error:
        raise BadBinary(f"the file {binary['path']!r} cannot be read ({type(error).__name__})") from None
    if len(content) != binary["size"]:
        raise BadBinary(f"the file {binary['path']!r} has {len(content)} bytes, not {binary['size']}")
    return content
