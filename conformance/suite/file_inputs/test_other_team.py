"""Another team's files are no input, and nobody learns that they are there."""

import pytest

from conformance.checks import given, requirement
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.made import body_of
from conformance.suite.sources import media_of
from strategies.inputs import Inputs


@pytest.fixture(scope="module")
def theirs(library, other_team, slots):
    """By kind, a file of another team that would be right, were it one's own."""
    kinds = {slot.kind for slot in slots.taking()}
    files = {"image": "png", "video": "mp4"}
    return {kind: library.file(media_of(files[kind]), api=other_team) for kind in kinds}


def _places(slots):
    return Inputs.of(*slots.taking())


@requirement("inputs.other-team")
@given(slot=_places)
def test_another_teams_file_is_no_input(slots, theirs, slot):
    """Nothing comes of it."""
    assert slots.send(slot, {"file_id": theirs[slot.kind].id}).refused


@requirement("inputs.other-team-alike")
@given(slot=_places)
def test_another_teams_file_is_answered_like_none(slots, theirs, slot):
    """With the same status and code, at once or when the video fails."""
    nobodys = slots.send(slot, {"file_id": unknown_ids().cover()[0]})
    made = slots.send(slot, {"file_id": theirs[slot.kind].id})

    assert _told(made) == _told(nobodys), f"{made!r} for another team's file, and for none {nobodys!r}"


def _told(made):
    """What tells one refusal from another, whatever their words."""
    error = body_of(made.final).get("error")
    code = error.get("code") if isinstance(error, dict) else body_of(made.final).get("code")
    return made.answer.status, made.final.status, body_of(made.final).get("status"), code
