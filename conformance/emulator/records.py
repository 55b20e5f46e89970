"""What the store holds: a file together with the state of its current public URL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Sort = Literal["created_at", "filename", "size"]
Order = Literal["asc", "desc"]


@dataclass(frozen=True, slots=True)
class File:
    """One uploaded file. Times are Unix seconds; `seq` counts uploads and breaks ties.

    The `url_…` fields describe the public URL that the file had last; all are None where it never had one.
    `url_lifetime` is the `expires_after` that was asked for, and `url_ended` says that the URL was revoked.
    `deleted` marks a tombstone. `extension` is what its URLs end with, or None where its content type says that.
    """

    seq: int
    id: str
    team: str
    filename: str
    size: int
    content_type: str
    purpose: str | None
    created_at: int
    expires_at: int | None
    deleted: bool
    url_token: str | None
    url_extension: str | None
    url_lifetime: int | None
    url_expires_at: int | None
    url_ended: bool | None
    extension: str | None = None

    @property
    def generated(self) -> bool:
        """Whether it came from a generation; one whose name has no extension does not tell."""
        return self.extension is not None


@dataclass(frozen=True, slots=True)
class Url:
    """One public URL that was ever handed out. `ended` means revoked or replaced."""

    seq: int
    token: str
    file_id: str
    team: str
    extension: str
    lifetime: int | None
    expires_at: int | None
    ended: bool
