"""The emulator's films are real: PyAV (and ffprobe, where it is at hand) reads back what was asked for."""

from __future__ import annotations

import io
import itertools
import json
import shutil
import struct
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction

import av
import pytest
from PIL import Image, ImageChops, ImageStat

import specs
from conformance.emulator.imagine import decoding, films, pictures

SPEC = specs.load()
RATIOS = SPEC.schema("AspectRatioOfVideos")["enum"]
RESOLUTIONS = SPEC.schema("ResolutionOfVideos")["enum"]
SECONDS = SPEC.schema("GenerateVideo")["properties"]["duration"]


@dataclass(frozen=True)
class Played:
    """What a player sees."""

    seconds: float
    container_seconds: float
    codec: str
    pixels: str
    moments: list[float]
    images: list[Image.Image]

    @property
    def size(self):
        """Of its pictures, in pixels."""
        return self.images[0].size


def play(content):
    with av.open(io.BytesIO(content), format="mp4") as container:
        (stream,) = container.streams
        frames = [(frame.time, frame.to_image()) for frame in container.decode(stream)]
        assert stream.frames == len(frames)
        return Played(
            seconds=float(stream.duration * stream.time_base),
            container_seconds=container.duration / 1_000_000,
            codec=stream.codec_context.codec.canonical_name,
            pixels=stream.codec_context.pix_fmt,
            moments=[time for time, _ in frames],
            images=[image for _, image in frames],
        )


def watched(film):
    """What a player sees of a film that is what it says, down to the millisecond."""
    played = play(film.content)
    assert (played.codec, played.pixels) == ("h264", "yuv420p")
    assert played.size == (film.width, film.height)
    assert played.moments[0] == 0
    assert played.seconds == pytest.approx(film.seconds, abs=0.001)
    assert played.container_seconds == pytest.approx(film.seconds, abs=0.001)
    assert played.moments[-1] < film.seconds
    return played


