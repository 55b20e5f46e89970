"""Values as Python: what is written evaluates to what it was."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from strategies import (
    expiry,
    filenames,
    filters,
    images,
    listing,
    media,
    multipart,
    requests,
    sources,
    storage_options,
    videos,
)
from strategies.media import Media
from strategies.multipart import Form
from strategies.near_misses import NearMiss, near_misses
from strategies.source import WIDTH, imports_for, source_of
from strategies.valid import valid

FILES = [{"id": "file_1", "bytes": 5, "created_at": 1_790_000_000, "expires_at": None}]
EVERYTHING = {
    "near misses": near_misses("CreatePublicUrl"),
    "valid": valid("StoredFile"),
    "eligible": media.eligible(),
    "any small": media.any_small(),
    "mismatched": media.mismatched(),
    "ordinary names": filenames.ordinary(),
    "forbidden names": filenames.forbidden(),
    "unusual names": filenames.unusual(),
    "orders": multipart.orders(),
    "forms": multipart.near_misses(),
    "unclear": multipart.unclear(),
    "bodies": multipart.unclear_bodies(),
    "filters": filters.filters(FILES),
    "combinations": filters.combinations(),
    "readings": filters.unparenthesised([*FILES, {**FILES[0], "id": "file_2", "bytes": 9}]),
    "settings": expiry.settings("within-file"),
    "changes": expiry.changes(),
    "page sizes": listing.page_sizes(),
    "storage options": storage_options.valid(),
    "misses of storage options": storage_options.near_misses(),
    "unclear storage options": storage_options.unclear(),
    "misses of requests": requests.near_misses("editImage"),
    "unclear images": images.unclear(),
    "unclear videos": videos.unclear(),
    "images": sources.kinds_of_images(),
    "wrong for images": sources.wrong_for_images(),
    "data URIs": sources.kinds_of_images().map(sources.DataUri),
    "mixes": sources.mixes(),
    "clips": sources.clips_for("extendVideo"),
    "damaged": sources.damaged_images(),
    "malformed ids": sources.malformed_ids(),
}


def evaluated(value):
    names = {}
    exec("\n".join(imports_for(value)), names)
    return eval(source_of(value), names)


@pytest.mark.parametrize("name", EVERYTHING)
def test_covers_come_back(name):
    for value in EVERYTHING[name].cover():
        again = evaluated(value)
        assert again == value
        assert repr(again) == repr(value)
        assert type(again) is type(value)


@settings(deadline=None, max_examples=200)
@given(st.sampled_from(sorted(EVERYTHING)), st.data())
def test_draws_come_back(name, data):
    value = data.draw(EVERYTHING[name].strategy)
    assert evaluated(value) == value
    assert eval(repr(value), {}, dict(_names(value))) == value


def _names(value):
    names = {}
    exec("\n".join(imports_for(value)), names)
    return names


def test_imports_name_the_public_module():
    miss = NearMiss({"a": Media("png")}, "type", "/a", {"a": [Form(())]})
    assert imports_for(miss) == [
        "from strategies.media import Media",
        "from strategies.multipart import Form",
        "from strategies.near_misses import NearMiss",
    ]
    assert imports_for({"prompt": requests.LeftOut(), "url": sources.DataUri(media.Clip())}) == [
        "from strategies.media import Clip",
        "from strategies.requests import LeftOut",
        "from strategies.sources import DataUri",
    ]
    assert imports_for({"expires_after": [3, None, "a"]}) == []


def test_a_size_limit_comes_back():
    pair = media.at_size_limit("public-url-file-size")
    assert evaluated(pair) == pair


def test_large_files_are_short():
    assert source_of(media.at_size_limit("public-url-file-size").over) == "Media('png', 52428801, 0)"


def test_long_values_are_wrapped():
    cover = multipart.near_misses(rules=("missing-file",)).cover()
    assert all(max(map(len, source_of(miss).splitlines())) <= WIDTH + 20 for miss in cover)
    assert any("\n" in source_of(miss) for miss in cover)
