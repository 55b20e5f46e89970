"""What the answer says of the file: what is always there, and what only if it was asked for."""

import specs
from conformance.checks import given, requirement
from conformance.oracle.moment import is_time
from conformance.suite.storage_options import asking
from conformance.suite.storage_options.kept import has_url, kept, outputs, tried
from strategies.storage_options import file_seconds, own_url_seconds, wants_url

_FILE = specs.load().schema("FileOutput")
#: What a file's description has only if something was asked for.
EXTRAS = tuple(name for name in _FILE["properties"] if name not in _FILE["required"])


@requirement("storage.output.filename")
@given(asked=lambda studio: kept(studio, asking.usual))
def test_the_file_name_is_repeated(studio, asked):
    """Character by character."""
    made = tried(studio, asked)
    wanted = made.body["storage_options"]["filename"]

    for output in outputs(made):
        assert output.get("filename") == wanted, f"{output}: {wanted!r} was asked for"


@requirement("storage.output.private")
@given(asked=lambda studio: kept(studio, asking.plain))
def test_a_name_alone_gives_a_private_file_for_good(studio, asked):
    """Nothing of an expiry, nothing of a URL."""
    for output in outputs(tried(studio, asked)):
        there = {name: output[name] for name in EXTRAS if output.get(name) is not None}
        assert not there, f"{output}: {there} was not asked for"


@requirement("storage.output.expires-at")
@given(asked=lambda studio: kept(studio, asking.of_the_file))
def test_the_files_expiry_is_told_if_there_is_one(studio, asked):
    """Only then; when exactly it is, is another matter."""
    for output in outputs(tried(studio, asked)):
        told = output.get("expires_at")
        if file_seconds(asked.options) is None:
            assert told is None, f"{output}: the file was to be kept for good"
        else:
            assert is_time(told), f"{output}: no time at which the file expires"


@requirement("storage.output.public-url")
@given(asked=lambda studio: kept(studio, asking.usual))
def test_there_is_a_url_or_a_reason_if_one_was_asked_for(studio, asked):
    """One of them, and none unasked."""
    for output in outputs(tried(studio, asked)):
        said = [name for name in ("public_url", "public_url_error") if output.get(name) is not None]
        if wants_url(asked.options):
            assert len(said) == 1, f"{output}: a URL was asked for; either it or an error has to be there"
            assert isinstance(output[said[0]], str), f"{output}: {said[0]} is no text"
            assert output[said[0]], f"{output}: {said[0]} is empty"
        else:
            assert not said, f"{output}: no URL was asked for"


@requirement("storage.output.url-expires-at")
@given(asked=lambda studio: kept(studio, asking.of_the_url, fits=has_url))
def test_the_urls_expiry_is_told_if_there_is_one(studio, asked):
    """Only then. What a URL inherits from its file is another matter."""
    for output in filter(has_url, outputs(tried(studio, asked))):
        told = output.get("public_url_expires_at")
        if own_url_seconds(asked.options) is None:
            assert told is None, f"{output}: neither the URL nor the file was to expire"
        else:
            assert is_time(told), f"{output}: no time at which the URL expires"


@requirement("storage.output.id-form")
@given(asked=lambda studio: kept(studio, asking.usual))
def test_ids_look_as_in_the_examples(api, studio, asked):
    """They begin alike."""
    prefixes = tuple(api.spec.limit("stored-file-id-prefix"))
    for output in outputs(tried(studio, asked)):
        assert output["file_id"].startswith(prefixes), f"{output}: ids begin with {' or '.join(prefixes)}"


@requirement("storage.output.ephemeral")
@given(asked=lambda studio: kept(studio, asking.usual))
def test_the_ephemeral_url_is_there_as_well(studio, asked):
    """Where images are asked for as URLs, and videos always."""
    for asset in tried(studio, asked).assets:
        assert asset.url, f"{asset.entry}: no ephemeral URL"
