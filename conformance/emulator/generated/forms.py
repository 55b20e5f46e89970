"""The textual fields of a multipart body, changed in place: files among its parts stay as they are."""

from __future__ import annotations

import re
from dataclasses import dataclass

_BOUNDARY = re.compile(rb'boundary="?([^";,]+)"?', re.IGNORECASE)
_NAME = re.compile(rb'\bname="((?:[^"\\]|\\.)*)"')
_FILENAME = re.compile(rb"\bfilename\*?=", re.IGNORECASE)


@dataclass(slots=True)
class Form:
    """A body as its parts: `parts` are heads and contents, in their order, between `before` and `after`."""

    boundary: bytes
    parts: list[tuple[bytes, bytes]]
    after: bytes

    @classmethod
    def read(cls, content_type: bytes, body: bytes) -> Form | None:
        """The form that a body is; `None` for what is none, or not a plain one."""
        found = _BOUNDARY.search(content_type)
        if not content_type.lower().startswith(b"multipart/form-data") or found is None:
            return None
        boundary = found.group(1)
        first, *rest = (b"\r\n" + body).split(b"\r\n--" + boundary)
        if first or not rest or not rest[-1].startswith(b"--"):
            return None
        parts = []
        for piece in rest[:-1]:
            head, blank, content = piece.removeprefix(b"\r\n").partition(b"\r\n\r\n")
            if not blank or not piece.startswith(b"\r\n"):
                return None
            parts.append((head, content))
        return cls(boundary, parts, rest[-1])

    def fields(self) -> dict[str, str | list[str]]:
        """The textual fields; a name that is given several times has a list."""
        fields: dict[str, str | list[str]] = {}
        for head, content in self.parts:
            name = _field(head)
            if name is None:
                continue
            text = content.decode("utf-8", "surrogateescape")
            before = fields.get(name)
            if before is None:
                fields[name] = text
            else:
                fields[name] = [*before, text] if isinstance(before, list) else [before, text]
        return fields

    def with_fields(self, fields: dict[str, str | list[str]]) -> bytes:
        """The body with its fields replaced: those that stay keep their places, new ones stand before all others."""
        left = {name: list(text) if isinstance(text, list) else [text] for name, text in fields.items()}
        parts: list[tuple[bytes, bytes]] = []
        for head, content in self.parts:
            name = _field(head)
            if name is None:
                parts.append((head, content))
            elif left.get(name):
                parts.append((head, left[name].pop(0).encode("utf-8", "surrogateescape")))
        new = [
            (
                f'Content-Disposition: form-data; name="{name}"'.encode(),
                text.encode("utf-8", "surrogateescape"),
            )
            for name, texts in left.items()
            for text in texts
        ]
        pieces = [
            b"--" + self.boundary + b"\r\n" + head + b"\r\n\r\n" + content for head, content in (*new, *parts)
        ]
        return b"\r\n".join([*pieces, b"--" + self.boundary + self.after])


def _field(head: bytes) -> str | None:
    """The name of a part that is a textual field."""
    name = _NAME.search(head)
    if name is None or _FILENAME.search(head):
        return None
    return name.group(1).decode("utf-8", "surrogateescape")
