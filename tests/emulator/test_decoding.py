"""What others upload is looked into without trust: it decodes, or is refused with a reason, in bounded memory."""

from __future__ import annotations

import contextlib
import io
import random
import struct
import zlib
from concurrent.futures import ThreadPoolExecutor

import av
import pytest
from PIL import Image

import specs
from conformance.emulator.imagine import decoding, films
from conformance.emulator.imagine.decoding import Undecodable, decode_image, probe_video
from strategies.media import KINDS, Media
from titles import titled

INPUTS = specs.load().limit("image-input-types")
FILM = films.film("film", seconds=2, ratio="1:1", resolution="480p").content
RED, GREEN, BLUE = (254, 0, 0), (0, 255, 1), (0, 0, 254)


def saved(image, kind, **options):
    out = io.BytesIO()
    image.save(out, kind, **options)
    return out.getvalue()


def corners(mode="RGB"):
    """Taller than wide, with another colour in three of its corners."""
    image = Image.new("RGB", (40, 80), "white")
    for colour, place in ((RED, (0, 0)), (GREEN, (20, 0)), (BLUE, (0, 60))):
        image.paste(colour, (*place, place[0] + 20, place[1] + 20))
    return image.convert(mode)


def near(one, other):
    return all(abs(a - b) < 40 for a, b in zip(one, other, strict=True))


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(width, height, rows=b"", depth=8, colour=2):
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0))
    return b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def box(kind, content):
    return struct.pack(">I4s", 8 + len(content), kind) + content


def sound():
    """An MP4 that can only be heard."""
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("aac", rate=8000)
        frame = av.AudioFrame("fltp", "stereo", 1024)
        frame.sample_rate, frame.pts = 8000, 0
        for plane in frame.planes:
            plane.update(bytes(plane.buffer_size))
        container.mux([*stream.encode(frame), *stream.encode(None)])
    return out.getvalue()


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_is_known_by_its_bytes(kind):
    decoded = decode_image(saved(corners(), kind))
    assert (decoded.width, decoded.height) == decoded.image.size == (40, 80)
    assert decoded.image.mode == "RGB"
    assert decoded.content_type == Image.MIME[kind]
    for place, colour in (((10, 10), RED), ((30, 10), GREEN), ((10, 70), BLUE)):
        assert near(decoded.image.getpixel(place), colour)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("more", [0, 1, 5000])
def test_recipes_decode_exactly_if_they_are_of_a_type_of_inputs(kind, more):
    natural = Media(kind)
    data = Media(kind, size=natural.size + more).read() if kind != "empty" else b""
    if natural.content_type in INPUTS:
        assert decode_image(data).content_type == natural.content_type
    else:
        with pytest.raises(Undecodable):
            decode_image(data)
    if natural.content_type in specs.load().limit("video-input-types"):
        assert probe_video(data).frames == 1
    else:
        with pytest.raises(Undecodable):
            probe_video(data)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_stands_as_its_exif_says(kind, orientation):
    exif = Image.Exif()
    exif[0x0112] = orientation
    decoded = decode_image(saved(corners(), kind, exif=exif))
    assert (decoded.width, decoded.height) == ((80, 40) if orientation >= 5 else (40, 80))
    with Image.open(io.BytesIO(saved(corners(), kind, exif=exif))) as image:
        from PIL import ImageOps

        expected = ImageOps.exif_transpose(image).convert("RGB")
    for place in ((5, 5), (decoded.width - 5, 5), (5, decoded.height - 5)):
        assert near(decoded.image.getpixel(place), expected.getpixel(place))


@pytest.mark.parametrize(
    "exif", [b"", b"II*\0", b"MM\0*\0\0\0\x08\xff\xff", b"nonsense", b"II*\0\xff\xff\xff\x7f" * 40]
)
def test_broken_exif_changes_nothing(exif):
    for kind in ("PNG", "JPEG", "WEBP"):
        decoded = decode_image(saved(corners(), kind, exif=b"Exif\0\0" + exif))
        assert (decoded.width, decoded.height) == (40, 80)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("1", "PNG"), ("L", "PNG"), ("LA", "PNG"), ("P", "PNG"), ("RGBA", "PNG"), ("L", "JPEG"), ("CMYK", "JPEG"),
     ("YCbCr", "JPEG"), ("RGBA", "WEBP")],
)  # fmt: skip
def test_every_mode_becomes_colours(mode, kind):
    decoded = decode_image(saved(corners(mode), kind))
    expected = corners(mode).convert("RGB")
    for place in ((10, 10), (30, 10), (10, 70)):
        assert near(decoded.image.getpixel(place), expected.getpixel(place))


