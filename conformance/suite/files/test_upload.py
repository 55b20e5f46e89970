"""Uploading: what is accepted, what is refused, and what an upload never does."""

from conformance.checks import given, requirement
from conformance.suite.files.forms import renamed
from conformance.suite.listing import listed_names, own, walk
from conformance.suite.twins import accepted_twin
from strategies import media, multipart
from strategies.inputs import Inputs
from strategies.media import Media


@requirement("files.upload.accepted")
@given(content=media.any_small())
def test_stores_a_file(api, store, content):
    """An upload is accepted, and its answer has the file's id."""
    answer = api.files.upload(content, store.name(), purpose="assistants")

    assert answer.accepted
    assert isinstance(answer["id"], str), f"{answer!r}: no id"
    assert answer["id"], f"{answer!r}: an empty id"


@requirement("files.upload.purpose-optional")
@given(purpose=Inputs.of(None, "assistants", "nothing anybody knows", "目的"))
def test_takes_any_purpose_or_none(api, store, purpose):
    """Purpose is not interpreted: an upload is accepted whatever it says, or without it."""
    assert api.files.upload(b"purpose", store.name("txt"), purpose=purpose).accepted


@requirement("files.upload.file-part-required")
@given(miss=multipart.near_misses(rules=("missing-file",)))
def test_refuses_a_form_without_a_file(api, store, miss):
    """Without a part called file there is nothing to store."""
    accepted_twin(api.files.upload_form(renamed(miss.twin, store.name())))

    assert api.files.upload_form(renamed(miss.value, store.name())).refused(miss)


@requirement("files.upload.filename-required")
@given(miss=multipart.near_misses(rules=("missing-filename",)))
def test_refuses_a_file_without_a_name(api, store, miss):
    """A file part has to have a name."""
    accepted_twin(api.files.upload_form(renamed(miss.twin, store.name())))

    assert api.files.upload_form(renamed(miss.value, store.name())).refused(miss)


@requirement("files.upload.private")
@given(content=media.eligible())
def test_a_new_file_is_private(api, store, content):
    """Neither the upload's answer nor the file's metadata has a public URL."""
    file = store.file(content)

    for answer in (file.answer, api.files.get(file.id)):
        assert not answer["public_url"], f"{answer!r}: a public URL that nobody asked for"


@requirement("files.upload.no-url-at-upload")
@given(form=multipart.with_public_url_part())
def test_no_part_of_an_upload_makes_a_url(api, store, form):
    """A part that asks for a public URL is refused or ignored; either way there is none."""
    answer = api.files.upload_form(renamed(form, store.name()))

    if answer.accepted:
        seen = api.files.get(answer["id"])
        assert not answer["public_url"], f"{answer!r}: an upload made a public URL"
        assert not seen["public_url"], f"{seen!r}: an upload made a public URL"
    else:
        assert answer.is_refusal, f"{answer!r}: neither accepted nor refused"


@requirement("files.upload.visible-at-once")
@given(content=media.any_small())
def test_a_new_file_is_there_at_once(api, store, content):
    """Retrieval, content and list know the file as soon as its upload was answered."""
    file = store.file(content)

    assert api.files.get(file.id).accepted
    assert api.files.content(file.id).accepted
    assert api.eventually(lambda: file.name in listed_names(api)), f"{file.id} is not among the newest files"


@requirement("files.upload.distinct-ids")
def test_the_same_upload_twice_makes_two_files(api, store):
    """Same bytes, same name: two ids, and both are listed."""
    name = store.name()
    one, two = store.file(name=name), store.file(name=name)

    assert one.id != two.id, f"both uploads of {name} have the id {one.id}"
    both = api.eventually(lambda: sorted(own(walk(api), [one, two])) == sorted([one.id, two.id]))
    assert both, f"the list does not hold both {one.id} and {two.id}"


@requirement("files.upload.any-type")
@given(content=media.any_kind())
def test_any_type_can_be_stored(api, store, content: Media):
    """No type is excluded from storage."""
    answer = api.files.upload(
        content, store.name(content.extension), content_type=content.content_type, purpose="assistants"
    )

    assert answer.accepted
