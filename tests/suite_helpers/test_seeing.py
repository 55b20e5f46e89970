"""Images are read as a viewer reads them, and what is none is told in a sentence."""

import base64
import io

import pytest
from PIL import Image

from conformance.suite.images.outcomes import has_shape, several, shape_of
from conformance.suite.images.seeing import NotAnImage, Seen, decoded, seen
from conformance.suite.media_types import type_named
from strategies.media import Damaged, Picture, sample

KINDS = ["png", "jpeg", "webp"]


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("size", [(512, 256), (256, 512), (1, 1)])
def test_type_and_size_are_read(kind, size):
    width, height = size
    picture = Picture(kind, width=width, height=height)

    assert seen(picture.read(), whole=True) == Seen(picture.content_type, width, height)


@pytest.mark.parametrize("kind", ["pdf", "mp4", "text", "empty", "binary"])
def test_anything_else_is_no_image(kind):
    with pytest.raises(NotAnImage):
        seen(sample(kind).read())


@pytest.mark.parametrize("how", ["headless", "only-magic", "noise", "empty"])
@pytest.mark.parametrize("kind", KINDS)
def test_what_does_not_begin_like_one_is_no_image(kind, how):
    with pytest.raises(NotAnImage):
        seen(Damaged(kind, how=how).read(), whole=True)


def test_an_image_that_ends_early_is_none_only_when_it_is_looked_at_to_the_end():
    out = io.BytesIO()
    Image.effect_noise((256, 128), 80).save(out, "JPEG")
    cut = out.getvalue()[: len(out.getvalue()) // 2]

    assert seen(cut) == Seen("image/jpeg", 256, 128)
    with pytest.raises(NotAnImage, match="truncated"):
        seen(cut, whole=True)


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_many_claimed_pixels_are_not_decoded(kind):
    try:
        found = seen(Damaged(kind, how="huge").read(), whole=True)
    except NotAnImage:
        return
    assert found.width > 60_000


@pytest.mark.parametrize(
    ("name", "plain"),
    [
        ("image/png", "image/png"),
        ("Image/PNG; q=1", "image/png"),
        ("image/jpg", "image/jpeg"),
        ("image/mpo", "image/jpeg"),
        ("", ""),
    ],
)
def test_media_types_have_one_name_each(name, plain):
    assert type_named(name) == plain


@pytest.mark.parametrize("form", ["{}", "data:image/png;base64,{}", "DATA:image/png;base64,{}", " {}\n"])
def test_base64_is_taken_in_any_wrapping(form):
    text = base64.encodebytes(b"picture" * 20).decode()

    assert decoded(form.format(text)) == b"picture" * 20


@pytest.mark.parametrize(
    "text", ["a", "%%%%", base64.urlsafe_b64encode(b"\xff\xef\xfe" * 4).decode(), "YQ", "é"]
)
def test_what_is_no_base64(text):
    with pytest.raises(NotAnImage, match="no base64"):
        decoded(text)


@pytest.mark.parametrize(
    ("size", "shape", "fits"),
    [
        ((1024, 1024), 1.0, True),
        ((1072, 1024), 1.0, True),
        ((1088, 1024), 1.0, False),
        ((976, 1024), 1.0, True),
        ((1024, 512), 0.5, False),
        ((1024, 512), None, True),
    ],
)
def test_shapes_are_compared_within_a_twentieth(size, shape, fits):
    assert has_shape(Seen("image/png", *size), shape) is fits


def test_the_first_of_several_sources_is_unlike_the_second():
    assert [shape_of(source) for source in several(3)] == [2.0, 0.5, 1.0]
    assert len(several(12)) == 12
