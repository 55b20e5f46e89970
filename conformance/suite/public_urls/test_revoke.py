"""Revoking: what it says, what it ends, and what it leaves."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.opening import opened
from strategies import expiry, media


def _revoked(api, shared):
    """Revoke, which has to have worked for a check of its consequences to mean anything."""
    answer = api.public_urls.revoke(shared.id)
    if not answer.accepted:
        raise Untestable(f"needs a revocation (public-url.revoke.answer): {answer!r}")
    return answer


@requirement("public-url.revoke.answer")
@given(content=media.eligible())
def test_says_what_was_revoked(api, store, content):
    """No body is needed; the answer has the id, that it was revoked, and the URL."""
    shared = store.shared(content)

    answer = api.public_urls.revoke(shared.id)

    assert answer.accepted
    assert answer["id"] == shared.id, f"{answer!r}: the file is {shared.id}"
    assert answer["revoked"] is True, f"{answer!r}: a URL was active"
    assert answer["public_url"] == shared.url, f"{answer!r}: the URL was {shared.url}"


@requirement("public-url.revoke.empty-object")
def test_takes_an_empty_object(api, store):
    """Clients that always send JSON may."""
    answer = api.public_urls.revoke(store.shared().id, {})

    assert answer.accepted
    assert answer["revoked"] is True, f"{answer!r}: a URL was active"


@requirement("public-url.revoke.none-active")
@given(content=media.eligible())
def test_says_when_there_is_nothing_to_revoke(api, store, content):
    """Never had one, or no longer has."""
    never, once = store.file(content), store.shared(content)
    _revoked(api, once)

    for file in (never, once):
        answer = api.public_urls.revoke(file.id)
        assert answer.accepted
        assert answer["id"] == file.id, f"{answer!r}: the file is {file.id}"
        assert answer["revoked"] is False, f"{answer!r}: no URL was active"
        assert answer["public_url"] is None, f"{answer!r}: no URL was active"


@requirement("public-url.revoke.dead")
@given(content=media.eligible())
def test_a_revoked_url_is_dead(api, store, content):
    """At once."""
    shared = store.shared(content)
    if not opened(api, shared.url).accepted:
        raise Untestable("needs a URL that serves its file (public-url.fetch.anyone)")
    _revoked(api, shared)

    dead = api.eventually(lambda: not api.public_urls.fetch(shared.url).accepted)
    assert dead, f"{shared.url} was revoked and still serves"


@requirement("public-url.revoke.cleared")
@given(content=media.eligible())
def test_metadata_is_cleared(api, store, content):
    """The URL and its expiry."""
    shared = store.shared(content, body={"expires_after": _shortest()})
    _revoked(api, shared)

    seen = api.files.get(shared.id)
    assert seen["public_url"] is None, f"{seen!r}: the URL was revoked"
    assert seen["public_url_expires_at"] is None, f"{seen!r}: the URL was revoked"


def _shortest():
    return expiry.bounds("CreatePublicUrl").shortest


@requirement("public-url.revoke.file-remains")
@given(content=media.eligible())
def test_the_file_remains(api, store, content):
    """As it was before it had a URL."""
    file = store.file(content)
    before = api.files.get(file.id).json
    _revoked(api, store.shared(file=file))

    after = api.files.get(file.id)
    assert after.accepted
    documented = api.spec.schema("StoredFile")["required"]
    assert {name: after[name] for name in documented} == {name: before.get(name) for name in documented}
    assert api.files.content(file.id).content == file.content, "the content changed with the revocation"


@requirement("public-url.revoke.fresh-token")
@given(content=media.eligible())
def test_the_next_url_is_another(api, store, content):
    """Every time."""
    file, urls = store.file(content), []
    for _ in range(3):
        urls.append(store.shared(file=file).url)
        _revoked(api, store.shared(file=file))

    assert len(set(urls)) == len(urls), f"a URL came back after its revocation: {urls}"


@requirement("public-url.revoke.final")
@given(content=media.eligible())
def test_a_revoked_url_stays_dead(api, store, content):
    """Also when the file has a new one, and its expiry moves."""
    first = store.shared(content)
    _revoked(api, first)
    second = store.shared(file=first.file)
    if second.url == first.url:
        raise Untestable("needs a new URL after a revocation (public-url.revoke.fresh-token)")
    store.shared(file=first.file, body={"expires_after": _shortest()})

    dead = api.eventually(lambda: not api.public_urls.fetch(first.url).accepted)
    assert dead, f"{first.url} was revoked, and serves again"


@requirement("public-url.revoke.only-that-file")
@given(content=media.eligible())
def test_other_urls_live_on(api, store, content):
    """Also those of files with the same bytes."""
    revoked, other = store.shared(content), store.shared(content)
    _revoked(api, revoked)

    assert opened(api, other.url).accepted
    assert api.files.get(other.id)["public_url"] == other.url, "a revocation cleared another file's metadata"


@requirement("public-url.revoke.deleted-file")
@given(content=media.eligible())
def test_a_deleted_file_is_no_error(api, store, content):
    """Whether or not it ever had a URL."""
    never, once = store.file(content), store.shared(content)
    for file in (never, once):
        api.files.delete(file.id)
        answer = api.public_urls.revoke(file.id)
        assert answer.accepted


@requirement("public-url.revoke.unknown-file")
@given(file_id=unknown_ids())
def test_a_file_that_never_was(api, file_id):
    """Harmless, or not found: nothing says which."""
    answer = api.public_urls.revoke(file_id)
    observe("revoking on an unknown file", {"status": answer.status, "revoked": _revoked_field(answer)})


def _revoked_field(answer):
    return answer["revoked"] if answer.accepted else None


@requirement("public-url.revoke.status")
def test_with_which_status_it_is_dead(api, store):
    """Only the status after expiry is documented."""
    revoked, deleted = store.shared(), store.shared()
    api.public_urls.revoke(revoked.id)
    api.files.delete(deleted.id)

    observe("a revoked URL", api.public_urls.fetch(revoked.url).status)
    observe("the URL of a deleted file", api.public_urls.fetch(deleted.url).status)
