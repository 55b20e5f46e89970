"""What kind of media bytes are, by the marks that their formats set at their beginning, and what it is called."""

from __future__ import annotations

_JPEG = "image/jpeg"
#: Names for the one type that a reader, or a service, may use instead.
_LIKE_JPEG = ("image/jpg", "image/pjpeg", "image/mpo")
#: Media type → where its mark stands, and the mark.
_MARKS = (
    ("image/png", 0, b"\x89PNG\r\n\x1a\n"),
    (_JPEG, 0, b"\xff\xd8\xff"),
    ("image/webp", 8, b"WEBP"),
    ("image/gif", 0, b"GIF8"),
    ("image/avif", 4, b"ftypavif"),
    ("video/mp4", 4, b"ftyp"),
    ("video/webm", 0, b"\x1a\x45\xdf\xa3"),
)


def media_type_of(content: bytes) -> str | None:
    """The media type that `content` has by its looks; `None` if it is nothing that could have been generated."""
    return next((name for name, place, mark in _MARKS if content[place:].startswith(mark)), None)


def type_named(name: str) -> str:
    """A media type without its parameters, in lower case, and by the usual one of its names."""
    plain = name.partition(";")[0].strip().lower()
    return _JPEG if plain in _LIKE_JPEG else plain