def test_sixteen_bits_are_scaled_and_not_clipped():
    image = Image.frombytes("I;16", (2, 1), struct.pack("<HH", 0x8000, 0x4000))
    decoded = decode_image(saved(image, "PNG"))
    assert decoded.image.getpixel((0, 0)) == (128, 128, 128)
    assert decoded.image.getpixel((1, 0)) == (64, 64, 64)
    rows = b"\0" + struct.pack(">HHH", 0xFFFF, 0x8000, 0)
    assert decode_image(png(1, 1, rows, depth=16)).image.getpixel((0, 0)) == (255, 128, 0)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_what_is_transparent_is_white(kind):
    image = Image.new("RGBA", (8, 8), (0, 0, 0, 0))
    assert decode_image(saved(image, kind, lossless=True)).image.getpixel((4, 4)) == (255, 255, 255)
    palette = Image.new("P", (8, 8), 3)
    palette.putpalette([9, 9, 9] * 8)
    assert decode_image(saved(palette, "PNG", transparency=3)).image.getpixel((4, 4)) == (255, 255, 255)


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_of_an_animation_the_first_picture_counts(kind):
    more = [Image.new("RGB", (40, 80), colour) for colour in ("black", "yellow")]
    decoded = decode_image(saved(corners(), kind, save_all=True, append_images=more, duration=100))
    assert near(decoded.image.getpixel((10, 10)), RED)


@pytest.mark.parametrize("kind", ["GIF", "BMP", "TIFF", "PPM", "ICO"])
def test_other_images_are_none_here(kind):
    with pytest.raises(Undecodable, match="none of"):
        decode_image(saved(corners(), kind))


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
def test_an_image_cut_anywhere_is_refused(kind):
    data = saved(corners(), kind)
    for end in range(len(data)):
        with pytest.raises(Undecodable):
            decode_image(data[:end])
    progressive = saved(corners(), "JPEG", progressive=True)
    for end in range(len(progressive)):
        with pytest.raises(Undecodable):
            decode_image(progressive[:end])


def test_a_film_cut_anywhere_is_refused():
    for end in [*range(0, len(FILM), 97), len(FILM) - 1]:
        with pytest.raises(Undecodable):
            probe_video(FILM[:end])


def test_a_title_in_any_encoding_does_no_harm():
    assert probe_video(titled(FILM, b"caf\xe9")) == probe_video(FILM)


def test_reasons_say_what_is_wrong():
    def reason(look, data):
        with pytest.raises(Undecodable) as caught:
            look(data)
        return caught.value.reason

    image = saved(corners(), "PNG")
    assert reason(decode_image, b"") == reason(probe_video, b"") == "is empty"
    assert (
        reason(decode_image, image[:-20]) == reason(probe_video, FILM[:-20]) == "ends before it is complete"
    )
    assert reason(decode_image, b"x" + image[1:]).startswith("is none of image/")
    assert reason(probe_video, b"x" * 8 + FILM[8:]) == "is no video/mp4 by its first bytes"
    assert reason(probe_video, FILM.replace(b"ftypisom", b"ftypqt  ")) == "is no video/mp4 by its first bytes"
    assert reason(decode_image, image.replace(b"IDAT", b"IDAX")) == "is damaged: a checksum does not hold"
    assert reason(decode_image, png(0, 7)) == "declares no pixels"
    assert "too many" in reason(decode_image, png(60_000, 60_000))
    assert reason(probe_video, image) == "is no video/mp4 by its first bytes"
    assert reason(decode_image, FILM).startswith("is none of image/")
    assert reason(probe_video, sound()) == "has no moving pictures"


def test_a_video_of_another_container_is_none_here():
    with pytest.raises(Undecodable, match="first bytes"):
        probe_video(Media("webm").read())


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_a_size_that_the_pixels_do_not_have_is_refused(kind):
    data = saved(corners(), kind)
    header = struct.pack("<HH", 40, 80)
    wrong = png(40, 80, bytes(60 * 80)) if kind == "PNG" else data.replace(header, struct.pack("<HH", 50, 90))
    assert wrong != data
    with pytest.raises(Undecodable):
        decode_image(wrong)


@pytest.mark.parametrize("seed", range(6))
def test_no_damage_is_answered_otherwise(seed):
    rolls = random.Random(seed)
    exif = Image.Exif()
    exif[0x0112] = 6
    images = [saved(corners(), kind, exif=exif) for kind in ("PNG", "JPEG", "WEBP")]
    for _ in range(150):
        data = bytearray(rolls.choice(images))
        for _ in range(rolls.choice((1, 3))):
            place = rolls.randrange(len(data))
            data[place : place + rolls.randrange(3)] = rolls.choice(
                (b"", b"\0", b"\xff", b"\xff\xff", b"\x7f\xff\xff\xff")
            )
        with contextlib.suppress(Undecodable):
            assert decode_image(bytes(data)).image.mode == "RGB"
    for _ in range(25):
        data = bytearray(FILM)
        place = rolls.randrange(len(data) - 900, len(data) - 4)
        data[place : place + 4] = rolls.choice(
            (b"\0\0\0\0", b"\xff\xff\xff\xff", b"\x7f\xff\xff\xff", b"\0\0\0\1")
        )
        with contextlib.suppress(Undecodable):
            assert films.edited(bytes(data), "x").seconds <= decoding.MOST_SECONDS + 1


