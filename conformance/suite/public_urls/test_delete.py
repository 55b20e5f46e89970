"""What deleting a file does to its URL."""

from conformance.checks import Untestable, given, requirement
from conformance.suite.opening import opened
from strategies import media


@requirement("public-url.delete.dead")
@given(content=media.eligible())
def test_the_url_ends_with_its_file(api, store, content):
    """Deletion revokes it."""
    shared = store.shared(content)
    if not opened(api, shared.url).accepted:
        raise Untestable("needs a URL that serves its file (public-url.fetch.anyone)")
    api.files.delete(shared.id)

    dead = api.eventually(lambda: not api.public_urls.fetch(shared.url).accepted)
    assert dead, f"{shared.url} still serves a deleted file"


@requirement("public-url.delete.no-create")
@given(content=media.eligible())
def test_a_deleted_file_gets_no_url(api, store, sharing, content):
    """Whether or not it ever had one."""
    never, once = store.file(content), store.shared(content)
    for file in (never, once):
        api.files.delete(file.id)
        assert api.public_urls.create(file.id).refused("unknown-file")
