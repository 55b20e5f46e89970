"""However much an upload declares, looking into it costs a bounded amount of memory, measured from outside."""

from __future__ import annotations

import struct
import subprocess
import sys
import textwrap
import zlib

import pytest

from conformance.emulator.imagine import films


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, rows=b"", depth=8, colour=2):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def peak(code):
    """By how many bytes a process grows at most when it runs `code`, beyond what importing costs."""
    program = """
        import io, resource, struct, sys, zlib
        from concurrent.futures import ThreadPoolExecutor
        from conformance.emulator.imagine import decoding, films, pictures
        from PIL import Image
        def refused(look, data):
            try:
                look(data)
            except decoding.Undecodable:
                return
            raise SystemExit("was not refused")
        def most():
            return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)
        data = sys.stdin.buffer.read()
        before = most()
    """
    script = textwrap.dedent(program) + textwrap.dedent(code) + "\nprint(most() - before)\n"

    def run(data):
        done = subprocess.run(
            [sys.executable, "-W", "error", "-c", script], input=data, capture_output=True, check=False
        )
        assert (done.returncode, done.stderr) == (0, b""), done.stderr.decode()
        return int(done.stdout)

    return run


BOMBS = {
    # 3.6 thousand million pixels declared, none there
    "declared": png(60_000, 60_000),
    "one row": png(2**31 - 1, 1),
    # 400 million pixels that are there, a bit each
    "packed": png(20_000, 20_000, bytes(2501 * 20_000), depth=1, colour=0),
    "webp": b"RIFF"
    + struct.pack("<I", 4 + 18)
    + b"WEBPVP8X"
    + struct.pack("<I", 10)
    + bytes(4)
    + b"\xfe\x3f\0" * 2,
    "jpeg": b"\xff\xd8\xff\xc0" + struct.pack(">HBHHB", 11, 8, 65_500, 65_500, 1) + b"\1\x11\0\xff\xd9",
}


@pytest.mark.parametrize("name", BOMBS)
def test_a_bomb_of_pixels_costs_nothing(name):
    assert len(BOMBS[name]) < 100_000
    assert peak("refused(decoding.decode_image, data)")(BOMBS[name]) < 2**24


def test_a_bomb_of_remarks_costs_nothing():
    text = chunk(b"zTXt", b"Comment\0\0" + zlib.compress(bytes(2**26)))
    profile = chunk(b"iCCP", b"profile\0\0" + zlib.compress(bytes(2**26)))
    plain = png(1, 1, b"\0\1\2\3")
    assert peak("decoding.decode_image(data)")(plain[:33] + text + profile + plain[33:]) < 2**24


def test_a_bomb_of_samples_costs_nothing():
    film = films.film("film", seconds=2, ratio="1:1", resolution="480p").content
    place = film.index(b"stsz") + 8
    counted = film[:place] + struct.pack(">II", 1, 2**32 - 1) + film[place + 8 :]
    assert peak("refused(decoding.probe_video, data)")(counted) < 2**24


def test_the_largest_images_are_decoded_one_at_a_time():
    largest = png(5000, 5000, bytes(20_001 * 5000), colour=6)
    alone = peak("decoding.decode_image(data)")(largest)
    many = peak("list(ThreadPoolExecutor(6).map(decoding.decode_image, [data] * 6))")(largest)
    assert alone < 2**28
    assert many < 2**28 + 2**27
