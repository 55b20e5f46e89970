"""Sources: of the right type and not, as data URIs, in mixes, damaged, misnamed."""

import base64
import io

import av
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

import specs
from strategies import sources
from strategies.media import Clip, Media, Picture
from strategies.sources import DataUri

quick = settings(deadline=None, max_examples=80, suppress_health_check=[HealthCheck.too_slow])
SPEC = specs.load()
COVERS = (
    sources.kinds_of_images, sources.kinds_of_videos, sources.wrong_for_images, sources.wrong_for_videos,
    sources.mixes, sources.damaged_images, sources.damaged_videos, sources.disguised, sources.malformed_ids,
    sources.malformed_urls, sources.shapes_of_images,
)  # fmt: skip


def decoded(uri):
    head, _, data = uri.partition(",")
    return head, base64.b64decode(data, validate=True)


def test_images_are_of_the_documented_types_and_decode():
    cover = sources.kinds_of_images().cover()
    assert [media.content_type for media in cover] == list(SPEC.limit("image-input-types"))
    for media in cover:
        with Image.open(io.BytesIO(media.read())) as picture:
            picture.load()
            assert Image.MIME[picture.format] == media.content_type
            assert min(picture.size) >= 64


def test_videos_are_of_the_documented_types_and_long_enough():
    cover = sources.kinds_of_videos().cover()
    assert [media.content_type for media in cover] == list(SPEC.limit("video-input-types"))
    for media in cover:
        with av.open(io.BytesIO(media.read())) as video:
            assert video.duration / av.time_base >= SPEC.limit("extended-video-shortest")
            assert video.duration / av.time_base <= SPEC.limit("edited-video-duration")


@pytest.mark.parametrize(
    ("wrong", "limit", "others"),
    [
        (sources.wrong_for_images, "image-input-types", {"mp4", "pdf", "text"}),
        (sources.wrong_for_videos, "video-input-types", {"png", "jpeg", "webp", "pdf", "text"}),
    ],
)
def test_wrong_types_are_not_listed(wrong, limit, others):
    cover = wrong().cover()
    assert not {media.content_type for media in cover} & set(SPEC.limit(limit))
    assert others <= {media.kind for media in cover}
    assert all(media.read() for media in cover)


@pytest.mark.parametrize(
    "media", [Picture("png"), Picture("webp"), Clip(), Media("empty"), Media("text", 5000)]
)
def test_a_data_uri_holds_the_bytes(media):
    head, data = decoded(DataUri(media).text)
    assert head == f"data:{media.content_type};base64"
    assert data == media.read()


def test_shapes_tell_whose_they_are():
    ratios = [picture.width / picture.height for picture in sources.shapes_of_images().cover()]
    assert len(set(ratios)) == len(ratios)
    assert min(ratios) < 1 < max(ratios)


def test_every_way_stands_at_every_place():
    limit = SPEC.limit("edit-source-images")
    cover = sources.mixes().cover()
    for length in range(1, limit + 1):
        for place in range(length):
            assert {mix[place] for mix in cover if len(mix) == length} == set(sources.WAYS)
    assert {tuple([way] * limit) for way in sources.WAYS} <= set(cover)
    assert [len(mix) for mix in cover[:3]] == [1, 1, 1]


@pytest.mark.parametrize("limit", [1, 2, 3, 7])
def test_mixes_end_at_their_limit(limit):
    lengths = [len(mix) for mix in sources.mixes(limit).cover()]
    assert max(lengths) == limit
    assert min(lengths) == 1
    assert len(set(sources.mixes(limit).cover())) == len(lengths)


def test_a_mix_of_nothing_is_an_error():
    with pytest.raises(ValueError, match="at least one"):
        sources.mixes(0).cover()


@quick
@given(st.integers(1, 7), st.data())
def test_drawn_mixes_are_mixes(limit, data):
    mix = data.draw(sources.mixes(limit).strategy)
    assert 1 <= len(mix) <= limit
    assert set(mix) <= set(sources.WAYS)


@quick
@given(st.sampled_from(["editVideo", "extendVideo"]), st.data())
def test_clips_are_within_what_every_source_allows(operation, data):
    clip = data.draw(sources.clips_for(operation).strategy)
    if operation == "editVideo":
        assert clip.seconds <= SPEC.limit("edited-video-duration")
    else:
        assert SPEC.limit("extended-video-shortest") <= clip.seconds <= SPEC.limit("extended-video-longest")


def test_both_ends_of_the_lengths():
    edited = [clip.seconds for clip in sources.clips_for("editVideo").cover()]
    extended = [clip.seconds for clip in sources.clips_for("extendVideo").cover()]
    assert edited[-1] == SPEC.limit("edited-video-duration")
    assert extended == [SPEC.limit("extended-video-shortest"), SPEC.limit("extended-video-longest")]
    for operation, allowed in (("editVideo", edited), ("extendVideo", extended)):
        beyond = [each.value.seconds for each in sources.unclear_clips(operation).cover()]
        assert not any(allowed[0] <= seconds <= allowed[-1] for seconds in beyond)
    disputed = [each.value.seconds for each in sources.unclear_clips("extendVideo").cover()]
    assert SPEC.limit("extended-video-longest-disputed") in disputed
    assert min(disputed) < SPEC.limit("extended-video-shortest")


def test_an_operation_without_a_video_has_no_clips():
    with pytest.raises(KeyError):
        sources.clips_for("generateVideo").cover()


def test_no_malformed_id_is_that_of_a_file():
    ids = sources.malformed_ids().cover()
    assert {"", "abc"} <= set(ids)
    assert any("\0" in each for each in ids)
    assert any(".." in each for each in ids)
    assert any(len(each) > 1000 for each in ids)
    assert any(not each.isascii() for each in ids)
    for each in ids:
        each.encode()


def test_disguises_hold_a_picture_all_the_same():
    right = DataUri(Picture("webp")).text
    for each in sources.disguised().cover():
        assert each.value != right, each.what
        data = each.value.rpartition(",")[2].replace("\n", "")
        assert base64.b64decode(data + "=" * (-len(data) % 4)) == Picture("webp").read(), each.what


@pytest.mark.parametrize("make", COVERS, ids=lambda make: make.__name__)
def test_covers_are_the_same_every_time_and_without_repetitions(make):
    cover = [repr(value) for value in make().cover()]
    assert cover == [repr(value) for value in make().cover()]
    assert len(set(cover)) == len(cover)
    assert all(len(text) < 1100 for text in cover)


@pytest.mark.parametrize(
    "make", [sources.damaged_images, sources.damaged_videos, sources.disguised, sources.malformed_urls]
)
def test_records_are_told_apart(make):
    whats = [each.what for each in make().cover()]
    assert len(set(whats)) == len(whats)


def test_some_image_is_a_source():
    assert set(sources.some_image()) == {"url"}
    assert sources.some_image() != sources.some_image(1)
    _, data = decoded(sources.some_image(1)["url"])
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()


def test_the_spec_decides(other_spec):
    assert sources.kinds_of_images(spec=other_spec).cover() == (Media("gif"),)
    wrong = [media.kind for media in sources.wrong_for_images(spec=other_spec).cover()]
    assert "png" in wrong
    assert "gif" not in wrong
