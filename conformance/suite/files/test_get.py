"""Retrieving what is not there."""

from conformance.checks import given, observe, requirement
from conformance.suite.files.unknown import unknown_ids
from strategies.inputs import Inputs


@requirement("files.get.unknown")
@given(file_id=unknown_ids())
def test_an_unknown_id_is_not_found(api, file_id):
    """There is no such file."""
    assert api.files.get(file_id).refused("unknown-file")


@requirement("files.content.unknown")
@given(file_id=unknown_ids())
def test_an_unknown_id_has_no_content(api, file_id):
    """There is no such file, so it has no bytes."""
    assert api.files.content(file_id).refused("unknown-file")


@requirement("files.get.malformed-id")
@given(file_id=Inputs.of(" ", ".", "..", "a/b", "%", "x" * 2000, "ﬁle_1", "file_\n", "'; --", "null"))
def test_ids_that_cannot_be(api, file_id):
    """Not found, or refused as malformed: nothing says which."""
    observe(f"retrieving {file_id[:20]!r}", api.files.get(file_id).status)
