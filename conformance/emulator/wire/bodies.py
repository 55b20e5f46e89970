"""Bodies of requests as they pass: counted and digested, and kept only where they are small."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from conformance.emulator.errors import Refusal
from conformance.emulator.form import Begin, Data, FormReader

TEXT = 1024 * 1024  # bytes of a JSON body that are kept, as many as the emulator takes
SMALL = 64 * 1024  # bytes of any other body, or of one part of a form
EMPTY = hashlib.sha256().hexdigest()


@dataclass(slots=True, kw_only=True)
class Part:
    """One part of a form, in its place. `text` is there where it is small and UTF-8."""

    name: str
    filename: str | None
    content_type: str | None
    size: int = 0
    text: str | None = None

    def as_json(self) -> dict[str, Any]:
        """The part as the control plane shows it."""
        shown = {
            "name": self.name,
            "filename": self.filename,
            "content_type": self.content_type,
            "size": self.size,
        }
        return shown if self.text is None else {**shown, "text": self.text}


@dataclass(slots=True, kw_only=True)
class Body:
    """What was sent: bytes, their SHA-256, and what they say where that is kept.

    `complete` is whether all of it was read: a server that refuses early does not read on.
    """

    size: int = 0
    sha256: str = EMPTY
    text: str | None = None
    parts: list[Part] | None = None
    complete: bool = True

    @classmethod
    def of(cls, text: str) -> Body:
        """The body that says `text`."""
        data = text.encode()
        kept = text if len(data) <= TEXT else None
        return cls(size=len(data), sha256=hashlib.sha256(data).hexdigest(), text=kept)

    @property
    def weight(self) -> int:
        """How many characters it holds."""
        return len(self.text or "") + sum(len(part.text or "") + 200 for part in self.parts or ())

    def as_json(self) -> dict[str, Any]:
        """The body as the control plane shows it."""
        shown: dict[str, Any] = {"size": self.size, "sha256": self.sha256, "complete": self.complete}
        if self.text is not None:
            shown["text"] = self.text
        if self.parts is not None:
            shown["parts"] = [part.as_json() for part in self.parts]
        return shown


@dataclass(slots=True)
class _Open:
    part: Part
    data: bytearray = field(default_factory=bytearray)


class Reader:
    """Takes a body piece by piece. `content_type` is the header's value."""

    def __init__(self, content_type: str) -> None:
        self._digest = hashlib.sha256()
        self._size = 0
        self._kept: bytearray | None = bytearray()
        self._most = TEXT if "json" in content_type.lower() else SMALL
        self._form: FormReader | None = None
        self._parts: list[Part] | None = None
        self._open: _Open | None = None
        if content_type.lower().startswith("multipart/"):
            try:
                self._form = FormReader(content_type)
            except Refusal:
                return
            self._kept, self._parts = None, []

    def feed(self, data: bytes) -> None:
        """Take a piece."""
        if not data:
            return
        self._digest.update(data)
        self._size += len(data)
        if self._kept is not None:
            self._kept += data
            if len(self._kept) > self._most:
                self._kept = None
        if self._form is not None:
            try:
                events = self._form.feed(data)
            except Refusal:
                self._form = None
                return
            for event in events:
                self._happened(event)

    def body(self, *, complete: bool) -> Body:
        """What has passed so far."""
        text = None
        if self._kept is not None:
            text = _text(self._kept)
        return Body(
            size=self._size,
            sha256=self._digest.hexdigest(),
            text=text,
            parts=self._parts,
            complete=complete,
        )

    def _happened(self, event: object) -> None:
        assert self._parts is not None
        if isinstance(event, Begin):
            part = Part(name=event.name, filename=event.filename, content_type=event.content_type)
            self._parts.append(part)
            self._open = _Open(part)
        elif self._open is not None and isinstance(event, Data):
            self._open.part.size += len(event.data)
            if self._open.part.size <= SMALL:
                self._open.data += event.data
        elif self._open is not None:
            if self._open.part.size <= SMALL:
                self._open.part.text = _text(self._open.data)
            self._open = None


def _text(data: bytes | bytearray) -> str | None:
    try:
        return data.decode()
    except UnicodeDecodeError:
        return None
