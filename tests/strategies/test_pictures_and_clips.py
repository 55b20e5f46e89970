"""Pictures and clips: real ones of any size and length, and damaged ones that are none."""

import io
import tracemalloc

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from strategies.media import DAMAGES, Clip, Damaged, Media, Picture, damages, sample
from strategies.media.pictures import MOST

quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
PICTURES = ("png", "jpeg", "webp")
SIZES = ((1, 1), (256, 256), (640, 361), (9, 1000), (1920, 1080))


def opened(media):
    picture = Image.open(io.BytesIO(media.read()))
    picture.load()
    return picture


def watched(media):
    """The frames, and the seconds that the file says and that its frames take."""
    with av.open(io.BytesIO(media.read())) as file:
        stream = file.streams.video[0]
        frames = list(file.decode(video=0))
        return frames, float(stream.duration * stream.time_base), float(len(frames) / stream.average_rate)


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize(("width", "height"), SIZES)
def test_pictures_decode(kind, width, height):
    picture = opened(Picture(kind, width=width, height=height, seed=0xABCDEF))
    assert picture.format.lower() == kind
    assert picture.size == (width, height)
    # One colour, so that one knows it when it comes back.
    assert all(low == high for low, high in picture.convert("RGB").getextrema())


@quick
@given(
    st.sampled_from(PICTURES),
    st.integers(1, 300),
    st.integers(1, 300),
    st.integers(0, 2**32),
    st.integers(0, 500),
)
def test_any_picture_decodes(kind, width, height, seed, more):
    natural = Picture(kind, width=width, height=height).size
    file = Picture(kind, natural + more, seed, width=width, height=height)
    assert len(file.read()) == file.size == natural + more
    assert opened(file).size == (width, height)
    assert file.read() == Picture(kind, natural + more, seed, width=width, height=height).read()


@pytest.mark.parametrize("kind", PICTURES)
def test_seeds_are_colours(kind):
    colours = {opened(Picture(kind, seed=seed)).convert("RGB").getpixel((0, 0)) for seed in range(8)}
    assert len(colours) == 8
    assert len({Picture(kind, seed=seed).sha256() for seed in range(8)}) == 8


@pytest.mark.parametrize(
    ("seconds", "width", "height"),
    [(1, 640, 360), (2, 640, 360), (30, 640, 360), (8.7, 854, 480), (1.9, 16, 16), (3, 1280, 720)],
)
def test_clips_play(seconds, width, height):
    frames, said, taken = watched(Clip(seconds=seconds, width=width, height=height))
    assert said == pytest.approx(seconds)
    assert taken == pytest.approx(seconds)
    assert {(frame.width, frame.height) for frame in frames} == {(width, height)}
    assert not any(frame.is_corrupt for frame in frames)
    times = [frame.time for frame in frames]
    assert times == sorted(set(times))


def test_the_shades_of_a_clip_are_grey_throughout():
    frames, _, _ = watched(Clip(width=64, height=32))
    for frame in (frames[0], frames[-1]):
        plane = frame.planes[0]
        rows = [bytes(plane)[row * plane.line_size :][: plane.width] for row in range(plane.height)]
        assert set(b"".join(rows)) == {128}


@quick
@given(st.integers(1, 30), st.integers(1, 60), st.integers(1, 60), st.integers(0, 2**40), st.integers(0, 300))
def test_any_clip_plays(seconds, half_width, half_height, seed, more):
    width, height = 2 * half_width, 2 * half_height
    natural = Clip(seconds=seconds, width=width, height=height).size
    clip = Clip(size=natural + more, seed=seed, seconds=seconds, width=width, height=height)
    frames, said, _ = watched(clip)
    assert said == seconds
    assert (frames[-1].width, frames[-1].height) == (width, height)
    assert len(clip.read()) == clip.size == natural + more


def test_clips_are_small():
    assert Clip(seconds=30).size < 2**15
    assert Clip().size < 2**12


def test_other_seeds_make_other_clips():
    assert len({Clip(seed=seed).sha256() for seed in (0, 1, 2**40)}) == 3


@pytest.mark.parametrize(
    ("make", "error"),
    [
        (lambda: Picture("gif"), KeyError),
        (lambda: Picture("png", width=0), ValueError),
        (lambda: Picture("webp", height=MOST + 1), ValueError),
        (lambda: Picture("png", 10), ValueError),
        (lambda: Clip(seconds=0), ValueError),
        (lambda: Clip(width=15), ValueError),
        (lambda: Damaged("painting"), KeyError),
        (lambda: Damaged("png", how="frowned-at"), KeyError),
        (lambda: Damaged("mp4", how="huge"), ValueError),
    ],
)
def test_impossible_recipes_are_refused(make, error):
    with pytest.raises(error):
        make()


@pytest.mark.parametrize("kind", [*PICTURES, "mp4", "pdf", "text", "gif"])
def test_samples_are_media_of_their_kind(kind):
    media = sample(kind)
    assert isinstance(media, Media)
    assert (media.kind, media.content_type) == (kind, Media(kind).content_type)
    assert media.filename == Media(kind).filename


@pytest.mark.parametrize("kind", PICTURES)
@pytest.mark.parametrize("how", ["cut", "headless", "only-magic", "noise", "empty"])
def test_damaged_pictures_do_not_decode(kind, how):
    file = Damaged(kind, how=how)
    assert file.content_type == Media(kind).content_type
    with pytest.raises((OSError, SyntaxError)):
        opened(file)


@pytest.mark.parametrize("how", [how for how in DAMAGES if how != "huge"])
def test_damaged_videos_do_not_play(how):
    with pytest.raises(av.error.FFmpegError):
        watched(Damaged("mp4", how=how))


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_huge_pictures_claim_more_than_they_have(kind):
    tracemalloc.start()
    try:
        data = Damaged(kind, how="huge").read()
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert len(data) < 2**12
    assert peak < 2**20
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(data))


def test_a_real_picture_of_very_many_pixels_is_small():
    file = Picture("webp", width=MOST, height=MOST)
    assert file.size < 100
    with pytest.raises(Image.DecompressionBombError):
        Image.open(io.BytesIO(file.read()))


def test_each_damage_is_another():
    for kind in (*PICTURES, "mp4"):
        contents = {Damaged(kind, how=how).read() for how in damages(kind)}
        assert len(contents) == len(damages(kind))
        assert sample(kind).read() not in contents


@pytest.mark.parametrize(
    "media",
    [Picture("png"), Picture("jpeg", 2000, 3, width=9), Clip(), Clip(size=9000, seed=2), Damaged("webp")],
)
def test_recipes_are_values(media):
    names = {"Picture": Picture, "Clip": Clip, "Damaged": Damaged}
    again = eval(repr(media), names)
    assert again == media
    assert hash(again) == hash(media)
    assert repr(again) == repr(media)
    assert again != Media("text")
    assert len(repr(media)) < 80
