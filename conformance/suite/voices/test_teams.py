"""Voices belong to a team, and no other team hears of them."""

from __future__ import annotations

from conformance.checks import Untestable, requirement
from conformance.suite.cast import labels_of, retrieved, walk
from strategies import speech, voices


@requirement("voices.team.list")
def test_is_not_in_the_list_of_others(cast, other_team):
    """A team's list holds none of another team's voices."""
    voice = cast.shared()

    assert all(each.get("voice_id") != voice.id for each in walk(other_team))


@requirement("voices.team.get")
def test_is_not_found_by_others(cast, other_team):
    """Another team's voice is not found."""
    assert other_team.voices.get(cast.shared().id).refused("unknown-voice")


@requirement("voices.team.audio")
def test_is_not_heard_by_others(cast, other_team):
    """The clip of another team's voice is not found."""
    assert other_team.voices.audio(cast.shared().id).refused("unknown-voice")


@requirement("voices.team.update")
def test_is_not_changed_by_others(cast, other_team):
    """Another team's voice is not found when it is to be changed, and stays as it is."""
    with cast.voice(labels=voices.all_labels()) as voice:
        answer = other_team.voices.update(voice.id, voices.all_labels(1))

        assert answer.refused("unknown-voice")
        assert labels_of(retrieved(cast.api, voice.id)) == labels_of(voice.answer)


@requirement("voices.team.delete")
def test_is_not_deleted_by_others(cast, other_team):
    """Another team's voice is not found when it is to be deleted, and stays."""
    with cast.voice() as voice:
        answer = other_team.voices.delete(voice.id)

        assert answer.refused("unknown-voice")
        assert cast.api.voices.get(voice.id).accepted


@requirement("voices.team.speech")
def test_does_not_speak_for_others(cast, other_team, api):
    """Another team's voice is as unknown to speech as one that never was."""
    voice = cast.shared()
    own = api.speech.create(speech.body(voice_id=voice.id))
    if not own.accepted:
        raise Untestable(f"needs a custom voice that speaks (voices.speech.custom): {own!r}")

    assert other_team.speech.create(speech.body(voice_id=voice.id)).refused("unknown-voice")
