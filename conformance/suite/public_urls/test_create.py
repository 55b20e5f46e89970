"""Creating a public URL."""

from urllib.parse import urlsplit

from conformance.checks import given, observe, requirement
from conformance.suite.files.unknown import unknown_ids
from strategies import media
from strategies.inputs import Inputs
from strategies.media import Media
from strategies.near_misses import near_misses


@requirement("public-url.create.accepted")
def test_a_stored_file_gets_a_url(api, store):
    """The empty object is enough. Which types can have one is another requirement."""
    answer = api.public_urls.create(store.file().id)

    assert answer.accepted
    assert isinstance(answer["public_url"], str), f"{answer!r}: no URL"
    assert answer["public_url"], f"{answer!r}: an empty URL"


@requirement("public-url.create.address")
@given(content=media.eligible())
def test_the_address_is_token_id_extension(api, store, content):
    """Under the CDN's address: a token, then the file's id with an extension."""
    shared = store.shared(content)
    cdn = api.transport.profile.cdn

    if cdn is not None:
        assert shared.url.startswith(f"{cdn}/"), f"{shared.url} does not lie under {cdn}"
    *_, token, name = urlsplit(shared.url).path.split("/")
    stem, dot, extension = name.rpartition(".")
    assert token, f"{shared.url} has no token"
    assert stem == shared.id, f"{shared.url} is not named after {shared.id}"
    assert dot, f"{shared.url} has no extension"
    assert extension, f"{shared.url} has an empty extension"


@requirement("public-url.create.token")
def test_tokens_cannot_be_guessed(api, store):
    """All distinct, none short, none like another in its beginning."""
    urls = [store.shared().url for _ in range(8)]
    tokens = [urlsplit(url).path.split("/")[-2] for url in urls]

    assert len(set(tokens)) == len(tokens), f"tokens come twice: {tokens}"
    # The documented example has 22 characters of base64, 128 bits; half of that is still beyond guessing.
    assert min(map(len, tokens)) >= 11, f"tokens are short: {tokens}"
    assert len({token[:6] for token in tokens}) > 1, f"tokens all begin alike: {tokens}"


@requirement("public-url.create.null-expiry")
def test_null_is_no_expiry(api, store, sharing):
    """As if the field were not there."""
    answer = api.public_urls.create(store.file().id, {"expires_after": None})

    assert answer.accepted
    assert answer["expires_at"] is None, f"{answer!r}: an expiry for null"


@requirement("public-url.create.unknown-file")
@given(file_id=unknown_ids())
def test_an_unknown_file_gets_none(api, sharing, file_id):
    """There is no such file; where nothing gets a URL, that would prove nothing."""
    assert api.public_urls.create(file_id).refused("unknown-file")


@requirement("public-url.create.ill-typed")
@given(miss=near_misses("CreatePublicUrl", rules=("type",)))
def test_expiries_of_other_types(api, store, miss):
    """Texts, fractions, truth values, lists and objects."""
    answer = api.public_urls.create(store.file().id, miss.value)
    observe(
        f"{miss.value}",
        {"status": answer.status, "expires": answer["expires_at"] if answer.accepted else None},
    )


@requirement("public-url.create.ill-typed")
@given(
    body=Inputs.of(
        {"ttl": 1}, {"expires_after": {"anchor": "created_at", "seconds": 7200}}, [], "text", 7, True
    )
)
def test_bodies_of_other_shapes(api, store, body):
    """Unknown fields, and what is no object."""
    observe(f"body {body!r}", api.public_urls.create(store.file().id, body).status)


@requirement("public-url.create.several-rules")
def test_several_rules_at_once(api, store):
    """Nothing says which comes first."""
    too_short = near_misses("CreatePublicUrl", rules=("minimum",)).cover()[0].value
    text, gone = store.file(Media("text")), store.file()
    api.files.delete(gone.id)

    observe(
        "a type that is not eligible, and an expiry out of bounds",
        api.public_urls.create(text.id, too_short).status,
    )
    observe("no such file, and an expiry out of bounds", api.public_urls.create(gone.id, too_short).status)


@requirement("public-url.create.no-body")
def test_creation_without_a_body(api, store):
    """The reference requires a body; the debugging page has a status for its absence."""
    bare = api.call("createPublicUrl", path={"file_id": store.file().id})
    untyped = api.call(
        "createPublicUrl",
        path={"file_id": store.file().id},
        json={},
        has_json=True,
        headers={"content-type": None},
    )

    observe("no body", bare.status)
    observe("no content type", untyped.status)
