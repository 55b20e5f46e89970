"""The metadata of a file."""

import re

from conformance.checks import given, observe, requirement
from conformance.suite.inputs import file_lifetimes
from conformance.suite.listing import listed
from conformance.suite.times import due
from strategies import media

#: Metadata that is fixed once a file is stored.
SETTLED = ("id", "bytes", "created_at", "filename", "expires_at", "public_url")


@requirement("files.object.size")
@given(content=media.any_small())
def test_size_is_the_number_of_bytes(api, store, content):
    """As many as were sent."""
    file = store.file(content)

    for answer in (file.answer, api.files.get(file.id)):
        assert answer["bytes"] == len(file.content), f"{answer!r}: {len(file.content)} bytes were sent"


@requirement("files.object.created-at")
def test_creation_time_is_in_seconds(api, store):
    """Between sending the upload and its answer."""
    file = store.file()

    assert due(api, file.answer, file.answer["created_at"], seconds=0)
    assert api.files.get(file.id)["created_at"] == file.answer["created_at"]


@requirement("files.object.id-shape")
@given(content=media.eligible())
def test_ids_look_like_the_documented_ones(store, content):
    """One word of letters, digits, dashes and underscores that begins with file."""
    file = store.file(content)

    assert re.fullmatch(r"file[-_][A-Za-z0-9_-]+", file.id), f"the id is {file.id!r}"


@requirement("files.object.agreement")
@given(content=media.eligible(), seconds=file_lifetimes())
def test_upload_retrieval_and_list_agree(api, store, content, seconds):
    """The three ways to see a file show the same file."""
    file = store.file(content, expires_after=seconds, must_expire=False)

    retrieved = api.files.get(file.id)
    entry = listed(api, file.id)

    assert retrieved.accepted
    assert entry is not None, f"{file.id} is not among the newest files"
    for name in SETTLED:
        seen = [file.answer[name], retrieved[name], entry.get(name)]
        assert seen[0] == seen[1] == seen[2], (
            f"{name} is {seen[0]!r} in the upload, {seen[1]!r} retrieved, {seen[2]!r} listed"
        )


@requirement("files.object.extra-fields")
def test_fields_beyond_the_documented(api, store):
    """More fields are always allowed; which there are is worth knowing."""
    documented = set(api.spec.schema("StoredFile")["properties"])
    body = store.file().answer.json

    observe(
        "fields beyond the documented", sorted(set(body) - documented) if isinstance(body, dict) else None
    )
