"""What kind of file it is: by its first bytes, then by what the upload declared, then by its extension."""

from __future__ import annotations

import re
from collections.abc import Mapping

HEAD = 64  # bytes that are enough to tell
UNKNOWN = "application/octet-stream"

_ESSENCE = re.compile(r"[a-z0-9!#$&^_.+-]{1,64}/[a-z0-9!#$&^_.+-]{1,64}")

EXTENSIONS: Mapping[str, str] = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "webp": "image/webp",
    "gif": "image/gif",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "zip": "application/zip",
    "txt": "text/plain",
    "md": "text/markdown",
    "csv": "text/csv",
    "html": "text/html",
    "htm": "text/html",
    "xml": "application/xml",
    "json": "application/json",
    "jsonl": "application/jsonl",
    "svg": "image/svg+xml",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
}

_PREFERRED = {media_type: extension for extension, media_type in reversed(list(EXTENSIONS.items()))}

_SIGNATURES: tuple[tuple[bytes, str], ...] = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")

# Brands of the ISO container that are something else than an MP4 film.
_BRANDS: Mapping[bytes, str] = {
    b"avif": "image/avif",
    b"avis": "image/avif",
    b"heic": "image/heic",
    b"heix": "image/heic",
    b"mif1": "image/heif",
    b"qt  ": "video/quicktime",
    b"M4A ": "audio/mp4",
}


def sniff(head: bytes) -> str | None:
    """The media type that the first bytes prove, or None where they prove nothing."""
    for signature, media_type in _SIGNATURES:
        if head.startswith(signature):
            return media_type
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "image/webp"
    if head[4:8] == b"ftyp":
        return _BRANDS.get(head[8:12], "video/mp4")
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "video/webm" if b"webm" in head else "video/x-matroska"
    if head.startswith(_ZIP):
        return "application/zip"
    return None


def judge(head: bytes, declared: str | None, filename: str) -> str:
    """The media type to store: bytes first, then the declared type, then the name's extension."""
    essence = (declared or "").partition(";")[0].strip().lower()
    if not _ESSENCE.fullmatch(essence):
        essence = UNKNOWN
    proven = sniff(head)
    if proven == "application/zip" and essence not in (UNKNOWN, "text/plain"):
        return essence  # documents of office programs are zip archives; the declared type is the finer one
    if proven is not None:
        return proven
    return EXTENSIONS.get(extension(filename), UNKNOWN) if essence == UNKNOWN else essence


def extension(filename: str) -> str:
    """What follows the last dot, in lower case, or nothing."""
    return filename.rpartition(".")[2].lower() if "." in filename else ""


def preferred_extension(media_type: str) -> str:
    """The extension that a URL for this type ends with."""
    return _PREFERRED.get(media_type, "bin")
