"""URLs that end by themselves. The target's clock is turned; a margin keeps clear of the exact second."""

from conformance import waves
from conformance.checks import given, requirement
from conformance.suite.opening import opened
from conformance.suite.times import tolerance
from strategies import expiry


def _expiring(store, seconds):
    return store.shared(body={"expires_after": seconds})


def _advance(api, shared, margin):
    """Turn the clock to `margin` seconds after the URL's expiry."""
    ends = shared.answer["expires_at"]
    assert isinstance(ends, int), f"{shared.answer!r}: no expiry"
    # What has ended stays so, however long ago it was.
    api.clock.advance(max(0.0, ends - api.clock.now() + margin), patient=margin > 0)


@requirement("public-url.expiry.not-early")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_the_url_serves_until_its_expiry(api, store, seconds):
    """Shortly before, it does."""
    shared = _expiring(store, seconds)
    _advance(api, shared, -2 * tolerance(api))

    # Others wait for the clock meanwhile, and so does the URL for its end.
    look = (lambda: opened(api, shared.url), lambda: api.files.get(shared.id))
    served, seen = waves.each(lambda act: act(), look)

    assert served.accepted
    assert seen["public_url"] == shared.url, "the metadata lost the URL before its expiry"


@requirement("public-url.expiry.dead")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_the_url_ends_at_its_expiry(api, store, seconds):
    """Shortly after, it is not found; nobody had to do anything."""
    shared = _expiring(store, seconds)
    _advance(api, shared, 2 * tolerance(api))

    assert api.public_urls.fetch(shared.url).refused("expired")


@requirement("public-url.expiry.cleared")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_metadata_drops_an_expired_url(api, store, seconds):
    """Both the URL and its expiry."""
    shared = _expiring(store, seconds)
    _advance(api, shared, 2 * tolerance(api))

    seen = api.files.get(shared.id)
    assert seen["public_url"] is None, f"{seen!r}: the URL has expired"
    assert seen["public_url_expires_at"] is None, f"{seen!r}: the URL has expired"


@requirement("public-url.expiry.file-remains")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_the_file_outlives_its_url(api, store, seconds):
    """Metadata and content are there with a key."""
    shared = _expiring(store, seconds)
    _advance(api, shared, 2 * tolerance(api))

    assert api.files.get(shared.id).accepted
    assert api.files.content(shared.id).content == shared.file.content, "the content went with the URL"


@requirement("public-url.expiry.with-file")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_an_inheriting_url_ends_with_its_file(api, store, seconds):
    """At the file's expiry, not before."""
    shared = store.shared(expires_after=seconds)
    ends = shared.file.expires_at
    api.clock.advance(ends - api.clock.now() - 2 * tolerance(api))
    assert opened(api, shared.url).accepted
    api.clock.advance(4 * tolerance(api), patient=True)

    assert not api.public_urls.fetch(shared.url).accepted, "the URL outlives its file"


@requirement("public-url.revoke.after-expiry")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_there_is_nothing_to_revoke_after_expiry(api, store, seconds):
    """The URL has ended by itself."""
    shared = _expiring(store, seconds)
    _advance(api, shared, 2 * tolerance(api))

    answer = api.public_urls.revoke(shared.id)
    assert answer.accepted
    assert answer["revoked"] is False, f"{answer!r}: the URL had expired"
