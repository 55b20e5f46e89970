"""Real images and films as inputs of generations, and every place where they can stand."""

import base64
import struct
import zlib

from conformance.emulator.imagine import films, pictures

IMAGES = {
    name: pictures.draw(name, ratio="1:1", resolution="1k", format=name).content
    for name in ("png", "jpeg", "webp")
}
FILM = films.film("film", seconds=2, ratio="1:1", resolution="480p").content


def uri(content, media_type="image/png"):
    """A data URI."""
    return f"data:{media_type};base64,{base64.b64encode(content).decode()}"


def chunk(kind, content):
    """A chunk of a PNG."""
    checksum = zlib.crc32(content, zlib.crc32(kind))
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", checksum)


def filled(size):
    """A PNG in a file of `size` bytes."""
    png = IMAGES["png"]
    return png[:-12] + chunk(b"fILL", bytes(size - len(png) - 12)) + png[-12:]


def bomb(side=20_000):
    """A small PNG that is enormous inside."""
    row = zlib.compressobj(9)
    lines = b"".join(row.compress(bytes(1 + side // 8)) for _ in range(side)) + row.flush()
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    parts = [chunk(b"IHDR", header), chunk(b"IDAT", lines), chunk(b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


def padded(film, size):
    """A film in a file of `size` bytes."""
    left = size - len(film)
    return film + struct.pack(">I4s", left, b"free") + bytes(left - 8)


def slots(source):
    """Every place where an image can stand: the operation, and the fields."""
    return [
        ("edit", {"image": source}),
        ("edit", {"images": [source]}),
        ("generations", {"image": source, "duration": 1}),
        ("generations", {"reference_images": [source], "duration": 1}),
    ]


def sent(team, what, body):
    """The answer to an operation."""
    return team.edit(**body) if what == "edit" else team.start(what, **body)


def works(team, what, body):
    """Whether an operation comes off, to its end."""
    answer = sent(team, what, body)
    if answer.status_code != 200 or what == "edit":
        return answer.status_code == 200
    return team.finished(answer.json()["request_id"])["status"] == "done"
