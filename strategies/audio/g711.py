"""G.711: 16-bit samples as one byte each, by the mu-law and by the A-law."""

from __future__ import annotations

import functools
import sys
from array import array
from collections.abc import Callable

_BIAS = 0x84
_CLIP = 32635


def encoded(samples: bytes, law: str) -> bytes:
    """16-bit little-endian samples as `mulaw` or `alaw`.

    Raises:
        KeyError: another law.
    """
    table = _table(law)
    words = array("H", samples)
    if sys.byteorder == "big":
        words.byteswap()
    return bytes(map(table.__getitem__, words))


@functools.lru_cache(maxsize=2)
def _table(law: str) -> bytes:
    """The code of every sample, by its 16 bits as an unsigned number. The laws look at 14 and at 13 bits."""
    code, step = _LAWS[law]
    signed = (word - 0x10000 if word >= 0x8000 else word for word in range(0, 0x10000, step))
    return b"".join(bytes((code(sample),)) * step for sample in signed)


def _mulaw(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), _CLIP) + _BIAS
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | size >> (exponent + 3) & 0x0F) & 0xFF


def _alaw(sample: int) -> int:
    sign = 0x80 if sample >= 0 else 0
    size = (sample if sample >= 0 else ~sample) >> 3  # 12 bits
    exponent = max(0, size.bit_length() - 5)
    mantissa = size >> max(exponent, 1) & 0x0F
    return (sign | exponent << 4 | mantissa) ^ 0x55


_LAWS: dict[str, tuple[Callable[[int], int], int]] = {"mulaw": (_mulaw, 4), "alaw": (_alaw, 8)}
