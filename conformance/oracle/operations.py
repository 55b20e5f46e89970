"""The documented operations with their arguments, as values."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """Store `content` as a file called `name`; `expires_after` in seconds."""

    name: str
    content: bytes
    expires_after: int | None = None


@dataclass(frozen=True, slots=True)
class Retrieve:
    """A file's metadata."""

    file_id: str


@dataclass(frozen=True, slots=True)
class ReadContent:
    """A file's bytes, with a key."""

    file_id: str


@dataclass(frozen=True, slots=True)
class Delete:
    """Remove a file."""

    file_id: str


@dataclass(frozen=True, slots=True)
class CreateUrl:
    """Give a file its public URL. `expires_after` in seconds; `None` stands for null and for leaving it out."""

    file_id: str
    expires_after: int | None = None


@dataclass(frozen=True, slots=True)
class RevokeUrl:
    """End a file's public URL."""

    file_id: str


@dataclass(frozen=True, slots=True)
class FetchUrl:
    """Open a public URL as anyone would."""

    address: str


Operation: TypeAlias = Upload | Retrieve | ReadContent | Delete | CreateUrl | RevokeUrl | FetchUrl
