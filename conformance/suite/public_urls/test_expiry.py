"""The expiry of a URL: the five rows of the docs, and what follows from them."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.listing import listed_value
from conformance.suite.times import due, same_time
from conformance.suite.twins import accepted_twin
from strategies import expiry
from strategies.near_misses import near_misses

#: Seconds that a URL's expiry keeps from its file's, where elapsed time would blur which is later.
MARGIN = 120


@requirement("public-url.expiry.never")
def test_neither_expires(api, store, sharing):
    """No expiry on the file, none on the URL: the answer has none."""
    answer = api.public_urls.create(store.file().id)

    assert answer.accepted
    assert answer["expires_at"] is None, f"{answer!r}: an expiry that nobody asked for"


@requirement("public-url.expiry.own")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_the_url_expires_on_a_file_that_does_not(api, store, sharing, seconds):
    """Both ends of the bounds included."""
    answer = api.public_urls.create(store.file().id, {"expires_after": seconds})

    assert answer.accepted
    assert due(api, answer, answer["expires_at"], seconds=seconds)


@requirement("public-url.expiry.inherited")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_the_url_inherits_its_files_expiry(api, store, sharing, seconds):
    """To the second."""
    file = store.file(expires_after=seconds)

    answer = api.public_urls.create(file.id)

    assert answer.accepted
    assert answer["expires_at"] == file.expires_at, f"{answer!r}: the file expires at {file.expires_at}"


@requirement("public-url.expiry.within-file")
@given(pair=expiry.url_within_file(MARGIN))
def test_the_url_expires_before_its_file(api, store, sharing, pair):
    """The URL at its own time, the file at its own."""
    lifetime, seconds = pair
    file = store.file(expires_after=lifetime)

    answer = api.public_urls.create(file.id, {"expires_after": seconds})

    assert answer.accepted
    assert due(api, answer, answer["expires_at"], seconds=seconds)
    assert api.files.get(file.id)["expires_at"] == file.expires_at, "the file's expiry moved"


@requirement("public-url.expiry.bounds")
@given(miss=near_misses("CreatePublicUrl", rules=("minimum", "maximum")))
def test_refuses_an_expiry_outside_the_bounds(api, store, miss):
    """Just outside, or far: refused, and no URL appears."""
    accepted_twin(api.public_urls.create(store.file().id, miss.twin))
    file = store.file()

    assert api.public_urls.create(file.id, miss.value).refused(miss)
    assert not api.files.get(file.id)["public_url"], "a URL appeared although its creation was refused"


@requirement("public-url.expiry.beyond-file")
@given(pair=expiry.url_beyond_file(MARGIN))
def test_refuses_an_expiry_later_than_the_files(api, store, pair):
    """Refused, and no URL appears; a shorter one is accepted."""
    lifetime, seconds = pair
    file, twin = store.file(expires_after=lifetime), store.file()
    accepted_twin(api.public_urls.create(twin.id, {"expires_after": seconds}))

    assert api.public_urls.create(file.id, {"expires_after": seconds}).refused("outlives-file")
    assert not api.files.get(file.id)["public_url"], "a URL appeared although its creation was refused"


@requirement("public-url.expiry.never-outlives")
@given(lifetime=expiry.within_bounds("UploadFile"), seconds=expiry.within_bounds("CreatePublicUrl"))
def test_no_url_outlives_its_file(api, store, sharing, lifetime, seconds):
    """Whatever was asked for and answered, whenever both expire."""
    file = store.file(expires_after=lifetime)

    for body in ({}, {"expires_after": seconds}, {}):
        answer = api.public_urls.create(file.id, body)
        ends = answer["expires_at"] if answer.accepted else None
        assert ends is None or ends <= file.expires_at, f"{answer!r}: the file expires at {file.expires_at}"
        seen = api.files.get(file.id)
        ends = seen["public_url_expires_at"]
        assert ends is None or ends <= file.expires_at, f"{seen!r}: the URL outlives the file"


@requirement("public-url.expiry.short-lived-file")
def test_a_file_with_little_left(api, store):
    """No expiry fits, so only its own can be inherited."""
    bounds = expiry.bounds("CreatePublicUrl")
    file = store.file(expires_after=bounds.longest)
    api.clock.advance(file.expires_at - api.clock.now() - bounds.shortest / 2)

    assert api.public_urls.create(file.id, {"expires_after": bounds.shortest}).refused("outlives-file")
    answer = api.public_urls.create(file.id)
    assert answer.accepted
    assert answer["expires_at"] == file.expires_at, f"{answer!r}: the file expires at {file.expires_at}"


@requirement("public-url.expiry.equal-lifetime")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_an_expiry_equal_to_what_the_file_has_left(api, store, seconds):
    """Rounding and elapsed time decide; nothing says how."""
    answer = api.public_urls.create(store.file(expires_after=seconds).id, {"expires_after": seconds})
    observe("an expiry equal to the file's lifetime", answer.status)


@requirement("public-url.expiry.file-untouched")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_the_files_expiry_stays(api, store, seconds):
    """A file without an expiry does not get one with its URL."""
    file = store.file()
    if not api.public_urls.create(file.id, {"expires_after": seconds}).accepted:
        raise Untestable("needs a public URL with an expiry (public-url.expiry.own)")

    assert api.files.get(file.id)["expires_at"] is None, "the file got an expiry with its URL"


@requirement("public-url.metadata.expiry")
@given(seconds=expiry.within_bounds("CreatePublicUrl"))
def test_metadata_shows_the_urls_expiry(api, store, seconds):
    """As the creation answered."""
    shared = store.shared(body={"expires_after": seconds})

    seen = api.files.get(shared.id)
    assert same_time(api, seen["public_url_expires_at"], shared.answer["expires_at"]), (
        f"{seen!r}: the URL expires at {shared.answer['expires_at']}"
    )
    shown = api.eventually(lambda: same_time(api, _listed_expiry(api, shared), shared.answer["expires_at"]))
    assert shown, (
        f"the list shows that it expires at {_listed_expiry(api, shared)!r}, "
        f"where the URL expires at {shared.answer['expires_at']}"
    )


def _listed_expiry(api, shared):
    return listed_value(api, shared.id, "public_url_expires_at")


@requirement("public-url.metadata.inherited-expiry")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_whether_an_inherited_expiry_is_shown(api, store, seconds):
    """The sources differ."""
    shared = store.shared(expires_after=seconds)
    shown = api.files.get(shared.id)["public_url_expires_at"]
    observe("inherited expiry in the metadata", "shown" if shown is not None else "not shown")


@requirement("public-url.metadata.no-expiry")
def test_no_expiry_is_shown_where_there_is_none(api, store):
    """Neither before a URL, nor for one that never expires."""
    file = store.file()
    for step in ("without a URL", "with a URL that never expires"):
        seen = api.files.get(file.id)
        assert seen["public_url_expires_at"] is None, f"{step}: {seen!r}"
        store.shared(file=file)
