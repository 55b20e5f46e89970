"""Deleting."""

from conformance.checks import given, observe, requirement
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.listing import own, walk
from strategies import expiry, media


@requirement("files.delete.answer")
@given(content=media.eligible())
def test_says_what_was_deleted(api, store, content):
    """The answer has the file's id, and that it is deleted."""
    file = store.file(content)

    answer = api.files.delete(file.id)

    assert answer.accepted
    assert answer["id"] == file.id, f"{answer!r}: {file.id} was deleted"
    assert answer["deleted"] is True, f"{answer!r}: the file was deleted"


@requirement("files.delete.kind")
def test_whether_it_names_the_kind(api, store):
    """The schema says so, the examples do not."""
    observe("object in the answer to a deletion", api.files.delete(store.file().id)["object"])


@requirement("files.delete.gone")
@given(content=media.eligible())
def test_a_deleted_file_is_gone(api, store, content):
    """No metadata, no content."""
    file = store.file(content)
    assert api.files.get(file.id).accepted
    api.files.delete(file.id)

    assert api.files.get(file.id).refused("unknown-file")
    assert api.files.content(file.id).refused("unknown-file")


@requirement("files.delete.unlisted")
def test_a_deleted_file_is_not_listed(api, store):
    """It was, and now is not."""
    kept, dropped = store.file(), store.file()
    both = api.eventually(lambda: set(own(walk(api), [kept, dropped])) == {kept.id, dropped.id})
    assert both, "new files are not listed"
    api.files.delete(dropped.id)

    gone = api.eventually(lambda: dropped.id not in own(walk(api), [dropped]))
    assert gone, f"{dropped.id} was deleted and is still listed"


@requirement("files.delete.again")
@given(file_id=unknown_ids())
def test_there_is_nothing_to_delete(api, store, file_id):
    """A second deletion, and that of an unknown id, are not found."""
    file = store.file()
    api.files.delete(file.id)

    assert api.files.delete(file.id).refused("unknown-file")
    assert api.files.delete(file_id).refused("unknown-file")


@requirement("files.delete.before-expiry")
@given(seconds=expiry.within_bounds("UploadFile"))
def test_a_file_can_go_before_its_expiry(api, store, seconds):
    """An expiry does not hold a file."""
    file = store.file(expires_after=seconds)

    assert api.files.delete(file.id).accepted
    assert api.files.get(file.id).refused("unknown-file")


@requirement("files.delete.siblings")
def test_others_stay(api, store):
    """Same bytes, same name, or none of them: other files are as before."""
    name = store.name()
    dropped, twin, other = store.file(name=name), store.file(name=name), store.file()
    before = [api.files.get(file.id).json for file in (twin, other)]
    api.files.delete(dropped.id)

    assert [api.files.get(file.id).json for file in (twin, other)] == before
    assert api.files.content(twin.id).content == twin.content, "the twin of a deleted file has other bytes"
