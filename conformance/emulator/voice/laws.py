"""Encodings of raw audio, made linear: 16-bit little-endian samples, and one byte each by the two laws of G.711."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

#: Bytes of one sample.
WIDTHS: Final = {"pcm": 2, "mulaw": 1, "alaw": 1}


def linear(data: bytes, encoding: str) -> bytes:
    """Whole samples in `encoding` as 16-bit samples of this machine, which has the low byte first.

    Raises:
        KeyError: no such encoding.
    """
    if encoding == "pcm":
        return data
    low, high = _TABLES[encoding]
    samples = bytearray(2 * len(data))
    samples[::2] = data.translate(low)
    samples[1::2] = data.translate(high)
    return bytes(samples)


def _mulaw(code: int) -> int:
    code = ~code & 0xFF
    size = (((code & 0x0F) << 3) + 0x84 << (code >> 4 & 7)) - 0x84
    return -size if code & 0x80 else size


def _alaw(code: int) -> int:
    code ^= 0x55
    exponent, mantissa = code >> 4 & 7, code & 0x0F
    size = (mantissa << 4) + 8
    if exponent:
        size = size + 0x100 << exponent - 1
    return size if code & 0x80 else -size


def _tables(value: Callable[[int], int]) -> tuple[bytes, bytes]:
    words = [value(code) & 0xFFFF for code in range(256)]
    return bytes(word & 0xFF for word in words), bytes(word >> 8 for word in words)


_TABLES: Final = {"mulaw": _tables(_mulaw), "alaw": _tables(_alaw)}
