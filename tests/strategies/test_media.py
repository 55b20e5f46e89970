"""Media: real files of any size from short recipes."""

import hashlib
import io
import json
import re
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specs
from strategies import media
from strategies.media import KINDS, Media

quick = settings(deadline=None, max_examples=60)
FRAMED = [kind for kind, how in KINDS.items() if how.frame]
SIZES = (0, 1, 7, 8, 70_000)

MAGIC = {
    "png": rb"\x89PNG\r\n\x1a\n",
    "jpeg": rb"\xff\xd8\xff",
    "webp": rb"RIFF....WEBP",
    "gif": rb"GIF8[79]a",
    "mp4": rb"....ftyp",
    "webm": rb"\x1a\x45\xdf\xa3",
    "pdf": rb"%PDF-",
    "zip": rb"PK\x03\x04",
}


def grown(kind, more, seed=5):
    return Media(kind, KINDS[kind].natural + more, seed)


@quick
@given(st.sampled_from(FRAMED), st.integers(0, 200_000), st.integers(0, 2**32))
def test_a_file_has_the_size_that_was_asked_for(kind, more, seed):
    file = grown(kind, more, seed)
    data = file.read()
    assert len(data) == len(file) == file.size
    assert file.sha256() == hashlib.sha256(data).hexdigest()
    assert data == Media(kind, file.size, seed).read()
    if kind in MAGIC:
        assert re.match(MAGIC[kind], data, re.DOTALL)


@quick
@given(
    st.sampled_from(["binary", "delimiters", "newlines", "zeros"]),
    st.integers(0, 200_000),
    st.integers(0, 2**32),
)
def test_streams_are_cut_at_the_size(kind, size, seed):
    assert len(Media(kind, size, seed).read()) == size
    # A longer file begins like a shorter one.
    assert Media(kind, size + 100, seed).read()[:size] == Media(kind, size, seed).read()


@pytest.mark.parametrize("kind", [kind for kind in KINDS if kind not in ("zeros", "empty")])
def test_other_seeds_make_other_bytes(kind):
    contents = {Media(kind, seed=seed).read() for seed in (0, 1, 255, 256, 2**24, 2**40)}
    assert len(contents) == 6


def test_the_magic_is_that_of_the_declared_type():
    assert set(MAGIC) <= set(FRAMED)


@pytest.mark.parametrize("more", SIZES)
@pytest.mark.parametrize("kind", ["png", "jpeg", "webp", "gif"])
def test_pictures_decode(kind, more):
    image = pytest.importorskip("PIL.Image", reason="needs Pillow")
    with image.open(io.BytesIO(grown(kind, more).read())) as picture:
        picture.load()
        assert picture.format.lower() == kind
        assert picture.size == (1, 1)


@pytest.mark.parametrize("more", SIZES)
@pytest.mark.parametrize("kind", ["mp4", "webm"])
def test_videos_decode(kind, more):
    av = pytest.importorskip("av", reason="needs PyAV")
    with av.open(io.BytesIO(grown(kind, more).read())) as video:
        frames = list(video.decode(video=0))
    assert [(frame.width, frame.height) for frame in frames] == [(16, 16)]


def boxes(data):
    place = 0
    while place < len(data):
        size = int.from_bytes(data[place : place + 4], "big")
        assert size >= 8, f"a box of {size} bytes at {place}"
        yield data[place + 4 : place + 8]
        place += size
    assert place == len(data)


@pytest.mark.parametrize("more", SIZES)
def test_the_boxes_of_a_video_fill_it(more):
    assert [*boxes(grown("mp4", more).read())] == [b"ftyp", b"free", b"mdat", b"moov", b"free"]


@pytest.mark.parametrize("more", SIZES)
def test_the_objects_of_a_pdf_are_where_its_table_says(more):
    data = grown("pdf", more).read()
    table = int(re.search(rb"startxref\n(\d+)\n%%EOF\n$", data)[1])
    assert data[table:].startswith(b"xref\n0 5\n")
    for number, place in enumerate(re.findall(rb"(\d{10}) 00000 n \n", data[table:]), start=1):
        assert data[int(place) :].startswith(b"%d 0 obj\n" % number)
    length = int(re.search(rb"/Length (\d+)", data)[1])
    stream = data.index(b"stream\n") + len(b"stream\n")
    assert length == more
    assert data[stream + length :].startswith(b"\nendstream")


@pytest.mark.parametrize("more", SIZES)
def test_an_archive_opens(more):
    with zipfile.ZipFile(io.BytesIO(grown("zip", more).read())) as archive:
        assert archive.testzip() is None
        assert archive.read("seed.txt") == b"%016x" % 5


