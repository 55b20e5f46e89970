"""Messages with more in them, or less, than their descriptions say."""

from __future__ import annotations

from typing import Any

from google.protobuf.message import DecodeError

#: A field with a number that no message of the SDK has, and a text in it.
UNKNOWN = b"\xfa\xff\x01" + bytes([len(b"added by the wire")]) + b"added by the wire"


def enlarged(message: Any) -> Any:
    """`message` with an unknown field in it and in each message within; changed in place."""
    for field, value in message.ListFields():
        if field.message_type is not None:
            for each in (value,) if hasattr(value, "ListFields") else value:
                enlarged(each)
    message.MergeFromString(UNKNOWN)
    return message


def cut(content: bytes, size: int, kind: type[Any]) -> bytes | None:
    """At most so many of the first bytes of a message, so that they are none of this kind; None where there are not."""
    for end in range(min(size, len(content)), 0, -1):
        try:
            kind.FromString(content[:end])
        except DecodeError:
            return content[:end]
    return None
