"""What the boxes of an MP4 say before any demuxer sees them.

A demuxer reserves memory for every sample that a table counts, and one table of a few bytes can count billions.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

# Boxes that hold the tables, as far as the tables that count samples.
_HOLDERS = frozenset([b"moov", b"trak", b"edts", b"mdia", b"minf", b"stbl", b"moof", b"traf"])
_DEEPEST = 8

# All tracks together: more than two minutes of pictures and sound make.
_MOST_SAMPLES = 100_000
# A demuxer holds the samples once for every edit that may show them.
_MOST_SHOWN = 10 * _MOST_SAMPLES
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
    samples = edits = 0
    for count, (kind, content) in enumerate(_boxes(data)):
        if count > _MOST_BOXES:
            raise ValueError("consists of too many boxes")
        if kind == b"cmov":
            raise ValueError("has compressed tables")
        kinds.add(kind)
        try:
            samples += _samples(kind, content)
            edits += struct.unpack_from(">I", content, 4)[0] if kind == b"elst" else 0
        except struct.error:
            raise ValueError("is damaged: a table is longer than its box") from None
        if samples > _MOST_SAMPLES or samples * edits > _MOST_SHOWN:
            raise ValueError("counts too many samples")
    if b"moov" not in kinds:
        raise ValueError("has no table of its contents")
    if not kinds & {b"mdat", b"moof"}:
        raise ValueError("has no contents")


def _boxes(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Kind and content of each box, holders before what they hold."""
    view = memoryview(data)
    place, ends = 0, [len(data)]
    while ends:
        if place == ends[-1]:
            ends.pop()
            continue
        head, size, kind = _head(data, place, ends[-1])
        yield kind, view[place + head : place + size]
        if kind in _HOLDERS:
            if len(ends) > _DEEPEST:
                raise ValueError("holds boxes in boxes without end")
            ends.append(place + size)
            place += head
        else:
            place += size


def _head(data: bytes, place: int, end: int) -> tuple[int, int, bytes]:
    """Of the box at `place`: the size of its head, that of the whole, and its kind."""
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
    return head, size, kind


def _samples(kind: bytes, content: memoryview) -> int:
    """How many samples a table makes a demuxer hold; 0 for what is no such table.

    Raises:
        struct.error: the table is longer than its box.
    """
    if kind in (b"stsz", b"stz2", b"trun"):
        (count,) = struct.unpack_from(">I", content, 4 if kind == b"trun" else 8)
        return int(count)
    if kind in (b"stts", b"ctts"):
        (entries,) = struct.unpack_from(">I", content, 4)
        if entries > _MOST_SAMPLES:
            return int(entries)
        runs = struct.unpack_from(f">{2 * entries}I", content, 8)
        # Each sample is counted among the sizes as well; only what goes beyond that would be news.
        total = sum(runs[::2])
        return total if total > _MOST_SAMPLES else 0
    return 0