def counted(count):
    """A film whose table of sizes counts `count` samples of one byte each, in no more space."""
    place = FILM.index(b"stsz") + 8
    return FILM[:place] + struct.pack(">II", 1, count) + FILM[place + 8 :]


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (counted(2**32 - 1), "too many samples"),
        (
            FILM + box(b"moof", box(b"traf", box(b"trun", struct.pack(">II", 0, 2**32 - 1)))),
            "too many samples",
        ),
        (FILM + box(b"elst", struct.pack(">II", 0, 2**32 - 1)), "too many samples"),
        (
            FILM + b"".join(struct.pack(">I4s", 8 * count, b"moov") for count in range(5000, 0, -1)),
            "without end",
        ),
        (FILM + box(b"moov", box(b"cmov", b"")), "compressed"),
        (FILM + box(b"free", b"") * 30_000, "too many boxes"),
        (FILM + struct.pack(">I4s", 4, b"free"), "smaller than its head"),
        (FILM + struct.pack(">I4sQ", 1, b"mdat", 2**63), "ends before"),
        (FILM.replace(b"moov", b"free"), "no table"),
        (box(b"ftyp", b"isom\0\0\2\0isom") + box(b"moov", b""), "no contents"),
    ],
    ids=[
        "samples",
        "runs",
        "edits",
        "nested",
        "compressed",
        "boxes",
        "head",
        "long",
        "no table",
        "no contents",
    ],
)
def test_boxes_that_would_cost_are_refused(data, reason):
    with pytest.raises(Undecodable, match=reason):
        probe_video(data)


def test_tables_that_count_too_much_are_refused():
    place = FILM.index(b"stts") + 12
    with pytest.raises(Undecodable, match="too many samples"):
        probe_video(FILM[:place] + b"\xff\xff\xff\xff" + FILM[place + 4 :])
    with pytest.raises(Undecodable, match="longer than its box"):
        probe_video(FILM[: place - 4] + b"\0\0\0\xff" + FILM[place:])


def test_a_film_that_plays_too_long_is_refused():
    long = films.film("x", seconds=decoding.MOST_SECONDS + 1, ratio="1:1", resolution="32p").content
    with pytest.raises(Undecodable, match="121 seconds"):
        probe_video(long)
    with pytest.raises(Undecodable, match="121 seconds"):
        films.extended(long, "x", seconds=1)


def test_a_frame_that_is_larger_than_its_table_says_is_refused():
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=1, options={"preset": "ultrafast"})
        stream.width, stream.height = 4096, 2304
        grey = av.VideoFrame.from_image(Image.new("RGB", (4096, 2304), "grey"))
        container.mux([*stream.encode(grey), *stream.encode(None)])
    with pytest.raises(Undecodable, match="4096 by 2304 pixels"):
        probe_video(out.getvalue())
    said = out.getvalue().replace(struct.pack(">HH", 4096, 2304), struct.pack(">HH", 64, 64))
    said = said.replace(struct.pack(">II", 4096 << 16, 2304 << 16), struct.pack(">II", 64 << 16, 64 << 16))
    assert said.count(struct.pack(">HH", 64, 64)) == 1
    with pytest.raises(Undecodable):
        probe_video(said)


MANY = 30_000


@pytest.mark.parametrize(
    "data",
    [
        png(1, 1, b"\0\1\2\3")[:33] + chunk(b"tEXt", b"") * MANY + png(1, 1, b"\0\1\2\3")[33:],
        b"\xff\xd8" + b"\xff\xfe\0\2" * MANY + saved(corners(), "JPEG")[2:],
        b"\xff\xd8" + b"\xff" * MANY + saved(corners(), "JPEG")[3:],
        saved(corners(), "JPEG")[:-2] + b"\xff\xda\0\2" * MANY + b"\xff\xd9",
        b"RIFF" + struct.pack("<I", len(saved(corners(), "WEBP")) - 8 + 8 * MANY) + saved(corners(), "WEBP")[8:]
        + b"SEED\0\0\0\0" * MANY,
    ],
    ids=["chunks", "segments", "padding", "scans", "riff"],
)  # fmt: skip
def test_images_of_too_many_parts_are_refused(data):
    with pytest.raises(Undecodable, match="too many parts"):
        decode_image(data)


def test_large_pictures_are_worked_on_in_small():
    for kind in ("JPEG", "PNG", "WEBP"):
        decoded = decode_image(saved(Image.new("RGB", (5000, 3000), RED), kind))
        assert (decoded.width, decoded.height) == (5000, 3000)
        assert max(decoded.image.size) <= 2048
        assert near(decoded.image.getpixel((9, 9)), RED)


def test_threads_see_what_one_alone_sees():
    files = [saved(corners(), kind) for kind in ("PNG", "JPEG", "WEBP")] * 10
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(decode_image, files)) == [decode_image(data) for data in files]
        assert len(set(threads.map(probe_video, [FILM] * 20))) == 1
