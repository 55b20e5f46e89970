"""Which files can have a URL."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.inputs import at_the_limit, over_the_limit
from strategies import media
from strategies.media import Media


@requirement("public-url.eligible.types")
@given(content=media.eligible())
def test_documented_types_can(api, store, sharing, content):
    """Each of them."""
    assert api.public_urls.create(store.file(content).id).accepted


@requirement("public-url.eligible.other-types")
@given(content=media.ineligible())
def test_other_types_cannot(api, store, content):
    """Types that no source lists; the same request for a picture is accepted."""
    store.shared()
    file = store.file(content)

    assert api.public_urls.create(file.id).refused("ineligible-type")
    assert not api.files.get(file.id)["public_url"], "a URL appeared although its creation was refused"


@requirement("public-url.eligible.disputed-types")
@given(content=media.disputed())
def test_disputed_types(api, store, content):
    """Not in the docs, but in later tables of third parties."""
    observe(content.content_type, api.public_urls.create(store.file(content).id).status)


@requirement("public-url.eligible.mismatch")
@given(upload=media.mismatched())
def test_types_that_disagree(api, store, upload):
    """Name, declared type and bytes say different things."""
    answer = api.files.upload(
        upload.media,
        f"{store.tag}-{upload.filename}",
        content_type=upload.content_type,
        purpose="assistants",
    )
    created = api.public_urls.create(answer["id"]).status if answer.accepted else None
    observe(upload.what, {"upload": answer.status, "public URL": created})


@requirement("public-url.eligible.empty")
def test_an_empty_file_cannot(api, store):
    """Where an empty file can be stored at all."""
    store.shared()
    answer = api.files.upload(Media("empty"), store.name(), content_type="image/png", purpose="assistants")
    if not answer.accepted:
        return

    assert api.public_urls.create(answer["id"]).refused("empty-file")


@requirement("public-url.eligible.too-large")
@given(content=over_the_limit())
def test_a_file_over_the_limit_cannot(api, store, content):
    """One byte more than documented: refused at the upload, or at the URL."""
    store.shared()
    upload = api.files.upload(content, store.name(), content_type=content.content_type, purpose="assistants")
    if not upload.accepted:
        assert upload.refused("too-large")
        return

    answer = api.public_urls.create(upload["id"])
    api.files.delete(upload["id"])
    assert answer.refused("too-large")


@requirement("public-url.eligible.largest")
@given(content=at_the_limit())
def test_a_file_at_the_limit_can(api, store, content):
    """Exactly as documented, where such a file can be stored."""
    upload = api.files.upload(content, store.name(), content_type=content.content_type, purpose="assistants")
    if not upload.accepted:
        raise Untestable(f"the target stores no file of {content.size} bytes: {upload!r}")

    answer = api.public_urls.create(upload["id"])
    api.files.delete(upload["id"])
    assert answer.accepted
