"""What stands before and after the fill in a file of each format, so that it stays a real file at any size.

Each function takes the seed and the number of fill bytes, and gives (head, tail). The lengths of both never
depend on either. The seed goes where the format keeps remarks, so that other seeds make other bytes.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable

from strategies.media import samples

Frame = Callable[[int, int], tuple[bytes, bytes]]


def mark(seed: int) -> bytes:
    """`seed` as 16 hex digits, the low 64 bits of it."""
    return f"{seed % 2**64:016x}".encode()


def png(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One pixel; decoders stop at IEND, so the fill follows it."""
    del fill

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 2, 0, 0, 0))
    # Stored, not deflated: how well a colour packs must not change the length.
    pixel = chunk(b"IDAT", zlib.compress(b"\0" + (seed % 2**24).to_bytes(3, "big"), level=0))
    remark = chunk(b"tEXt", b"Comment\0" + mark(seed))
    return b"\x89PNG\r\n\x1a\n" + header + remark + pixel + chunk(b"IEND", b""), b""


def jpeg(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One pixel, with a comment; decoders stop at the end marker."""
    del fill
    comment = b"\xff\xfe" + struct.pack(">H", 2 + 16) + mark(seed)
    # The comment comes after the JFIF segment, which has to be the first.
    end = 4 + int.from_bytes(samples.JPEG[4:6], "big")
    return samples.JPEG[:end] + comment + samples.JPEG[end:], b""


def webp(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One pixel, with a chunk that decoders skip; they stop where RIFF says."""
    del fill
    body = samples.WEBP[8:] + b"SEED" + struct.pack("<I", 16) + mark(seed)
    return b"RIFF" + struct.pack("<I", len(body)) + body, b""


def gif(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One pixel, with a comment, which needs the later version; decoders stop at the trailer."""
    del fill
    comment = b"\x21\xfe\x10" + mark(seed) + b"\0"
    return b"GIF89a" + samples.GIF[6:-1] + comment + b";", b""


def mp4(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One frame; seed and fill lie in a box that players skip."""
    return samples.MP4 + struct.pack(">I4s", 8 + 16 + fill, b"free") + mark(seed), b""


def webm(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One frame; seed and fill lie in a void element, its size written in eight bytes."""
    return samples.WEBM + b"\xec" + (2**56 | (16 + fill)).to_bytes(8, "big") + mark(seed), b""


def pdf(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One empty page; the fill is white space in its content."""
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 72 72]/Resources<<>>/Contents 4 0 R>>",
        b"<</Length %010d>>\nstream\n" % fill,
    )
    head = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n%" + mark(seed) + b"\n"
    places = []
    for number, content in enumerate(objects, start=1):
        places.append(len(head))
        head += b"%d 0 obj\n" % number + content
        head += b"" if content.endswith(b"stream\n") else b"\nendobj\n"
    tail = b"\nendstream\nendobj\n"
    table = len(head) + fill + len(tail)
    entries = b"".join(b"%010d 00000 n \n" % place for place in places)
    tail += b"xref\n0 5\n0000000000 65535 f \n" + entries
    return head, tail + b"trailer\n<</Size 5/Root 1 0 R>>\nstartxref\n%010d\n%%%%EOF\n" % table


def zipped(seed: int, fill: int) -> tuple[bytes, bytes]:
    """One stored entry; the fill lies between it and the directory, which says where it begins."""
    name, data = b"seed.txt", mark(seed)
    moment = struct.pack("<HHHII", 0, 0, 0x21, zlib.crc32(data), len(data)) + struct.pack("<I", len(data))
    entry = (
        b"PK\x03\x04" + struct.pack("<HH", 20, 0) + moment + struct.pack("<HH", len(name), 0) + name + data
    )
    directory = b"PK\x01\x02" + struct.pack("<HHH", 20, 20, 0) + moment
    directory += struct.pack("<HHHHHII", len(name), 0, 0, 0, 0, 0, 0) + name
    end = struct.pack("<HHHHIIH", 0, 0, 1, 1, len(directory), len(entry) + fill, 0)
    return entry, directory + b"PK\x05\x06" + end


def text(seed: int, fill: int) -> tuple[bytes, bytes]:
    """A line of plain text."""
    del fill
    return b"A note, number " + mark(seed) + b".", b"\n"


def json(seed: int, fill: int) -> tuple[bytes, bytes]:
    """An object with one member."""
    del fill
    return b'{"note": "' + mark(seed), b'"}\n'


def html(seed: int, fill: int) -> tuple[bytes, bytes]:
    """A page with a title; the fill lies in a remark."""
    del fill
    return b"<!doctype html>\n<title>" + mark(seed) + b"</title>\n<!--", b"-->\n"
