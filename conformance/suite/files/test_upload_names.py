"""Names of files: kept as given, refused where a rule says so, recorded where none does."""

from conformance.checks import given, observe, requirement
from conformance.suite.twins import accepted_twin
from strategies import filenames


@requirement("files.object.filename")
@given(name=filenames.ordinary())
def test_the_name_is_kept(api, name):
    """Metadata has the name that the upload gave."""
    answer = api.files.upload(b"named", name, purpose="assistants")

    assert answer.accepted
    assert answer["filename"] == name, f"{answer!r}: stored under another name than {name!r}"
    assert api.files.get(answer["id"])["filename"] == name


@requirement("files.upload.filename-rules")
@given(miss=filenames.forbidden())
def test_refuses_a_forbidden_name(api, miss):
    """Too long, or with a character that names must not have."""
    accepted_twin(api.files.upload(b"named", miss.twin, purpose="assistants"))

    assert api.files.upload(b"named", miss.value, purpose="assistants").refused(miss)


@requirement("files.upload.filename-unusual")
@given(unusual=filenames.unusual())
def test_unusual_names(api, unusual):
    """Names on which the docs are silent."""
    answer = api.files.upload(b"named", unusual.value, purpose="assistants")

    kept = answer["filename"] == unusual.value if answer.accepted else None
    observe(unusual.what, {"status": answer.status, "kept as given": kept})
