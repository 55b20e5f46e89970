"""Stored files of which the docs do not say what becomes of them. It is noted, and never fails."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.file_inputs.sending import rightly
from conformance.suite.file_inputs.slots import OF_VIDEOS, SLOTS, Filling, named
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.made import body_of
from conformance.suite.sources import ById
from conformance.suite.studio import VIDEOS
from strategies import sources, videos
from strategies.inputs import Inputs
from strategies.media import Picture, mismatched

_EDIT = named("editImage.image")
_EDIT_OF_SEVERAL = named("editImage.images")
_FRAME = named("generateVideo.image")
_REFERENCES = named("generateVideo.reference_images")
_VIDEO_EDIT = named("editVideo.video")


def _spared(slots, slot):
    """End a check where somebody pays for what it would have generated, or where this place takes nothing."""
    if slots.studio.lean:
        raise Untestable("left out of the lean plan: nothing could come of it but a note")
    slots.taking(among=[slot])


def _seen(made):
    """What has become of a request."""
    if made.operation not in VIDEOS:
        return {"status": made.answer.status}
    return {"status": made.answer.status, "becomes": body_of(made.final).get("status")}


#: A source with null in the place of its other half; an empty text stands for what is right there.
_HALVES = ({"url": None, "file_id": ""}, {"url": "", "file_id": None})


def _halves(slots):
    """In every field that takes a file, of lists in the first place."""
    taking = slots.taking(among=[slot for slot in SLOTS if not slot.place])
    return Inputs.of(*(Filling(slot, half) for slot in taking for half in _HALVES))


@requirement("inputs.source-null")
@given(filling=_halves)
def test_a_source_with_null_beside_what_it_has(slots, filling):
    """As programs send it that have a place for each."""
    _spared(slots, filling.slot)
    null = next(name for name, value in filling.source.items() if value is None)
    made = slots.send(filling.slot, rightly(slots.studio, filling.slot, filling.source))

    observe(f"{filling.slot.name} with a {null} of null", _seen(made))


@requirement("inputs.lookup")
@given(slot=lambda slots: Inputs.of(*slots.taking(among=OF_VIDEOS)))
def test_when_a_missing_input_is_found_out(slots, slot):
    """By the request, or by its job."""
    made = slots.send(slot, {"file_id": unknown_ids().cover()[0]})

    observe(slot.name, _seen(made))


def _misnamed():
    """Disagreements of name, declared type and bytes, of the first documented type of images and of text."""
    first = sources.kinds_of_images().cover()[0]
    told = (first.kind, "text")
    return Inputs.listed(
        "misnamed",
        lambda: (each for each in mismatched().cover() if each.media.kind in told and _is_of(each, first)),
    )


def _is_of(disguise, picture):
    """Whether nothing of another picture is in it."""
    types = (picture.content_type, "text/plain", "application/octet-stream", None)
    return disguise.content_type in types and disguise.filename.lower().rpartition(".")[2] in (
        picture.extension,
        "txt",
        "sample",
    )


@requirement("inputs.misnamed")
@given(disguise=_misnamed())
def test_files_under_a_wrong_name(api, store, slots, disguise):
    """By their bytes, their name, or the type that was declared."""
    _spared(slots, _EDIT)
    media = Picture(disguise.media.kind) if disguise.media.kind != "text" else disguise.media
    name = f"{store.name('x').rpartition('.')[0]}-{disguise.filename}"
    stored = api.files.upload(media, name, content_type=disguise.content_type, purpose="assistants")
    if not stored.accepted:
        observe(disguise.what, {"stored": stored.status})
        return

    observe(disguise.what, _seen(slots.send(_EDIT, {"file_id": stored["id"]})))


def _damaged():
    """Damaged images and videos, each with the place where it belongs."""
    images = sources.damaged_images().map(lambda unclear: (_EDIT, unclear))
    return Inputs.union(images, sources.damaged_videos().map(lambda unclear: (_VIDEO_EDIT, unclear)))


@requirement("inputs.damaged")
@given(damaged=_damaged())
def test_damaged_files(api, store, slots, damaged):
    """Refused, taken, or too much for the server; and whether it still answers after that."""
    slot, unclear = damaged
    _spared(slots, _EDIT)
    if slot not in slots.taking():
        return
    media = unclear.value
    name = store.name(media.extension)
    stored = api.files.upload(media, name, content_type=media.content_type, purpose="assistants")
    if not stored.accepted:
        observe(f"{slot.name}, {unclear.what}", {"stored": stored.status})
        return

    seen = _seen(slots.send(slot, {"file_id": stored["id"]}))
    observe(
        f"{slot.name}, {unclear.what}", {**seen, "answers after": bool(api.files.get(stored["id"]).accepted)}
    )


@requirement("inputs.large")
@given(more=Inputs.of(0, 1))
def test_stored_images_above_the_size_of_urls(api, store, slots, more):
    """As large as a URL may serve, and a byte more."""
    _spared(slots, _EDIT)
    picture = Picture("png", api.spec.limit("input-url-size") + more)
    file = store.file(picture)

    observe(f"{picture.size} bytes", _seen(slots.send(_EDIT, {"file_id": file.id})))


@requirement("inputs.same-twice")
@given(slot=Inputs.of(_EDIT_OF_SEVERAL, _REFERENCES))
def test_the_same_file_twice(slots, slot):
    """In one list."""
    _spared(slots, _EDIT)
    if slot not in slots.taking():
        return

    observe(slot.name, _seen(slots.studio.tried(slot.operation, **{slot.field: [ById("png"), ById("png")]})))


@requirement("inputs.deleted-meanwhile")
def test_an_input_that_is_deleted_meanwhile(api, store, studio, slots):
    """Right after its video was started."""
    _spared(slots, _FRAME)
    file = store.file(Picture("png"))
    seconds = videos.default_duration()
    body = studio.body(_FRAME.operation, image={"file_id": file.id}, duration=seconds)

    started = api.videos.generate(body)
    deleted = api.files.delete(file.id)
    request_id = body_of(started).get("request_id")
    if not started.accepted or not isinstance(request_id, str):
        raise Untestable(f"needs a video of a stored file (inputs.first-frame): {started!r}")

    ended = api.videos.finished(request_id)
    observe("deleted", deleted.status)
    observe("becomes", body_of(ended).get("status"))
