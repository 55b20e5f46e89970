"""What was stored is a file like any other: it can be had, listed, made public, made private, and deleted."""

import pytest

from conformance.checks import Untestable, given, requirement
from conformance.suite.listing import own, walk
from conformance.suite.media_types import media_type_of, type_named
from conformance.suite.opening import opened
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import enumerated, kept, outputs, tried
from conformance.suite.storage_options.stock import State, public_used_up, used_up
from conformance.suite.storage_options.with_url import enumerated_with_url, public_outputs
from conformance.suite.studio import kind_of
from conformance.suite.times import same_time
from strategies.filters import Comparison

HAS_URL, HAS_NONE = Comparison("public_url", "!=", None), Comparison("public_url", "=", None)


@requirement("storage.file.retrieved")
@given(asked=lambda studio: kept(studio, asking.usual))
def test_it_can_be_retrieved(api, studio, asked):
    """With what the answer to the generation has said of it."""
    for told in outputs(tried(studio, asked)):
        seen = api.files.get(told["file_id"])

        assert seen.accepted
        assert seen["id"] == told["file_id"], f"{seen!r}: it was asked for {told['file_id']}"
        assert seen["filename"] == told["filename"], f"{seen!r}: it was stored as {told['filename']!r}"
        assert seen["public_url"] == told.get("public_url"), f"{seen!r}: the generation told {told}"
        assert _agree(api, seen["expires_at"], told.get("expires_at")), (
            f"{seen!r}: the generation told {told}"
        )
        url_ends = seen["public_url_expires_at"]
        if url_ends is None and told.get("public_url_expires_at") == seen["expires_at"]:
            continue  # of a URL that ends with its file, metadata need not say so
        assert _agree(api, url_ends, told.get("public_url_expires_at")), (
            f"{seen!r}: the generation told {told}"
        )


def _agree(api, time, other):
    return time == other or same_time(api, time, other)


def _mostly(options):
    """A plain file, and one with a URL that has no times of its own."""
    return (
        asking.usual(options)
        and not set(options) & {"expires_after"}
        and options.get("public_url") in (None, True)
    )


@requirement("storage.file.content")
@given(asked=lambda studio: enumerated(studio, _mostly))
def test_its_content_is_what_was_generated(api, studio, asked):
    """By its looks: an image, or a video."""
    for told in outputs(tried(studio, asked)):
        content = api.files.content(told["file_id"])

        assert content.accepted
        looks = media_type_of(content.content)
        assert looks is not None, f"{content!r}: {len(content.content)} bytes that are no media"
        kind = kind_of(asked.operation)
        assert looks.startswith(f"{kind}/"), f"{looks} was stored, where {asked.operation} makes an {kind}"


def _is_of_its_type(api, file_id, url, name):
    """The public URL serves the type that the bytes look like."""
    served = opened(api, url)
    if not served.accepted:
        raise Untestable(f"needs a URL that serves its file (storage.url.opens): {served!r}")
    told = type_named(served.headers.get("content-type", ""))
    looks = media_type_of(served.content)
    if looks is None:
        raise Untestable(f"needs stored media (storage.file.content): {file_id}")
    assert told == looks, f"{url} is of type {told!r}: its bytes are {looks}, and its name is {name!r}"


@requirement("storage.file.type")
@given(asked=enumerated_with_url)
def test_its_type_is_that_of_its_bytes(api, studio, asked):
    """With the usual names of images and videos."""
    for told in public_outputs(studio, asked):
        _is_of_its_type(api, told["file_id"], told["public_url"], told["filename"])


@requirement("storage.file.type")
@given(operation=public_used_up)
def test_its_type_is_not_that_of_its_name(api, stock, operation):
    """With names that say another type than most."""
    piece = stock.public(operation)
    stock.keep(piece)

    _is_of_its_type(api, piece.id, piece.url, piece.asset.output["filename"])


@requirement("storage.file.listed")
@given(asked=lambda studio: enumerated(studio, _mostly))
def test_it_is_listed(api, studio, asked):
    """Once."""
    for told in outputs(tried(studio, asked)):
        seen: list[list[str]] = []

        def once(seen=seen, file_id=told["file_id"]):
            seen[:] = [[file["id"] for file in walk(api) if file.get("id") == file_id]]
            return len(seen[0]) == 1

        api.eventually(once)
        assert len(seen[0]) == 1, f"{told['file_id']} is listed {len(seen[0])} times"


