"""The public URL that comes with a generation: that it opens, what it serves, and how it is written."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.opening import opened
from conformance.suite.storage_options.addresses import extension_of, last_part
from conformance.suite.storage_options.kept import outputs
from conformance.suite.storage_options.stock import public_used_up
from conformance.suite.storage_options.with_url import enumerated_with_url, public_outputs, with_url
from strategies.inputs import Inputs


@requirement("storage.url.opens")
@given(asked=with_url)
def test_anyone_can_open_it(api, studio, asked):
    """However it was asked for, without a key."""
    for output in public_outputs(studio, asked):
        assert opened(api, output["public_url"]).accepted


@requirement("storage.url.bytes")
@given(asked=enumerated_with_url)
def test_it_serves_the_stored_bytes(api, studio, asked):
    """Those that its owner gets with a key."""
    for output in public_outputs(studio, asked):
        stored, served = api.files.content(output["file_id"]), opened(api, output["public_url"])
        if not (stored.accepted and served.accepted):
            raise Untestable(
                f"needs both to serve (storage.url.opens, storage.file.content): {stored!r}, {served!r}"
            )
        assert served.content == stored.content, (
            f"{len(served.content)} other bytes at the URL for {len(stored.content)} that are stored"
        )


def _is_named_after(output):
    name = last_part(output["public_url"])
    extension = extension_of(output["filename"])
    assert output["file_id"] in name, f"{output['public_url']} does not name {output['file_id']}"
    assert extension_of(name) == extension, f"{output['public_url']} does not end like {output['filename']!r}"


@requirement("storage.url.address")
@given(asked=enumerated_with_url)
def test_it_is_named_after_the_file(studio, asked):
    """Its last part has the file's id, and the extension of the usual names of images and videos."""
    for output in public_outputs(studio, asked):
        _is_named_after(output)


@requirement("storage.url.address")
@given(operation=public_used_up)
def test_it_has_the_extension_that_was_asked_for(stock, operation):
    """Also where the name was given another one than most."""
    piece = stock.public(operation)
    stock.keep(piece)

    _is_named_after(piece.asset.output)


@requirement("storage.url.extension-unclear")
@given(ending=Inputs.of("", ".tar.gz", ".JPG", ".jpeg", ".", ".an-odd-one"))
def test_where_the_extension_is_unclear(studio, ending):
    """Nothing says what becomes of names like these."""
    if studio.lean:
        raise Untestable("left out of the lean plan: it takes a generation for each odd name")
    stem = studio.name("").rstrip(".")
    made = studio.send("generateImage", studio.body("generateImage", storage=_public_as(f"{stem}{ending}")))
    urls = [output.get("public_url") for output in outputs(made)]
    seen = [
        last_part(url).rpartition(output["file_id"])[2]
        for url, output in zip(urls, outputs(made), strict=True)
        if url
    ]
    observe(f"a file name that ends with {ending!r}", seen[0] if seen else {"status": made.answer.status})


def _public_as(filename):
    return {"filename": filename, "public_url": True}
