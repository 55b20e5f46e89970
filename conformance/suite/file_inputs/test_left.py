"""What is left of a file that was an input: all of it, and nobody else's."""

from conformance.checks import Untestable, given, requirement
from conformance.suite.file_inputs.uses import changes


def _places(uses):
    return uses.places()


@requirement("inputs.unchanged")
@given(slot=_places)
def test_a_file_that_was_used_is_what_it_was(api, uses, slot):
    """Its metadata, but for what tells of public URLs, and its bytes."""
    use = uses.of(slot)
    fields = [
        name for name in api.spec.schema("StoredFile")["properties"] if not name.startswith("public_url")
    ]

    changed = changes(use, fields)
    assert not changed, f"{use.file.id} was used, and before and after that it has {changed}"
    before, after = use.before.content, use.after.content
    assert after == before, f"{use.file.id} was used, and its {len(before)} bytes are {len(after)} others now"


@requirement("inputs.private")
@given(slot=_places)
def test_a_file_that_was_used_stays_private(uses, slot):
    """It has no public URL for that."""
    use = uses.of(slot)
    if use.before.told["public_url"] is not None:
        raise Untestable(f"needs a private file (files.upload.private): {use.before.told!r}")

    told = use.after.told
    assert told["public_url"] is None, f"{told!r}: it was used as an input, and got a public URL"
