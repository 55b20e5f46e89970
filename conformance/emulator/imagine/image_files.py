"""What the bytes of an image say before any decoder sees them.

Decoders reserve memory by the size that a file declares, warn about metadata through a filter that all threads
share, and forgive files that end early. So the size is read here first, and only what makes the pixels goes on.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_NEEDED_CHUNKS = frozenset([b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"])
_STARTS_OF_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_START_OF_SCAN = 0xDA
_SCAN, _END_OF_IMAGE = b"\xff\xda", b"\xff\xd9"
# Segments of applications and remarks, but for the two that say how colours are written.
_UNNEEDED_SEGMENTS = (frozenset(range(0xE0, 0xF0)) | {0xFE}) - {0xE0, 0xEE}
_EXIF = b"Exif\0\0"
_ORIENTATION = 0x0112

# Chunks, segments or scans of one file. Real ones have hundreds; to walk millions, or to decode as many
# scans, would take minutes.
_MOST_PARTS = 20_000
_MOST_SCANS = 200


@dataclass(frozen=True, slots=True)
class Declared:
    """What a file says of itself: its media type, its size in pixels, and how Exif wants it turned (1 to 8).

    `essence` is the file without what is not needed for the pixels of its first picture.
    """

    content_type: str
    width: int
    height: int
    orientation: int
    essence: bytes


def declared(data: bytes) -> Declared:
    """What `data` declares.

    Raises:
        ValueError: it is no image of a known type, or ends before it is complete; why, for a person to read.
    """
    if not data:
        raise ValueError("is empty")
    for content_type, (accepts, read) in _READERS.items():
        if accepts(data):
            try:
                width, height, orientation, essence = read(data)
            except (struct.error, IndexError):
                raise ValueError("ends before it is complete") from None
            if width < 1 or height < 1:
                raise ValueError("declares no pixels")
            return Declared(content_type, width, height, orientation, essence)
    raise ValueError(f"is none of {', '.join(_READERS)} by its first bytes")


_Read = tuple[int, int, int, bytes]


def _png(data: bytes) -> _Read:
    kept = [_SIGNATURE]
    size: tuple[int, int] | None = None
    orientation = 1
    for kind, content, whole in _chunks(data):
        if size is None and kind != b"IHDR":
            raise ValueError("does not begin with its header")
        if kind == b"IHDR":
            size = struct.unpack_from(">II", content)
        elif kind == b"eXIf":
            orientation = _orientation(content)
        if kind in _NEEDED_CHUNKS:
            kept.append(whole)
    assert size is not None
    return *size, orientation, b"".join(kept)


def _chunks(data: bytes) -> Iterator[tuple[bytes, bytes, bytes]]:
    """Kind, content and all bytes of each chunk, up to the last; whatever follows that is not the image's."""
    place = len(_SIGNATURE)
    for _ in range(_MOST_PARTS):
        length, kind = struct.unpack_from(">I4s", data, place)
        (checksum,) = struct.unpack_from(">I", data, place + 8 + length)
        content = data[place + 8 : place + 8 + length]
        if zlib.crc32(content, zlib.crc32(kind)) != checksum:
            raise ValueError("is damaged: a checksum does not hold")
        yield kind, content, data[place : place + 12 + length]
        place += 12 + length
        if kind == b"IEND":
            return
    raise ValueError("consists of too many parts")


def _jpeg(data: bytes) -> _Read:
    kept = [data[:2]]
    size: tuple[int, int] | None = None
    orientation = 1
    scan = len(data)
    for marker, content, place in _segments(data):
        if marker in _STARTS_OF_FRAMES:
            if size is not None:
                raise ValueError("declares its size twice")
            height, width = struct.unpack_from(">HH", content, 1)
            size = width, height
        elif marker == 0xE1 and content.startswith(_EXIF):
            orientation = _orientation(content[len(_EXIF) :])
        elif marker == _START_OF_SCAN:
            scan = place
            break
        if marker not in _UNNEEDED_SEGMENTS:
            kept.append(b"\xff%c%c%c" % (marker, *divmod(2 + len(content), 256)) + content)
    if size is None:
        raise ValueError("has no frame")
    # Decoders make do without the end marker, so a file that lost its last bytes would pass for a whole one.
    if data.rfind(_END_OF_IMAGE) < scan:
        raise ValueError("ends before it is complete")
    if data.count(_SCAN, scan) > _MOST_SCANS:
        raise ValueError("consists of too many parts")
    kept.append(data[scan:])
    return *size, orientation, b"".join(kept)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, int]]:
    """Marker, content and place of each segment, up to the first scan."""
    place = 2
    marker = 0
    for _ in range(_MOST_PARTS):
        if marker == _START_OF_SCAN:
            return
        if data[place] != 0xFF:
            raise ValueError("is damaged: a segment does not begin where the one before it ends")
        marker = data[place + 1]
        if marker == 0xFF:  # padding before a marker
            place += 1
            continue
        (length,) = struct.unpack_from(">H", data, place + 2)
        if length < 2 or place + 2 + length > len(data):
            raise ValueError("is damaged: a segment does not end where it says")
        yield marker, data[place + 4 : place + 2 + length], place
        place += 2 + length
    raise ValueError("consists of too many parts")


def _webp(data: bytes) -> _Read:
    (length,) = struct.unpack_from("<I", data, 4)
    whole = data[: 8 + length]
    if len(whole) < 8 + length:
        raise ValueError("ends before it is complete")
    first, content = whole[12:16], whole[20:30]
    if first == b"VP8X":
        width = 1 + int.from_bytes(content[4:7], "little")
        height = 1 + int.from_bytes(content[7:10], "little")
    elif first == b"VP8 ":
        width, height = (side & 0x3FFF for side in struct.unpack_from("<HH", content, 6))
    elif first == b"VP8L":
        (bits,) = struct.unpack_from("<I", content, 1)
        width, height = 1 + (bits & 0x3FFF), 1 + (bits >> 14 & 0x3FFF)
    else:
        raise ValueError("has no picture where one must begin")
    orientation = 1
    place = 12
    for _ in range(_MOST_PARTS):
        if place + 8 > len(whole):
            return width, height, orientation, whole
        kind, length = struct.unpack_from("<4sI", whole, place)
        if kind == b"EXIF":
            orientation = _orientation(whole[place + 8 : place + 8 + length].removeprefix(_EXIF))
        place += 8 + length + length % 2
    raise ValueError("consists of too many parts")


def _orientation(exif: bytes) -> int:
    """How the picture is to be turned, by its Exif (a TIFF header and a directory); 1 if that cannot be read."""
    order = {b"II*\0": "<", b"MM\0*": ">"}.get(exif[:4])
    if order is None:
        return 1
    try:
        (place,) = struct.unpack_from(f"{order}I", exif, 4)
        (entries,) = struct.unpack_from(f"{order}H", exif, place)
        for entry in range(entries):
            tag, kind, count, value = struct.unpack_from(f"{order}HHIH", exif, place + 2 + 12 * entry)
            if (tag, kind, count) == (_ORIENTATION, 3, 1):
                return value if 1 <= value <= 8 else 1
    except struct.error:
        pass
    return 1


_READERS: Mapping[str, tuple[Callable[[bytes], bool], Callable[[bytes], _Read]]] = MappingProxyType(
    {
        "image/png": (lambda data: data.startswith(_SIGNATURE), _png),
        "image/jpeg": (lambda data: data.startswith(b"\xff\xd8\xff"), _jpeg),
        "image/webp": (lambda data: data[:4] == b"RIFF" and data[8:12] == b"WEBP", _webp),
    }
)
