"""What the boxes of an MP4 say before any demuxer sees them.

A demuxer reserves memory for every sample that a table counts, and one table of a few bytes can count billions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

# Boxes that hold the tables, as far as the tables that count samples.
_HOLDERS = frozenset([b"moov", b"trak", b"mdia", b"minf", b"stbl", b"moof", b"traf"])

# All tracks together: more than two minutes of pictures and sound make.
_MOST_SAMPLES = 100_000
# A moving picture has some dozens; millions would take minutes to walk.
_MOST_BOXES = 20_000

# Brands of files that are built of the same boxes and are something else.
_OTHERS = frozenset([b"qt  ", b"heic", b"heix", b"mif1", b"msf1", b"avif", b"avis", b"M4A ", b"crx "])


def check(data: bytes) -> None:
    """Pass if `data` looks like a whole MP4 whose tables count no more than can be held.

    Raises:
        ValueError: it does not; why, for a person to read.
    """
    if not data:
        raise ValueError("is empty")
    if data[4:8] != b"ftyp" or data[8:12] in _OTHERS:
        raise ValueError("is no video/mp4 by its first bytes")
    kinds = set()
    samples = 0
    for count, (kind, content) in enumerate(_boxes(data, 0, len(data))):
        if count > _MOST_BOXES:
            raise ValueError("consists of too many boxes")
        if kind == b"cmov":
            raise ValueError("has compressed tables")
        kinds.add(kind)
        samples += _samples(kind, content)
        if samples > _MOST_SAMPLES:
            raise ValueError("counts too many samples")
    if b"moov" not in kinds:
        raise ValueError("has no table of its contents")
    if not kinds & {b"mdat", b"moof"}:
        raise ValueError("has no contents")


def _boxes(data: bytes, place: int, end: int) -> Iterator[tuple[bytes, memoryview]]:
    """Kind and content of each box, holders before what they hold."""
    view = memoryview(data)
    while place < end:
        head = 8
        try:
            size, kind = struct.unpack_from(">I4s", data, place)
            if size == 1:
                head = 16
                (size,) = struct.unpack_from(">Q", data, place + 8)
        except struct.error:
            raise ValueError("ends before it is complete") from None
        if size == 0:  # up to the end
            size = end - place
        if size < head:
            raise ValueError("is damaged: a box is smaller than its head")
        if place + size > end:
            raise ValueError("ends before it is complete")
        yield kind, view[place + head : place + size]
        if kind in _HOLDERS:
            yield from _boxes(data, place + head, place + size)
        place += size


def _samples(kind: bytes, content: memoryview) -> int:
    """How many samples a table makes a demuxer hold; 0 for what is no such table."""
    try:
        if kind in (b"stsz", b"stz2"):
            (count,) = struct.unpack_from(">I", content, 8)
            return int(count)
        if kind == b"trun":
            (count,) = struct.unpack_from(">I", content, 4)
            return int(count)
        if kind in (b"stts", b"ctts"):
            (entries,) = struct.unpack_from(">I", content, 4)
            if len(content) < 8 + 8 * entries:
                raise ValueError("is damaged: a table is longer than its box")
            # Each sample is counted by its sizes as well; only what goes beyond that would be news.
            total = sum(count for count, _ in struct.iter_unpack(">II", content[8 : 8 + 8 * entries]))
            return total if total > _MOST_SAMPLES else 0
    except struct.error:
        raise ValueError("is damaged: a table is longer than its box") from None
    return 0
