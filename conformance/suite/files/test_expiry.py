"""Files that end by themselves. The target's clock is turned; a margin keeps clear of the exact second."""

from conformance import waves
from conformance.checks import given, requirement
from conformance.suite.listing import own, walk
from conformance.suite.times import tolerance
from strategies import expiry


def _until(api, file):
    """Seconds from now to the file's expiry, by the target's clock."""
    assert file.expires_at is not None, f"{file.answer!r}: no expiry"
    return file.expires_at - api.clock.now()


@requirement("files.expiry.not-early")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_a_file_lives_until_its_expiry(api, store, seconds):
    """Shortly before, everything is there."""
    file = store.file(expires_after=seconds)
    api.clock.advance(_until(api, file) - 2 * tolerance(api))
    # Others wait for the clock meanwhile, and so does the file for its end.
    look = (
        lambda: api.files.get(file.id),
        lambda: api.files.content(file.id),
        lambda: own(walk(api), [file]),
    )
    told, content, listed = waves.each(lambda act: act(), look)

    assert told.accepted
    assert content.content == file.content, "the content is gone before the expiry"
    assert listed == [file.id], "the file is not listed, before its expiry"


@requirement("files.expiry.gone")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_an_expired_file_is_gone(api, store, seconds):
    """Shortly after, there is neither metadata nor content."""
    file = store.file(expires_after=seconds)
    api.clock.advance(_until(api, file) + 2 * tolerance(api), patient=True)

    assert api.files.get(file.id).refused("unknown-file")
    assert api.files.content(file.id).refused("unknown-file")


@requirement("files.expiry.unlisted")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_an_expired_file_is_not_listed(api, store, seconds):
    """One that does not expire still is."""
    file, kept = store.file(expires_after=seconds), store.file()
    api.clock.advance(_until(api, file) + 2 * tolerance(api), patient=True)

    assert own(walk(api), [file, kept]) == [kept.id], (
        "an expired file is listed, or one without expiry is not"
    )
