"""The expiry of a file, as set by its upload."""

from conformance.checks import given, requirement
from conformance.suite.files.forms import renamed
from conformance.suite.listing import listed_names
from conformance.suite.times import due
from conformance.suite.twins import accepted_twin
from strategies import expiry, media, multipart


@requirement("files.upload.no-expiry-by-default")
@given(content=media.eligible())
def test_a_file_without_expiry_has_none(api, store, content):
    """Metadata has no time of expiry unless one was asked for."""
    file = store.file(content)

    for answer in (file.answer, api.files.get(file.id)):
        assert answer["expires_at"] is None, f"{answer!r}: an expiry that nobody asked for"


@requirement("files.upload.expiry-accepted")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_an_expiry_counts_from_creation(api, store, seconds):
    """Within the bounds, ends included, the file expires so many seconds after it was created."""
    answer = api.files.upload(b"\0", store.name(), purpose="assistants", expires_after=seconds)

    assert answer.accepted
    assert due(api, answer, answer["expires_at"], seconds=seconds)
    assert due(api, answer, api.files.get(answer["id"])["expires_at"], seconds=seconds)


@requirement("files.upload.expiry-bounds")
@given(miss=multipart.near_misses(rules=("minimum", "maximum")))
def test_refuses_an_expiry_outside_the_bounds(api, store, miss):
    """Just outside, or far: refused, and no file appears."""
    accepted_twin(api.files.upload_form(renamed(miss.twin, store.name())))

    name = store.name()
    assert api.files.upload_form(renamed(miss.value, name)).refused(miss)
    assert name not in listed_names(api), f"{name} was stored although its upload was refused"


@requirement("files.upload.expiry-before-file")
@given(miss=multipart.near_misses(rules=("misplaced",)))
def test_refuses_an_expiry_after_the_file(api, store, miss):
    """What configures the file has to precede it, in either form of the expiry."""
    accepted_twin(api.files.upload_form(renamed(miss.twin, store.name())))

    assert api.files.upload_form(renamed(miss.value, store.name())).refused(miss)


@requirement("files.upload.expiry-anchor-form")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_anchor_and_seconds_mean_the_plain_number(api, store, seconds):
    """The pair, with the documented anchor, sets the same expiry as the number alone."""
    form = multipart.upload_form(
        b"\0", store.name(), purpose="assistants", expires_after=seconds, anchor_form=True
    )
    answer = api.files.upload_form(form)

    assert answer.accepted
    assert due(api, answer, answer["expires_at"], seconds=seconds)
