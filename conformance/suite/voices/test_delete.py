"""Removing voices."""

from __future__ import annotations

from conformance.checks import Untestable, given, requirement
from conformance.suite.cast import walk
from conformance.suite.twins import accepted_twin
from conformance.targets.call import Answer
from strategies import voices
from strategies.voice_clips import CLIP


def _deleted(cast, voice):
    answer = cast.api.voices.delete(voice.id)
    if not answer.accepted:
        raise Untestable(f"needs voices that can be deleted (voices.delete.answer): {answer!r}")


@requirement("voices.delete.answer")
def test_says_that_it_is_deleted(cast):
    """A deletion is answered with the word that the voice is deleted."""
    with cast.voice() as voice:
        answer = cast.api.voices.delete(voice.id)

        assert answer.accepted
        assert answer["deleted"] is True, f"{answer!r}, where it had to say that the voice is deleted"


@requirement("voices.delete.gone")
def test_is_gone(cast):
    """A deleted voice can be neither retrieved, nor changed, nor listened to."""
    with cast.voice() as voice:
        _deleted(cast, voice)
        api = cast.api
        looks = {
            "retrieved": lambda: api.voices.get(voice.id),
            "changed": lambda: api.voices.update(voice.id, {voices.NAME: "a ghost"}),
            "listened to": lambda: api.voices.audio(voice.id),
        }
        for what, look in looks.items():
            answers: list[Answer] = []

            def absent(look=look, answers=answers):
                answers[:] = [look()]
                return answers[0].refused("unknown-voice")

            assert api.eventually(absent), f"a deleted voice can be {what}: {answers[0]!r}"


@requirement("voices.delete.unlisted")
def test_is_not_listed(cast):
    """A deleted voice is not listed."""
    with cast.voice() as voice:
        _deleted(cast, voice)
        assert cast.api.eventually(
            lambda: all(each.get("voice_id") != voice.id for each in walk(cast.api))
        ), f"the list has the voice {voice.id}, which is deleted"


@requirement("voices.delete.again")
def test_is_not_deleted_twice(cast):
    """Deleting what is deleted, or never was, is answered with not found."""
    with cast.voice() as voice:
        _deleted(cast, voice)
        assert cast.api.voices.delete(voice.id).refused("unknown-voice")


@requirement("voices.delete.again")
@given(voice_id=voices.unknown_ids())
def test_deletes_no_unknown_voice(api, voice_id):
    """Deleting what is deleted, or never was, is answered with not found."""
    assert api.voices.delete(voice_id).refused("unknown-voice")


@requirement("voices.delete.alone")
def test_spares_all_others(cast):
    """A deletion removes no other voice, also none of the same name."""
    with cast.voice() as voice, cast.made_of(voices.creation_form(CLIP, voice.labels)) as twin:
        other = accepted_twin(twin)["voice_id"]
        _deleted(cast, voice)

        assert cast.api.voices.get(other).accepted
