"""The bytes of a file."""

from conformance.checks import given, observe, requirement
from conformance.monitors.answers import media_type
from conformance.suite.files.content import formats
from strategies import media
from strategies.inputs import Inputs
from strategies.media import Media


@requirement("files.content.bytes")
@given(content=media.any_small())
def test_content_is_what_was_uploaded(api, store, content):
    """Byte for byte, whatever the bytes."""
    file = store.file(content)

    answer = api.files.content(file.id)

    assert answer.accepted
    assert answer.content == file.content, (
        f"{len(answer.content)} bytes came back for {len(file.content)} that differ"
    )


@requirement("files.content.media-type")
@given(content=media.eligible())
def test_content_is_an_octet_stream(api, store, content):
    """Whatever the file's own type."""
    operation = api.spec.operations["retrieveFileContent"]
    answer = api.files.content(store.file(content).id)

    assert answer.accepted
    served = answer.headers.get("content-type", "")
    # Names of media types are the same in capitals.
    assert media_type(answer.headers) == operation.response_media_type, f"served as {served!r}"


@requirement("files.content.format-original")
@given(content=media.eligible())
def test_the_original_format_is_the_default(api, store, content):
    """Asking for it changes nothing."""
    file = store.file(content)
    original = formats(api)[0]

    plain, asked = api.files.content(file.id), api.files.content(file.id, format=original)

    assert asked.accepted
    assert asked.content == plain.content, "the original format has other bytes"


@requirement("files.content.format-other")
@given(content=Inputs.of(Media("text"), Media("png")))
def test_other_formats(api, store, content):
    """The text format, and some that do not exist."""
    file = store.file(content)
    for wanted in (*formats(api)[1:], "", "ORIGINAL", "nothing"):
        answer = api.files.content(file.id, format=wanted)
        observe(f"format {wanted!r} of {content.kind}", answer.status)


@requirement("files.content.headers")
def test_headers_of_content(api, store):
    """Nothing is promised of them."""
    file = store.file()
    answer = api.files.content(file.id)
    ranged = api.call("retrieveFileContent", path={"file_id": file.id}, headers={"range": "bytes=0-1"})
    head = api.call("retrieveFileContent", path={"file_id": file.id}, method="HEAD")

    observe("headers of content", sorted(set(answer.headers) - {"date", "server", "connection"}))
    observe("a range of content", ranged.status)
    observe("HEAD of content", head.status)