@pytest.mark.parametrize("more", SIZES)
def test_json_parses(more):
    assert set(json.loads(grown("json", more).read())) == {"note"}


def test_binary_has_every_byte_value():
    assert set(Media("binary").read()) == set(range(256))


def test_delimiters_look_like_those_of_forms():
    data = Media("delimiters").read()
    assert all(trap in data for trap in (b"\r\n--", b"--\r\n", b"\r\n\r\n", b"\0", b"Content-Disposition"))


def test_an_empty_file_is_empty_and_still_a_file():
    empty = Media("empty")
    assert empty.read() == b""
    assert empty.size == 0
    assert empty


@pytest.mark.parametrize(
    ("kind", "size", "error"),
    [
        ("png", 10, ValueError),
        ("empty", 1, ValueError),
        ("binary", -5, ValueError),
        ("painting", 1, KeyError),
    ],
)
def test_impossible_recipes_are_refused(kind, size, error):
    with pytest.raises(error, match=kind):
        Media(kind, size)


def test_large_files_never_stand_in_memory():
    exact, over = media.at_size_limit("public-url-file-size")
    tracemalloc.start()
    try:
        sizes = [sum(len(chunk) for chunk in file.chunks()) for file in (exact, over)]
        digests = {file.sha256() for file in (exact, over)}
        binary = sum(len(chunk) for chunk in Media("binary", exact.size).chunks())
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    limit = specs.load().limit("public-url-file-size")
    assert sizes == [limit, limit + 1]
    assert binary == limit
    assert len(digests) == 2
    assert peak < 2**21, f"{peak} bytes at the peak"


def test_eligible_files_are_those_of_the_documented_types():
    documented = specs.load().limit("public-url-content-types")
    assert [file.content_type for file in media.eligible().cover()] == documented
    assert {file.content_type for file in media.eligible_of_any_size().cover()} == set(documented)


@quick
@given(media.eligible().strategy, media.ineligible().strategy, media.disputed().strategy)
def test_draws_keep_to_their_types(eligible, ineligible, disputed):
    listed = specs.load().limit("public-url-content-types")
    argued = specs.load().limit("public-url-disputed-content-types")
    assert eligible.content_type in listed
    assert disputed.content_type in argued
    assert ineligible.content_type not in [*listed, *argued]


def test_no_ineligible_file_is_of_an_eligible_or_disputed_kind():
    others = {*media.eligible().cover(), *media.disputed().cover()}
    assert not others & set(media.ineligible().cover())
    assert {"text", "json", "html", "zip"} <= {file.kind for file in media.ineligible().cover()}


@quick
@given(media.any_small().strategy)
def test_small_files_are_small_and_not_empty(file):
    assert 0 < file.size < 2**13


def test_small_files_cover_what_copies_get_wrong():
    contents = [file.read() for file in media.any_small().cover()]
    assert all(contents)
    assert any(set(content) == set(range(256)) for content in contents)
    assert b"\0" in contents
    assert any(content.endswith(b"\r\n--") or b"\r\n--" in content for content in contents)


def test_every_kind_is_covered_once():
    assert [file.kind for file in media.any_kind().cover()] == [kind for kind in KINDS if kind != "empty"]


def test_disguises_disagree_with_themselves():
    for disguise in media.mismatched().cover():
        file = disguise.media
        agrees = disguise.filename == file.filename and disguise.content_type == file.content_type
        assert not agrees, disguise.what
    whats = [disguise.what for disguise in media.mismatched().cover()]
    assert len(set(whats)) == len(whats)


@quick
@given(media.mismatched().strategy)
def test_drawn_disguises_disagree_too(disguise):
    file = disguise.media
    assert (disguise.filename, disguise.content_type) != (file.filename, file.content_type)


def test_the_spec_decides(other_spec):
    assert media.eligible(spec=other_spec).cover() == (Media("text"),)
    assert "png" in [file.kind for file in media.ineligible(spec=other_spec).cover()]
    exact, over = media.at_size_limit("public-url-file-size", kind="pdf", spec=other_spec)
    assert (exact, over) == (Media("pdf", 70000), Media("pdf", 70001))


def test_a_type_without_a_recipe_is_an_error():
    with pytest.raises(KeyError, match="image/tiff"):
        media.kinds.kind_of("image/tiff")


@pytest.mark.parametrize(
    "choice", [media.eligible, media.ineligible, media.disputed, media.any_small, media.mismatched]
)
def test_covers_are_the_same_every_time(choice):
    assert choice().cover() == choice().cover()
