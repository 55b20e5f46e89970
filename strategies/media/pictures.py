"""Pictures of one colour, of any width and height, in a few hundred bytes, made without a library.

The encoders are written out here so that the bytes are the same everywhere: what a library packs differs from
version to version. `seed` picks the colour and stands where the format keeps remarks.
"""

from __future__ import annotations

import functools
import struct
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from strategies.media.bits import first_is_high, first_is_low, high, low
from strategies.media.frames import mark
from strategies.media.kinds import KINDS, Kind
from strategies.media.recipe import Media

# Large enough for every service that has a lower bound, small enough for a data URI.
SIDE = 256
# As many pixels either way as the narrowest of the formats has room for.
MOST = 2**14


@dataclass(frozen=True, slots=True, repr=False)
class Picture(Media):
    """A real picture of `width` by `height` pixels, in a format that `ENCODERS` names; else like `Media`.

    Raises:
        KeyError: no encoder writes this kind.
        ValueError: more pixels than `MOST` either way, or none; or more bytes are needed than `size`.
    """

    width: int = SIDE
    height: int = SIDE

    def __repr__(self) -> str:
        how = self._how
        more = f", {self.size}, {self.seed}" if (self.size, self.seed) != (how.natural, 0) else ""
        return f"Picture({self.kind!r}{more}, width={self.width}, height={self.height})"

    @property
    def _how(self) -> Kind:
        return _kind(self.kind, self.width, self.height)


@functools.lru_cache(maxsize=256)
def _kind(kind: str, width: int, height: int) -> Kind:
    if kind not in ENCODERS:
        raise KeyError(f"{kind}: no picture is made of this kind; there are {', '.join(ENCODERS)}")
    encode = ENCODERS[kind]
    if not (0 < width <= MOST and 0 < height <= MOST):
        raise ValueError(f"a {kind} of {width} by {height} pixels: there are from 1 to {MOST} either way")

    def frame(seed: int, fill: int) -> tuple[bytes, bytes]:
        del fill
        return encode(width, height, seed), b""

    like = KINDS[kind]
    return Kind(
        content_type=like.content_type,
        extension=like.extension,
        natural=len(encode(width, height, 0)),
        frame=frame,
    )


def png(width: int, height: int, seed: int) -> bytes:
    """A picture with a palette of one colour; every byte of it is nought, which packs well."""
    header = png_chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 3, 0, 0, 0))
    remark = png_chunk(b"tEXt", b"Comment\0" + mark(seed))
    palette = png_chunk(b"PLTE", (seed % 2**24 ^ 0x4080C0).to_bytes(3, "big"))
    pixels = png_chunk(b"IDAT", _noughts(height * (1 + width)))
    return b"\x89PNG\r\n\x1a\n" + header + remark + palette + pixels + png_chunk(b"IEND", b"")


def png_chunk(kind: bytes, data: bytes) -> bytes:
    """One chunk: its length, its kind, what it holds, and a checksum of both."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _noughts(count: int) -> bytes:
    """`count` bytes of nought, deflated with the fixed codes: one byte, then copies of 258, then the rest."""
    copies, rest = divmod(count - 1, 258)
    nought, copy, end = high(0x30, 8), high(0xC5, 8) + "00000", "0000000"
    bits = "1" + low(1, 2) + nought + copy * copies + nought * rest + end
    checksum = (count % 65521) << 16 | 1
    return b"\x78\x01" + first_is_low(bits) + checksum.to_bytes(4, "big")


def jpeg(width: int, height: int, seed: int) -> bytes:
    """A picture in which every block is like the one before it, which takes two bits."""

    def segment(kind: int, data: bytes) -> bytes:
        return struct.pack(">BBH", 0xFF, kind, 2 + len(data)) + data

    def codes(table: int, *symbols: int) -> bytes:
        """A code of one bit for the first symbol, of two for the second."""
        lengths = bytes(1 if length < len(symbols) else 0 for length in range(16))
        return segment(0xC4, bytes((table,)) + lengths + bytes(symbols))

    components = b"".join(bytes((number, 0x11, 0)) for number in (1, 2, 3))
    scan = b"".join(bytes((number, 0)) for number in (1, 2, 3))
    # A block's colour is seven bits here, its highest set: brighter than the middle.
    colours = [64 + (seed >> shift) % 64 for shift in (0, 6, 12)]
    first = "".join(f"10{high(colour, 7)}0" for colour in colours)
    blocks = -(-width // 8) * -(-height // 8)
    return b"".join(
        (
            b"\xff\xd8",
            segment(0xE0, b"JFIF\0\x01\x01\0\0\x01\0\x01\0\0"),
            segment(0xFE, mark(seed)),
            segment(0xDB, b"\0" + b"\x08" + b"\x01" * 63),
            segment(0xC0, struct.pack(">BHHB", 8, height, width, 3) + components),
            codes(0x00, 0, 7),
            codes(0x10, 0),
            segment(0xDA, b"\x03" + scan + b"\x00\x3f\x00"),
            first_is_high(first + "000000" * (blocks - 1), pad="1"),
            b"\xff\xd9",
        )
    )


def webp(width: int, height: int, seed: int) -> bytes:
    """A lossless picture in which every channel knows one value, which takes no bits at all."""

    def only(value: int) -> str:
        return "101" + low(value, 8)

    size = low(width - 1, 14) + low(height - 1, 14) + "0" + "000"
    channels = [only(value) for value in (seed % 256 ^ 0x80, seed >> 8 & 255, seed >> 16 & 255, 255)]
    data = b"\x2f" + first_is_low(size + "000" + "".join(channels) + "1000")
    data += b"\0" * (len(data) % 2)
    body = b"WEBPVP8L" + struct.pack("<I", len(data)) + data + b"SEED" + struct.pack("<I", 16) + mark(seed)
    return b"RIFF" + struct.pack("<I", len(body)) + body


# What writes each format, from width, height and seed.
ENCODERS: Mapping[str, Callable[[int, int, int], bytes]] = MappingProxyType(
    {"png": png, "jpeg": jpeg, "webp": webp}
)
