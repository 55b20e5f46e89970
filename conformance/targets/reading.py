"""Reads answers with bounds: how much of a body is taken, also once it is unpacked."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping

#: Of an answer that should be JSON this much is read, in bytes; of one with images in it, ten times what one of four
#: million pixels takes in base64; of a file's content, more than any may hold; of a refusal, more than anybody
#: would read.
MOST_JSON = 8 << 20
MOST_IMAGES = 192 << 20
MOST_CONTENT = 96 << 20
MOST_REFUSAL = 1 << 20
#: gzip and zlib, told apart by their headers.
_ANY_ZLIB = 47


def read(stream: Iterable[bytes], most: int) -> tuple[bytes, bool]:
    """At most `most` bytes, and whether there were more."""
    chunks: list[bytes] = []
    size = 0
    for chunk in stream:
        chunks.append(chunk)
        size += len(chunk)
        if size > most:
            return b"".join(chunks)[:most], True
    return b"".join(chunks), False


def unpacked(body: bytes, headers: Mapping[str, str], most: int) -> tuple[bytes, bool]:
    """`body` without the compression that `headers` name, and whether it was cut off at `most` bytes.

    Compression is never asked for; a machine in between may use it all the same, and any client unpacks it.
    What does not unpack stays as it is.
    """
    if headers.get("content-encoding", "").strip().lower() not in ("gzip", "x-gzip", "deflate"):
        return body, False
    try:
        content = zlib.decompressobj(_ANY_ZLIB).decompress(body, most + 1)
    except zlib.error:
        return body, False
    return content[:most], len(content) > most
