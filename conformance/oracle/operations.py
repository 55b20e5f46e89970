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


@dataclass(frozen=True, slots=True, kw_only=True)
class Keep:
    """How what is generated is to be stored: as a file called `name`, with a public URL or without.

    Times in seconds; `None` stands for null and for leaving it out. `url_expires_after` is the public URL's own.
    """

    name: str
    expires_after: int | None = None
    public_url: bool = False
    url_expires_after: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class MakeImages:
    """Generate `count` images, or edit those with the ids `inputs` into one."""

    count: int = 1
    inputs: tuple[str, ...] = ()
    keep: Keep | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class StartVideo:
    """Start a video from the files with the ids `inputs`, or from a prompt alone."""

    inputs: tuple[str, ...] = ()
    keep: Keep | None = None


@dataclass(frozen=True, slots=True)
class FinishVideo:
    """Poll a video until it is no longer pending."""

    request_id: str


Operation: TypeAlias = (
    Upload
    | Retrieve
    | ReadContent
    | Delete
    | CreateUrl
    | RevokeUrl
    | FetchUrl
    | MakeImages
    | StartVideo
    | FinishVideo
)