@pytest.fixture(scope="module")
def filtering(api, library):
    """Filters find uploads rightly, so that what they find of generations says something."""
    public, private = library.shared().file, library.file()
    found = [own(walk(api, filter=each.text), [public, private]) for each in (HAS_URL, HAS_NONE)]
    if found != [[public.id], [private.id]]:
        raise Untestable(f"needs filters for public URLs (public-url.filter.active): {found}")


@requirement("storage.file.filtered")
@given(asked=lambda studio: enumerated(studio, asking.usual))
def test_filters_find_it(api, studio, filtering, asked):
    """The one for files with a public URL, or the one for files without."""
    for told in outputs(tried(studio, asked)):
        right, wrong = (HAS_URL, HAS_NONE) if told.get("public_url") else (HAS_NONE, HAS_URL)

        assert api.eventually(lambda told=told, right=right: _finds(api, right, told)), (
            f"the filter {right.text} does not find {told}"
        )
        assert not _finds(api, wrong, told), f"the filter {wrong.text} finds {told}"


def _finds(api, condition, told):
    return any(file.get("id") == told["file_id"] for file in walk(api, filter=condition.text))


def _most_likely(stock):
    """Operations whose results can have a public URL, as far as that was seen."""
    try:
        return public_used_up(stock)
    except Untestable:
        return used_up(stock)


@requirement("storage.file.url-later")
@given(operation=_most_likely)
def test_a_private_file_can_be_made_public(api, stock, operation):
    """And anyone can open it."""
    piece = stock.private(operation)
    content = api.files.content(piece.id)
    looks = media_type_of(content.content) if content.accepted else None
    if looks not in api.spec.limit("public-url-content-types"):
        raise Untestable(f"needs a stored file of a type that may be public, not {looks}")

    answer = api.public_urls.create(piece.id)

    assert answer.accepted
    assert opened(api, answer["public_url"]).accepted
    stock.put_back(piece, State.RENEWED, url=answer["public_url"])


@requirement("storage.file.url-again")
@given(operation=public_used_up)
def test_asking_again_gives_the_same_url(api, stock, operation):
    """That which came with the generation."""
    piece = stock.public(operation)

    answer = api.public_urls.create(piece.id)

    assert answer.accepted
    assert answer["public_url"] == piece.url, f"{answer!r}: the generation gave {piece.url}"
    stock.keep(piece)


def _needs_opening(api, piece):
    if not opened(api, piece.url).accepted:
        raise Untestable("needs a URL that serves its file (storage.url.opens)")


@requirement("storage.file.revoked")
@given(operation=public_used_up)
def test_its_url_can_be_revoked(api, stock, operation):
    """The URL is dead, and the file is there without it."""
    piece = stock.public(operation)
    _needs_opening(api, piece)

    answer = api.public_urls.revoke(piece.id)

    assert answer.accepted
    assert answer["revoked"] is True, f"{answer!r}: a URL was active"
    dead = api.eventually(lambda: not api.public_urls.fetch(piece.url).accepted)
    assert dead, f"{piece.url} was revoked and still serves"
    seen = api.files.get(piece.id)
    assert seen.accepted
    assert seen["public_url"] is None, f"{seen!r}: the URL was revoked"
    assert api.files.content(piece.id).accepted
    stock.put_back(piece, State.REVOKED)


@requirement("storage.file.renewed")
@given(operation=public_used_up)
def test_it_can_be_given_a_new_url(api, stock, operation):
    """The old one does not come back with it."""
    piece = stock.revoked(operation)

    answer = api.public_urls.create(piece.id)

    assert answer.accepted
    assert answer["public_url"] != piece.url, f"{answer!r}: that URL was revoked"
    assert opened(api, answer["public_url"]).accepted
    dead = api.eventually(lambda: not api.public_urls.fetch(piece.url).accepted)
    assert dead, f"{piece.url} was revoked and serves again"
    stock.put_back(piece, State.RENEWED, url=answer["public_url"])


@requirement("storage.file.deleted")
@given(operation=_most_likely)
def test_it_can_be_deleted(api, stock, operation):
    """And its URL with it."""
    piece = stock.shown(operation)
    _needs_opening(api, piece)
    stock.remove(piece)

    assert api.files.delete(piece.id).accepted
    assert api.files.get(piece.id).refused("unknown-file")
    assert api.files.content(piece.id).refused("unknown-file")
    dead = api.eventually(lambda: not api.public_urls.fetch(piece.url).accepted)
    assert dead, f"{piece.url} outlives its file"
