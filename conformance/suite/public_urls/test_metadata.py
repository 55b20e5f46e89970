"""What a file's metadata says of its URL, and that nothing else changes with it."""

from conformance.checks import given, requirement
from conformance.suite.inputs import file_lifetimes
from conformance.suite.listing import listed_value
from strategies import media

#: What only the URL may change.
OF_THE_URL = ("public_url", "public_url_expires_at")


def _without_url(metadata):
    return {name: value for name, value in metadata.items() if name not in OF_THE_URL}


@requirement("public-url.create.file-untouched")
@given(content=media.eligible(), lifetime=file_lifetimes())
def test_a_url_leaves_the_file_as_it_was(api, store, content, lifetime):
    """Metadata, content, and that it needs a key."""
    file = store.file(content, expires_after=lifetime, must_expire=False)
    before = api.files.get(file.id).json
    store.shared(file=file)

    after = api.files.get(file.id)
    assert _without_url(after.json) == _without_url(before), f"{after!r}: it was {before}"
    assert api.files.content(file.id).content == file.content, "creating a URL changed the content"
    assert api.as_("none").files.content(file.id).is_refusal, "with a URL, the file needs no key any more"


@requirement("public-url.metadata.url")
@given(content=media.eligible())
def test_metadata_shows_the_url(api, store, content):
    """Retrieval and list have it as it was created."""
    shared = store.shared(content)

    seen = api.files.get(shared.id)
    assert seen["public_url"] == shared.url, f"{seen!r}: the URL is {shared.url}"
    shown = api.eventually(lambda: _listed_url(api, shared) == shared.url)
    assert shown, f"the list shows {_listed_url(api, shared)!r}, where the URL is {shared.url}"


def _listed_url(api, shared):
    return listed_value(api, shared.id, "public_url")