def scene(number, size):
    """A picture with shapes that is another for every number."""
    image = Image.new("RGB", size, (number * 37 % 256, 100, 255 - number * 11 % 256))
    image.paste((250, 240, 20), (0, 0, size[0] // 3, size[1] // 2))
    return image


def recorded(codec="libx264", *, size=(96, 64), rate=10, count=20, pixels="yuv420p", **options):
    """A film as others make them."""
    if codec == "libx265":
        options["x265-params"] = "log-level=none"
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream(codec, rate=rate, options={k: str(v) for k, v in options.items()})
        stream.width, stream.height = size
        stream.pix_fmt = pixels
        for number in range(count):
            frame = av.VideoFrame.from_image(scene(number, size)).reformat(format=pixels)
            frame.pts, frame.time_base = number, 1 / Fraction(rate)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    return out.getvalue()


def image_of(image):
    out = io.BytesIO()
    image.save(out, "PNG")
    return decoding.decode_image(out.getvalue())


def difference(one, other):
    """How far two images are apart: the mean over all pixels and colours, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_a_film_has_the_shape_that_was_asked_for(ratio, resolution):
    film = films.film("seed", seconds=1, ratio=ratio, resolution=resolution)
    width, height = watched(film).size
    across, down = map(int, ratio.split(":"))
    assert f"{height}p" == resolution
    assert width / height == pytest.approx(across / down, rel=0.01)


@pytest.mark.parametrize("seconds", range(SECONDS["minimum"], SECONDS["maximum"] + 1))
def test_a_film_plays_as_long_as_was_asked_for(seconds):
    film = films.film("seed", seconds=seconds, ratio=None, resolution=None)
    played = watched(film)
    assert played.seconds == film.seconds == seconds
    assert len(played.images) == seconds * films.RATE
    assert decoding.probe_video(film.content) == decoding.Probed(
        seconds, 854, 480, "h264", seconds * films.RATE
    )


def test_what_is_not_asked_for_is_wide_and_of_the_first_resolution():
    plain = films.film("seed", seconds=1, ratio=None, resolution=None)
    assert plain == films.film("seed", seconds=1, ratio="16:9", resolution=RESOLUTIONS[0])


def test_other_seeds_give_other_films_and_the_same_seed_the_same_bytes():
    first = [
        play(films.film(f"{n}", seconds=1, ratio="1:1", resolution=None).content).images[0] for n in range(6)
    ]
    for one, other in itertools.combinations(first, 2):
        assert difference(one, other) > 20
    again = [films.film("3", seconds=2, ratio="1:1", resolution=None) for _ in range(2)]
    assert again[0] == again[1]


def test_a_film_moves():
    images = play(films.film("seed", seconds=3, ratio=None, resolution=None).content).images
    for one, other in itertools.pairwise(images):
        assert difference(one, other) > 0.5


@pytest.mark.parametrize("size", [(96, 64), (64, 96), (640, 640), (1, 1), (33, 77), (2000, 10)])
def test_a_film_opens_with_the_frame_that_it_was_given(size):
    frame = image_of(scene(3, size))
    film = films.film("seed", seconds=2, ratio=None, resolution=None, frame=frame)
    played = watched(film)
    assert film.height == 480
    assert film.width / film.height == pytest.approx(min(size[0] / size[1], 8), rel=0.01)
    expected = pictures.fitted(frame.image, played.size)
    assert difference(played.images[0], expected) < 6
    assert difference(played.images[0], played.images[1]) > 0.5
    assert difference(played.images[1], expected) < 40


def test_a_frame_is_cut_if_another_ratio_is_asked_for():
    frame = image_of(scene(3, (96, 64)))
    played = watched(films.film("seed", seconds=1, ratio="9:16", resolution="720p", frame=frame))
    assert played.size == (404, 720)
    assert difference(played.images[0], pictures.fitted(frame.image, played.size)) < 6


@pytest.mark.parametrize("count", [1, 2, 7])
def test_references_show(count):
    references = [
        image_of(Image.new("RGB", (9, 7 + n), colour)) for n, colour in enumerate(("red", "blue") * 4)
    ]
    seen = [
        watched(films.film("seed", seconds=1, ratio=None, resolution=None, references=references[:shown]))
        for shown in (count - 1, count)
    ]
    assert difference(seen[0].images[1], seen[1].images[1]) > 8


def test_references_do_not_hide_the_frame():
    frame, reference = image_of(scene(3, (96, 64))), image_of(Image.new("RGB", (8, 8), "red"))
    played = watched(
        films.film("seed", seconds=1, ratio=None, resolution=None, frame=frame, references=[reference])
    )
    expected = pictures.fitted(frame.image, played.size)
    assert difference(played.images[0], expected) < 6
    assert difference(played.images[1], expected) > 15


@pytest.mark.parametrize("seconds", [0, -1])
def test_no_film_is_over_before_it_begins(seconds):
    with pytest.raises(ValueError, match="second"):
        films.film("seed", seconds=seconds, ratio=None, resolution=None)
    with pytest.raises(ValueError, match="second"):
        films.extended(recorded(), "seed", seconds=seconds)


OTHERS = {
    "one frame a second": {"rate": 1, "count": 10},
    "h264 with b-frames": {"rate": 24, "count": 240, "bf": 3},
    "broadcast": {"rate": Fraction(30000, 1001), "count": 300},
    "fast": {"rate": 60, "count": 600},
    "4:4:4": {"pixels": "yuv444p", "count": 100},
    "full range": {"codec": "mpeg4", "count": 100, "color_range": "pc"},
    "h265": {"codec": "libx265", "rate": 24, "count": 240},
    "ten bits": {"codec": "libx265", "pixels": "yuv420p10le", "count": 100},
    "av1": {"codec": "libsvtav1", "rate": 24, "count": 240},
    "mpeg4": {"codec": "mpeg4", "rate": 25, "count": 250},
    "odd": {"codec": "mpeg4", "size": (97, 63), "count": 100},
    "tiny": {"codec": "mpeg4", "size": (2, 2), "count": 100},
}


@pytest.mark.parametrize("name", OTHERS)
def test_an_extension_goes_on_where_any_film_ends(name):
    data = recorded(**OTHERS[name])
    before, film = play(data), films.extended(data, "seed", seconds=5)
    after = watched(film)
    count = len(before.images)
    frame = before.seconds / count
    assert before.seconds == pytest.approx(10, abs=0.02)
    assert film.seconds == pytest.approx(before.seconds + 5, abs=0.001)
    assert after.seconds == pytest.approx(15, abs=frame)
    assert after.container_seconds == pytest.approx(15, abs=frame)
    assert after.size == tuple(side + side % 2 for side in before.size)
    assert after.moments[:count] == pytest.approx(before.moments, abs=0.0001)
    assert after.moments[count] == pytest.approx(before.seconds, abs=0.0001)
    assert len(after.images) == count + 5 * films.RATE
    if "tiny" not in name:
        for number in (0, count // 2, count - 1):
            assert difference(after.images[number].resize(before.size), before.images[number]) < 8
        assert difference(after.images[count], after.images[count - 1]) < 40
        assert len({image.tobytes() for image in after.images[count - 1 :]}) > 5


@pytest.mark.parametrize("name", OTHERS)
def test_an_edit_keeps_the_shape_and_changes_the_pixels(name):
    data = recorded(**OTHERS[name])
    before, film = play(data), films.edited(data, "seed")
    after = watched(film)
    assert film.seconds == pytest.approx(before.seconds, abs=0.001)
    assert after.moments == pytest.approx(before.moments, abs=0.0001)
    assert after.size == tuple(side + side % 2 for side in before.size)
    for one, other in zip(before.images, after.images, strict=True):
        assert 15 < difference(one.resize(other.size), other) < 110


def test_edits_differ_by_seed_and_an_edit_can_be_edited():
    data = recorded()
    first = [play(films.edited(data, f"{n}").content).images[0] for n in range(6)]
    for one, other in itertools.combinations(first, 2):
        assert difference(one, other) > 1
    once = films.edited(data, "0").content
    assert difference(play(films.edited(once, "0").content).images[0], first[0]) > 10


def test_ten_seconds_and_five_are_fifteen_and_more_can_follow():
    film = films.film("seed", seconds=10, ratio=None, resolution=None)
    film = films.extended(film.content, "seed", seconds=5)
    assert film.seconds == 15
    assert watched(film).seconds == 15
    assert watched(films.extended(film.content, "seed", seconds=2)).seconds == 17
    assert watched(films.edited(film.content, "seed")).seconds == 15


def test_frames_need_not_be_evenly_spread():
    out = io.BytesIO()
    ticks = [0, 10, 15, 90, 91, 200]
    with av.open(out, "w", format="mp4") as container:
        stream = container.add_stream("libx264", rate=30, options={"bf": "0"})
        stream.width, stream.height, stream.codec_context.time_base = 64, 64, Fraction(1, 100)
        for number, tick in enumerate(ticks):
            frame = av.VideoFrame.from_image(scene(number, (64, 64)))
            frame.pts, frame.time_base = tick, Fraction(1, 100)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    film = films.extended(out.getvalue(), "seed", seconds=1)
    assert watched(film).moments[: len(ticks)] == pytest.approx([tick / 100 for tick in ticks], abs=0.0001)
    assert film.seconds == pytest.approx(play(out.getvalue()).seconds + 1, abs=0.001)


@pytest.mark.parametrize(
    ("matrix", "turn"),
    # What an MP4 writes of where (right, down) goes, and by how many degrees counterclockwise that is.
    [((0, 1, -1, 0), -90), ((-1, 0, 0, -1), 180), ((0, -1, 1, 0), 90)],
)
def test_a_film_that_is_shown_turned_is_made_upright(matrix, turn):
    data = bytearray(recorded())
    right_x, right_y, down_x, down_y = (65536 * part for part in matrix)
    struct.pack_into(
        ">9i", data, data.index(b"tkhd") + 44, right_x, right_y, 0, down_x, down_y, 0, 0, 0, 2**30
    )
    data = bytes(data)
    upright = scene(0, (96, 64)).rotate(turn, expand=True)
    for made in (decoding.probe_video(data), films.extended(data, "seed", seconds=1)):
        assert (made.width, made.height) == upright.size
    first = watched(films.extended(data, "seed", seconds=1)).images[0]
    assert difference(first, upright) < 10


def test_sound_and_covers_are_left_out():
    out = io.BytesIO()
    with av.open(out, "w", format="mp4") as container:
        video, audio = container.add_stream("libx264", rate=10), container.add_stream("aac", rate=8000)
        video.width, video.height = 64, 64
        for number in range(20):
            frame = av.VideoFrame.from_image(scene(number, (64, 64)))
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(video.encode(frame))
        for number in range(40):  # twice as long
            heard = av.AudioFrame("fltp", "stereo", 1024)
            heard.sample_rate, heard.pts = 8000, number * 1024
            for plane in heard.planes:
                plane.update(bytes(plane.buffer_size))
            container.mux(audio.encode(heard))
        container.mux([*video.encode(None), *audio.encode(None)])
    assert decoding.probe_video(out.getvalue()).seconds == 2
    assert watched(films.edited(out.getvalue(), "seed")).seconds == 2
    assert watched(films.extended(out.getvalue(), "seed", seconds=3)).seconds == 5


def test_a_film_in_fragments_is_a_film():
    out = io.BytesIO()
    with av.open(out, "w", format="mp4", options={"movflags": "frag_keyframe+empty_moov"}) as container:
        stream = container.add_stream("libx264", rate=10, options={"g": "5"})
        stream.width, stream.height = 64, 64
        for number in range(20):
            frame = av.VideoFrame.from_image(scene(number, (64, 64)))
            frame.pts, frame.time_base = number, Fraction(1, 10)
            container.mux(stream.encode(frame))
        container.mux(stream.encode(None))
    assert decoding.probe_video(out.getvalue()) == decoding.Probed(2.0, 64, 64, "h264", 20)
    assert watched(films.extended(out.getvalue(), "seed", seconds=1)).seconds == 3


@pytest.mark.parametrize("make", [films.edited, lambda data, seed: films.extended(data, seed, seconds=1)])
def test_what_is_no_film_is_refused(make):
    data = recorded(count=50)
    middle = data.index(b"mdat") + 1000
    worse = data[:middle] + b"\xff" * 400 + data[middle + 400 :]
    for broken in (b"", b"no film", data[:-1], b"x" * 16 + data[16:]):
        with pytest.raises(decoding.Undecodable):
            make(broken, "seed")
    try:  # a decoder may make something of it
        assert watched(make(worse, "seed")).images
    except decoding.Undecodable as refusal:
        assert refusal.reason  # noqa: PT017


def test_threads_make_what_one_alone_makes():
    data = recorded("mpeg4")

    def all_three(seed):
        return (
            films.film(seed, seconds=2, ratio="1:1", resolution=None),
            films.edited(data, seed),
            films.extended(data, seed, seconds=2),
        )

    seeds = [f"{number}" for number in range(12)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(all_three, seeds)) == [all_three(seed) for seed in seeds]


def test_nothing_is_printed(capfd):
    films.extended(recorded(), "seed", seconds=1)
    with pytest.raises(decoding.Undecodable):
        films.edited(recorded()[:-9], "seed")
    assert capfd.readouterr() == ("", "")


@pytest.mark.skipif(not shutil.which("ffprobe"), reason="without ffprobe: PyAV alone reads it back")
def test_ffprobe_reckons_alike(tmp_path):
    path = tmp_path / "film.mp4"
    film = films.film("seed", seconds=10, ratio=None, resolution=None)
    path.write_bytes(films.extended(film.content, "seed", seconds=5).content)
    command = ["ffprobe", "-v", "error", "-show_streams", "-show_format", "-of", "json", str(path)]
    found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    assert float(found["format"]["duration"]) == 15
    (stream,) = found["streams"]
    assert float(stream["duration"]) == 15
    assert (stream["codec_name"], stream["pix_fmt"]) == ("h264", "yuv420p")
