"""Opening a public URL as anyone would."""

from urllib.parse import urlsplit, urlunsplit

import pytest

from conformance.checks import given, observe, requirement
from conformance.suite.opening import opened
from strategies import media
from strategies.media import Media


@requirement("public-url.fetch.anyone")
@given(content=media.eligible())
def test_no_key_is_needed(api, store, content):
    """The URL is enough."""
    shared = store.shared(content)

    assert opened(api, shared.url).accepted


@requirement("public-url.fetch.bytes")
@given(content=media.eligible())
def test_serves_the_stored_bytes(api, store, content):
    """Byte for byte."""
    shared = store.shared(content)

    answer = opened(api, shared.url)

    assert answer.accepted
    assert answer.content == shared.file.content, (
        f"{len(answer.content)} other bytes for {len(shared.file.content)}"
    )


@requirement("public-url.fetch.any-credentials")
@pytest.mark.parametrize("authorization", ["Bearer never-issued", "Basic bm90aGluZzo=", "nonsense"])
def test_credentials_make_no_difference(api, store, authorization):
    """Not even wrong ones."""
    shared = store.shared()

    answer = opened(api, shared.url, headers={"authorization": authorization})

    assert answer.accepted
    assert answer.content == shared.file.content, "with credentials, the URL serves other bytes"


@requirement("public-url.fetch.content-type")
@given(content=media.eligible())
def test_serves_the_media_type(api, store, content):
    """That of the stored file."""
    answer = opened(api, store.shared(content).url)

    served = answer.headers.get("content-type", "").partition(";")[0].strip().lower()
    assert answer.accepted
    assert served == content.content_type, f"a file of type {content.content_type} is served as {served!r}"


@requirement("public-url.fetch.secrecy")
def test_a_wrong_token_opens_nothing(api, store):
    """Neither a token made up nor that of another file."""
    one, two = store.shared(), store.shared(Media("pdf"))

    for url in (_with_token(one.url, "A" * len(_token(one.url))), _with_token(one.url, _token(two.url))):
        answer = api.public_urls.fetch(url)
        assert not answer.accepted, f"{answer!r} for a wrong token"


def _token(url):
    return urlsplit(url).path.split("/")[-2]


def _with_token(url, token):
    parts = urlsplit(url)
    path = parts.path.split("/")
    path[-2] = token
    return urlunsplit(parts._replace(path="/".join(path)))


@requirement("public-url.fetch.headers")
def test_headers_of_the_cdn(api, store):
    """Nothing is promised of them."""
    shared = store.shared()
    answer = api.public_urls.fetch(shared.url)

    observe("headers", sorted(set(answer.headers) - {"date", "server", "connection"}))
    observe("HEAD", api.public_urls.fetch(shared.url, method="HEAD").status)
    observe("a range", api.public_urls.fetch(shared.url, headers={"range": "bytes=0-1"}).status)


@requirement("public-url.fetch.extension")
@pytest.mark.parametrize(
    "name", ["picture.PNG", "picture.jpeg", "picture", "picture.tar.png", ".png", "picture.txt"]
)
def test_extensions_of_other_names(api, store, name):
    """How the address's extension follows from the name."""
    shared = store.shared(name=f"{store.tag}-{name}")
    stem, _, extension = shared.url.rpartition(".")
    observe(f"extension for {name}", extension)
    observe("another extension", api.public_urls.fetch(f"{stem}.other").status)
