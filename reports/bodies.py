"""Bodies of recorded requests and answers: bytes, kept as text or as pieces."""

from __future__ import annotations

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Literal:
    """A piece of a body that is kept as it was."""

    base64: str

    def content(self) -> bytes:
        """Its bytes."""
        return base64.b64decode(self.base64)

    def as_json(self) -> dict[str, Any]:
        """The piece as an event holds it."""
        return {"base64": self.base64}


@dataclass(frozen=True, slots=True)
class Fill:
    """A piece of a body that is one byte `count` times; `byte` is 0 to 255."""

    byte: int
    count: int

    def content(self) -> bytes:
        """Its bytes, all of them in memory."""
        return bytes([self.byte]) * self.count

    def as_json(self) -> dict[str, Any]:
        """The piece as an event holds it."""
        return {"fill": f"{self.byte:02x}", "count": self.count}


@dataclass(frozen=True, slots=True, kw_only=True)
class Body:
    """The bytes of a request or an answer; either `text` or `pieces` is there.

    `size` (bytes) and `sha256` are those of the whole body, even when `truncated` says that only the
    beginning was kept.
    """

    size: int
    sha256: str
    text: str | None = None
    pieces: tuple[Literal | Fill, ...] | None = None
    truncated: bool = False

    def content(self) -> bytes:
        """The bytes that were kept: all of them, or the beginning when `truncated`."""
        if self.text is not None:
            # A stream may hold half a surrogate pair; a report must survive it.
            return self.text.encode(errors="surrogatepass")
        return b"".join(piece.content() for piece in self.pieces or ())

    def preview(self, limit: int = 4096) -> str:
        """The beginning as text, of at most `limit` bytes, without unfolding more than that."""
        if self.text is not None:
            return self.text[:limit]
        beginning = bytearray()
        for piece in self.pieces or ():
            if isinstance(piece, Fill):
                beginning += bytes([piece.byte]) * min(piece.count, limit - len(beginning))
            else:
                beginning += piece.content()
            if len(beginning) >= limit:
                break
        return bytes(beginning[:limit]).decode(errors="backslashreplace")

    def as_json(self) -> dict[str, Any]:
        """The body as an event holds it."""
        record: dict[str, Any] = {"size": self.size, "sha256": self.sha256}
        if self.truncated:
            record["truncated"] = True
        if self.text is not None:
            record["text"] = self.text
        else:
            record["pieces"] = [piece.as_json() for piece in self.pieces or ()]
        return record


def body(record: Mapping[str, Any] | None) -> Body | None:
    """The value of a body's record, which the schema of events has been held against; null stays None."""
    if record is None:
        return None
    pieces = record.get("pieces")
    return Body(
        size=record["size"],
        sha256=record["sha256"],
        text=record.get("text"),
        pieces=None if pieces is None else tuple(_piece(piece) for piece in pieces),
        truncated=record.get("truncated", False),
    )


def _piece(record: Mapping[str, Any]) -> Literal | Fill:
    if "fill" in record:
        return Fill(int(record["fill"], 16), record["count"])
    return Literal(record["base64"])
