"""The emulator's pictures are real: Pillow reads back what was asked for."""

from __future__ import annotations

import io
import itertools
import math
from concurrent.futures import ThreadPoolExecutor

import pytest
from PIL import Image, ImageChops, ImageFilter, ImageStat

import specs
from conformance.emulator.imagine import decoding, pictures, shapes

RATIOS = specs.load().schema("AspectRatioOfImages")["enum"]
RESOLUTIONS = specs.load().schema("ResolutionOfImages")["enum"]
FORMATS = {"jpeg": ("image/jpeg", "jpg"), "png": ("image/png", "png"), "webp": ("image/webp", "webp")}


def read(picture):
    """The pixels of a picture, having seen that it is what it says."""
    with Image.open(io.BytesIO(picture.content)) as image:
        image.load()
        assert image.size == (picture.width, picture.height)
        assert image.get_format_mimetype() == picture.content_type
        return image.convert("RGB")


def scene(size=(64, 48), **mode):
    """Something with a shape in it."""
    image = Image.linear_gradient("L").resize(size)
    image = Image.merge("RGB", (image, image.transpose(Image.Transpose.ROTATE_180), image))
    image.paste((250, 250, 240), (size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2))
    return image


def source(image, kind="PNG", **options):
    """`image` as the emulator sees it after an upload."""
    out = io.BytesIO()
    image.save(out, kind, **options)
    return decoding.decode_image(out.getvalue())


def difference(one, other):
    """How far two images are apart: the mean over all pixels and colours, of 255."""
    return sum(ImageStat.Stat(ImageChops.difference(one, other)).mean) / 3


def edges(image):
    """Where a picture has shapes."""
    return image.convert("L").resize((64, 48)).filter(ImageFilter.FIND_EDGES).crop((1, 1, 63, 47))


@pytest.mark.parametrize("resolution", RESOLUTIONS)
@pytest.mark.parametrize("ratio", RATIOS)
def test_a_picture_has_the_shape_that_was_asked_for(ratio, resolution):
    image = read(pictures.draw("seed", ratio=ratio, resolution=resolution))
    width, height = (1, 1) if ratio == "auto" else map(float, ratio.split(":"))
    assert image.width / image.height == pytest.approx(width / height, rel=0.03)
    side = 1024 * float(resolution.removesuffix("k"))
    assert math.sqrt(image.width * image.height) == pytest.approx(side, rel=0.03)
    assert image.width % 16 == image.height % 16 == 0


def test_what_is_not_asked_for_is_square_and_of_the_first_resolution():
    plain = pictures.draw("seed", ratio=None, resolution=None)
    assert plain == pictures.draw("seed", ratio="auto", resolution=RESOLUTIONS[0])
    assert plain == pictures.draw("seed", ratio="1:1", resolution=RESOLUTIONS[0])
    assert (plain.width, plain.height) == (1024, 1024)


@pytest.mark.parametrize(("name", "expected"), FORMATS.items())
def test_every_format_is_what_it_says(name, expected):
    picture = pictures.draw("seed", ratio="16:9", resolution=None, format=name)
    read(picture)
    assert (picture.content_type, picture.extension) == expected
    assert decoding.decode_image(picture.content).content_type == expected[0]


def test_every_type_of_inputs_can_be_written():
    written = {how.content_type for how in pictures.FORMATS.values()}
    assert written == set(specs.load().limit("image-input-types"))


@pytest.mark.parametrize("name", FORMATS)
def test_other_seeds_give_other_pixels_and_the_same_seed_the_same_bytes(name):
    seeds = [f"seed {number}" for number in range(6)]
    images = [read(pictures.draw(seed, ratio=None, resolution=None, format=name)) for seed in seeds]
    for one, other in itertools.combinations(images, 2):
        assert difference(one, other) > 20
    again = [pictures.draw("seed 3", ratio=None, resolution=None, format=name) for _ in range(2)]
    assert again[0] == again[1]


@pytest.mark.parametrize("size", [(64, 48), (48, 64), (1, 1), (333, 17), (17, 333), (2000, 1500)])
def test_an_edit_keeps_the_ratio_of_its_source_and_changes_its_pixels(size):
    original = source(scene(size))
    image = read(pictures.edited([original], "seed", ratio=None, resolution=None))
    proportion = min(max(size[0] / size[1], 1 / 8), 8)
    assert image.width / image.height == pytest.approx(proportion, rel=0.05)
    same_size = pictures.fitted(original.image, image.size)
    assert 20 < difference(image, same_size) < 90


@pytest.mark.parametrize("ratio", RATIOS)
def test_an_edit_takes_another_ratio_if_asked(ratio):
    original = source(scene((160, 90)))
    picture = pictures.edited([original], "seed", ratio=ratio, resolution="2k")
    expected = 16 / 9 if ratio == "auto" else shapes.ratio_of(ratio)
    assert read(picture).width / picture.height == pytest.approx(expected, rel=0.03)
    assert math.sqrt(picture.width * picture.height) == pytest.approx(2048, rel=0.03)


