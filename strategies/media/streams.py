"""Bytes without a format: endless, the same for the same seed, and unkind to whoever copies them."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator

Stream = Callable[[int], Iterator[bytes]]

_BLOCK = 1 << 16
# Texts that a parser of multipart bodies, of lines or of C strings may take for its own. The delimiter that a
# form really uses is derived from its content and is none of these.
_TRAPS = (
    b"\r\n--",
    b"--\r\n",
    b"\r\n\r\n",
    b"\r\n------WebKitFormBoundary",
    b"\n--boundary--\n",
    b'Content-Disposition: form-data; name="file"; filename="other.png"\r\n',
    b"Content-Type: text/plain\r\n\r\n",
    b"\0",
    b"\r",
    b"\n",
    b"\xff\xfe",
    b"\xef\xbb\xbf",
    b"\x1a",
    b"--",
)


def binary(seed: int) -> Iterator[bytes]:
    """All 256 byte values once, beginning at `seed`; then pseudo-random bytes."""
    start = seed % 256
    yield bytes((start + step) % 256 for step in range(256))
    yield from _noise(seed)


def delimiters(seed: int) -> Iterator[bytes]:
    """Pieces of multipart delimiters, headers, blank lines and NULs, in an order that `seed` picks."""
    yield from (_TRAPS[(seed + index) % len(_TRAPS)] for index in range(len(_TRAPS)))
    for block in _noise(seed):
        yield b"".join(_TRAPS[byte % len(_TRAPS)] + bytes((byte,)) for byte in block[:4096])


def newlines(seed: int) -> Iterator[bytes]:
    """Carriage returns, line feeds and pairs of them, beginning and ending anyhow."""
    endings = (b"\r\n", b"\n", b"\r", b"\n\r", b"\r\r\n", b" \n")
    for block in _noise(seed):
        yield b"".join(endings[byte % len(endings)] for byte in block[:4096])


def zeros(seed: int) -> Iterator[bytes]:
    """NUL bytes; every seed gives the same."""
    del seed
    yield from itertools.repeat(bytes(_BLOCK))


def _noise(seed: int) -> Iterator[bytes]:
    for number in itertools.count():
        yield hashlib.shake_128(f"{seed}/{number}".encode()).digest(1 << 9 if number == 0 else _BLOCK)
