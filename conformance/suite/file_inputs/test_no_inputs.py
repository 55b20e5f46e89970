"""Files that are no input: of another type, gone, or never there. Nothing comes of them."""

import pytest

from conformance.checks import Untestable, given, requirement
from conformance.suite.file_inputs.sending import storable
from conformance.suite.file_inputs.slots import everywhere
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.sources import ById, media_of
from conformance.suite.times import tolerance
from strategies import expiry, sources
from strategies.inputs import Inputs


def _by_id(file_id):
    return {"file_id": file_id}


def _no_images(slots):
    slots.taking("image")
    return everywhere(slots, storable(slots.studio, sources.wrong_for_images()), "image", at=ById)


@requirement("inputs.image-type")
@given(filling=_no_images)
def test_a_file_that_is_no_image(slots, filling):
    """Sound, stored, and of a type that is not documented for images."""
    assert slots.send(filling.slot, filling.source).refused


def _no_videos(slots):
    slots.taking("video")
    return everywhere(slots, storable(slots.studio, sources.wrong_for_videos()), "video", at=ById)


@requirement("inputs.video-type")
@given(filling=_no_videos)
def test_a_file_that_is_no_video(slots, filling):
    """Sound, stored, and of a type that is not documented for videos."""
    assert slots.send(filling.slot, filling.source).refused


@requirement("inputs.unknown")
@given(filling=lambda slots: everywhere(slots, unknown_ids(), at=_by_id))
def test_an_id_that_was_never_handed_out(slots, filling):
    """Although it looks like one."""
    assert slots.send(filling.slot, filling.source).refused


@requirement("inputs.malformed")
@given(filling=lambda slots: everywhere(slots, sources.malformed_ids(), at=_by_id))
def test_a_text_that_is_no_id(slots, filling):
    """It is refused like any other, and the server does not fail."""
    assert slots.send(filling.slot, filling.source).refused


def _small(kind):
    """A file that would be right, were it there."""
    return media_of("mp4" if kind == "video" else "png")


def _kinds(slots):
    return {slot.kind for slot in slots.taking()}


@pytest.fixture(scope="module")
def deleted(api, library, slots):
    """By kind, a file that was never used before it was deleted."""
    return {kind: _gone(api, library.file(_small(kind))) for kind in _kinds(slots)}


def _gone(api, file):
    """Delete it, which has to work for its use to mean anything."""
    api.files.delete(file.id)
    answer = api.files.get(file.id)
    if not answer.is_refusal:
        raise Untestable(f"needs a file that is deleted (files.delete.gone): {answer!r}")
    return file


@requirement("inputs.deleted")
@given(slot=lambda slots: Inputs.of(*slots.taking()))
def test_a_file_that_is_deleted(slots, deleted, slot):
    """And that nobody has used before."""
    assert slots.send(slot, _by_id(deleted[slot.kind].id)).refused


@requirement("inputs.deleted")
@given(slot=lambda uses: uses.places())
def test_a_file_that_is_deleted_after_its_use(api, slots, uses, slot):
    """Nothing was kept of it."""
    if slots.studio.lean:
        return  # those that were used are everybody's
    file = uses.of(slot).file

    assert slots.send(slot, _by_id(_gone(api, file).id)).refused


@pytest.fixture
def expired(api, library, slots):
    """By kind, a file that has ended."""
    shortest = min(expiry.within_bounds("UploadFile").cover())
    files = {kind: library.file(_small(kind), expires_after=shortest) for kind in _kinds(slots)}
    ends = max(file.expires_at for file in files.values())
    api.clock.advance(max(0.0, ends - api.clock.now() + 2 * tolerance(api)))
    for file in files.values():
        answer = api.files.get(file.id)
        if not answer.is_refusal:
            raise Untestable(f"needs a file that ends (files.expiry.gone): {answer!r}")
    return files


@requirement("inputs.expired")
@given(slot=lambda slots: Inputs.of(*slots.taking()))
def test_a_file_that_has_ended(slots, expired, slot):
    """By itself, at its time."""
    assert slots.send(slot, _by_id(expired[slot.kind].id)).refused