@pytest.mark.parametrize("colour", range(0, 256, 15))
def test_no_colour_escapes_an_edit(colour):
    grey = source(Image.new("RGB", (32, 32), (colour,) * 3))
    for seed in ("one", "two", "three"):
        image = read(pictures.edited([grey], seed, ratio=None, resolution=None, format="png"))
        low = [
            low
            for low, _ in ImageChops.difference(
                image, Image.new("RGB", image.size, (colour,) * 3)
            ).getextrema()
        ]
        assert min(low) >= 5


def test_an_edit_is_recognisably_of_its_source():
    one, other = scene((640, 480)), scene((640, 480)).transpose(Image.Transpose.ROTATE_180)
    image = edges(read(pictures.edited([source(one)], "seed", ratio=None, resolution=None)))

    def apart(from_):
        return ImageStat.Stat(ImageChops.difference(image, edges(from_))).mean[0]

    assert apart(one) < apart(other)


def test_edits_of_one_source_differ_by_seed_and_an_edit_can_be_edited():
    original = source(scene())
    images = [read(pictures.edited([original], f"{n}", ratio=None, resolution=None)) for n in range(6)]
    for one, other in itertools.combinations(images, 2):
        assert difference(one, other) > 3
    twice = pictures.edited([source(images[0])], "0", ratio=None, resolution=None)
    assert difference(read(twice), images[0]) > 15


def test_every_further_source_shows():
    sources = [
        source(scene()),
        source(Image.new("RGB", (5, 9), "blue")),
        source(Image.new("RGB", (9, 5), "red")),
    ]
    images = [
        read(pictures.edited(sources[:count], "seed", ratio=None, resolution=None)) for count in (1, 2, 3)
    ]
    assert len({image.size for image in images}) == 1
    assert difference(images[0], images[1]) > 10
    assert difference(images[1], images[2]) > 10
    swapped = [sources[0], sources[2], sources[1]]
    assert difference(read(pictures.edited(swapped, "seed", ratio=None, resolution=None)), images[2]) > 3


def test_an_edit_needs_a_source():
    with pytest.raises(ValueError, match="source"):
        pictures.edited([], "seed", ratio=None, resolution=None)


@pytest.mark.parametrize("name", FORMATS)
def test_threads_draw_what_one_alone_draws(name):
    def both(seed):
        drawn = pictures.draw(seed, ratio="4:3", resolution=None, format=name)
        original = decoding.decode_image(drawn.content)
        return drawn, pictures.edited([original, original], seed, ratio=None, resolution=None, format=name)

    seeds = [f"seed {number}" for number in range(16)]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(both, seeds)) == [both(seed) for seed in seeds]


@pytest.mark.parametrize(
    "text", ["", "16/9", "16", ":", "16:", "0:1", "1:0", "-1:1", "inf:1", "1:nan", "a:b", "1:1:1"]
)
def test_what_is_no_ratio_is_refused(text):
    with pytest.raises(ValueError, match=r"ratio|float"):
        shapes.ratio_of(text)


@pytest.mark.parametrize(
    ("resolution", "kind"),
    [("1k", "video"), ("480p", "image"), ("k", "image"), ("0k", "image"), ("infp", "video")],
)
def test_what_is_no_resolution_is_refused(resolution, kind):
    with pytest.raises(ValueError, match=r"resolution|float"):
        shapes.size(None, resolution, kind)


def test_the_docs_name_what_shapes_are_known_by():
    spec = specs.load()
    assert list(shapes.RATIOS["image"]) == RATIOS
    assert list(shapes.RESOLUTIONS["image"]) == RESOLUTIONS
    assert list(shapes.RATIOS["video"]) == spec.schema("AspectRatioOfVideos")["enum"]
    assert list(shapes.RESOLUTIONS["video"]) == spec.schema("ResolutionOfVideos")["enum"]


@pytest.mark.parametrize("limit", ["disputed-ratios-of-images", "disputed-ratios-of-videos"])
def test_disputed_ratios_have_shapes_too(limit):
    kind = "image" if limit.endswith("images") else "video"
    for ratio in specs.load().limit(limit):
        width, height = shapes.size(ratio, None, kind)
        assert width / height == pytest.approx(shapes.ratio_of(ratio), rel=0.03)


@pytest.mark.parametrize("kind", ["image", "video"])
def test_disputed_resolutions_have_sizes_too(kind):
    for resolution in specs.load().limit(f"disputed-resolutions-of-{kind}s"):
        assert shapes.size(None, resolution, kind) > shapes.size(None, shapes.RESOLUTIONS[kind][0], kind)
