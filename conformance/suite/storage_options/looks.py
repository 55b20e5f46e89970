"""What kind of media bytes are, by the marks that their formats set at their beginning."""

from __future__ import annotations

#: Media type → where its mark stands, and the mark.
_MARKS = (
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    ("image/jpeg", 0, b"\xff\xd8\xff"),
    ("image/webp", 8, b"WEBP"),
    ("image/gif", 0, b"GIF8"),
    ("image/avif", 4, b"ftypavif"),
    ("video/mp4", 4, b"ftyp"),
    ("video/webm", 0, b"\x1a\x45\xdf\xa3"),
)


def media_type_of(content: bytes) -> str | None:
    """The media type that `content` has by its looks; `None` if it is nothing that could have been generated."""
    return next((name for name, place, mark in _MARKS if content[place:].startswith(mark)), None)
