"""Videos of any length that really play: MP4 of grey frames, a few kilobytes each."""

from __future__ import annotations

import functools
import struct
from dataclasses import dataclass
from typing import Final

from strategies.media import h264
from strategies.media.frames import mark
from strategies.media.kinds import KINDS, Kind
from strategies.media.recipe import Media

FRAMES_PER_SECOND: Final = 30
# As long as anything may be that starts from a video, and no longer.
SECONDS: Final = 2.0
_UNITY = struct.pack(">9I", 0x10000, 0, 0, 0, 0x10000, 0, 0, 0, 0x40000000)


@dataclass(frozen=True, slots=True, repr=False)
class Clip(Media):
    """An MP4 in H.264 of `seconds`, to the nearest thirtieth, of `width` by `height` pixels; else like `Media`.

    Raises:
        ValueError: it is shorter than a frame, a side is odd or none, or more bytes are needed than `size`.
    """

    kind: str = "mp4"
    seconds: float = SECONDS
    width: int = 640
    height: int = 360

    def __repr__(self) -> str:
        how = self._how
        more = [f"size={self.size}"] if self.size != how.natural else []
        more += [f"seed={self.seed}"] if self.seed else []
        more += [f"seconds={self.seconds}", f"width={self.width}", f"height={self.height}"]
        return f"Clip({', '.join(more)})"

    @property
    def _how(self) -> Kind:
        return _kind(round(self.seconds * FRAMES_PER_SECOND), self.width, self.height)


@functools.lru_cache(maxsize=256)
def _kind(count: int, width: int, height: int) -> Kind:
    if count < 1 or min(width, height) < 2 or width % 2 or height % 2:
        raise ValueError(f"a video of {count} frames of {width} by {height} pixels cannot be made")
    film = _film(count, width, height)

    def frame(seed: int, fill: int) -> tuple[bytes, bytes]:
        return film + struct.pack(">I4s", 8 + 16 + fill, b"free") + mark(seed), b""

    like = KINDS["mp4"]
    natural = len(frame(0, 0)[0])
    return Kind(content_type=like.content_type, extension=like.extension, natural=natural, frame=frame)


def _film(count: int, width: int, height: int) -> bytes:
    """All boxes but the last, with what players need first, so that they can start before they have it all."""
    samples = [struct.pack(">I", len(unit)) + unit for unit in h264.frames(width, height, count)]
    head = _box(b"ftyp", b"isom\0\0\x02\0isomiso2avc1mp41")
    # The table says where the frames begin, and its own length does not depend on that.
    start = len(head) + len(_moov(samples, width, height, 0)) + 8
    return head + _moov(samples, width, height, start) + _box(b"mdat", *samples)


def _box(kind: bytes, *content: bytes) -> bytes:
    data = b"".join(content)
    return struct.pack(">I4s", 8 + len(data), kind) + data


def _moov(samples: list[bytes], width: int, height: int, start: int) -> bytes:
    count = len(samples)
    header = struct.pack(">IIIIIIHH8x", 0, 0, 0, FRAMES_PER_SECOND, count, 0x10000, 0x100, 0)
    track = struct.pack(">IIIIII8xHHHH", 7, 0, 0, 1, 0, count, 0, 0, 0, 0)
    media = struct.pack(">IIIIIHH", 0, 0, 0, FRAMES_PER_SECOND, count, 0x55C4, 0)
    handler = struct.pack(">II4s12x", 0, 0, b"vide") + b"VideoHandler\0"
    information = _box(
        b"minf",
        _box(b"vmhd", struct.pack(">IHHHH", 1, 0, 0, 0, 0)),
        _box(b"dinf", _box(b"dref", struct.pack(">II", 0, 1), _box(b"url ", struct.pack(">I", 1)))),
        _table(samples, width, height, start),
    )
    return _box(
        b"moov",
        _box(b"mvhd", header, _UNITY, bytes(24), struct.pack(">I", 2)),
        _box(
            b"trak",
            _box(b"tkhd", track, _UNITY, struct.pack(">II", width << 16, height << 16)),
            _box(b"mdia", _box(b"mdhd", media), _box(b"hdlr", handler), information),
        ),
    )


def _table(samples: list[bytes], width: int, height: int, start: int) -> bytes:
    count = len(samples)
    sequence, picture = h264.parameters(width, height)
    codec = struct.pack(">B3sBB", 1, sequence[1:4], 0xFF, 0xE1)
    codec += struct.pack(">H", len(sequence)) + sequence + struct.pack(">BH", 1, len(picture)) + picture
    looks = struct.pack(">6xH16xHHIIIH32xHH", 1, width, height, 72 << 16, 72 << 16, 0, 1, 24, 0xFFFF)
    sizes = struct.pack(f">III{count}I", 0, 0, count, *map(len, samples))
    return _box(
        b"stbl",
        _box(b"stsd", struct.pack(">II", 0, 1), _box(b"avc1", looks, _box(b"avcC", codec))),
        _box(b"stts", struct.pack(">IIII", 0, 1, count, 1)),
        _box(b"stss", struct.pack(">III", 0, 1, 1)),
        _box(b"stsc", struct.pack(">IIIII", 0, 1, 1, count, 1)),
        _box(b"stsz", sizes),
        _box(b"stco", struct.pack(">III", 0, 1, start)),
    )
