"""Speaking with custom voices, and with those that are gone."""

from __future__ import annotations

from conformance.checks import Untestable, observe, requirement
from conformance.targets.call import Answer
from strategies import speech


def _spoken(api, voice_id):
    """The answer to an ordinary request with this voice."""
    return api.speech.create(speech.body(voice_id=voice_id))


def _first_words(api, voice):
    """Speech with a voice that is there, without which a refusal says nothing."""
    answer = _spoken(api, voice.id)
    if not answer.accepted:
        raise Untestable(f"needs a custom voice that speaks (voices.speech.custom): {answer!r}")


@requirement("voices.speech.custom")
def test_speaks(cast, api):
    """A custom voice can be spoken with as soon as it was made."""
    with cast.voice() as voice:
        answers: list[Answer] = []

        def speaks():
            answers[:] = [_spoken(api, voice.id)]
            return bool(answers[0].accepted)

        api.eventually(speaks)
        assert answers[0].accepted
        assert answers[0].content, "there is no sound"


@requirement("voices.speech.deleted")
def test_speaks_no_more(cast, api):
    """A deleted voice is as unknown to speech as one that never was."""
    with cast.voice() as voice:
        _first_words(api, voice)
        deleted = api.voices.delete(voice.id)
        if not deleted.accepted:
            raise Untestable(f"needs voices that can be deleted (voices.delete.answer): {deleted!r}")
        answers: list[Answer] = []

        def silent():
            answers[:] = [_spoken(api, voice.id)]
            return answers[0].refused("unknown-voice")

        assert api.eventually(silent), f"a deleted voice was asked to speak: {answers[0]!r}"


@requirement("voices.speech.letters")
def test_in_capitals(cast, api):
    """Whether the id of a custom voice can be written in capitals."""
    voice = cast.shared()
    observe("the id in capitals", {"status": _spoken(api, voice.id.upper()).status})
