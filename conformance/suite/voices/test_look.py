"""Looking at voices, one by one."""

from __future__ import annotations

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.cast import retrieved, same
from strategies import voices


@requirement("voices.get.created")
def test_retrieves_a_new_voice(cast):
    """A voice can be retrieved as soon as it was made."""
    with cast.voice() as voice:
        assert retrieved(cast.api, voice.id).accepted


@requirement("voices.get.agreement")
@given(labels=voices.any_labels())
def test_retrieves_it_as_it_was_made(cast, labels):
    """Retrieval gives the voice as its creation did."""
    with cast.voice(labels=labels) as voice:
        answer = retrieved(cast.api, voice.id)
        if not answer.accepted:
            raise Untestable(f"needs voices that can be retrieved (voices.get.created): {answer!r}")
        assert same(answer, voice.answer), f"made as {voice.answer.json}, retrieved as {answer.json}"


@requirement("voices.get.unknown")
@given(voice_id=voices.unknown_ids())
def test_finds_no_unknown_voice(api, voice_id):
    """Retrieving an id that does not exist is answered with not found."""
    assert api.voices.get(voice_id).refused("unknown-voice")


@requirement("voices.get.malformed-id")
@given(voice_id=voices.malformed_ids())
def test_finds_no_voice_that_cannot_be(api, voice_id):
    """An id that is too short or too long is not found, or refused."""
    assert api.voices.get(voice_id).refused("malformed-id")


@requirement("voices.built-in.list")
def test_is_not_among_the_built_in(cast, api):
    """Custom voices are not among the built-in ones."""
    voice = cast.shared()
    answer = api.speech.voices()
    found = answer["voices"] if answer.accepted else None
    if not isinstance(found, list):
        raise Untestable(f"needs the list of built-in voices (speech.voices.list): {answer!r}")
    ids = [each.get("voice_id") for each in found if isinstance(each, dict)]

    assert voice.id not in ids


@requirement("voices.built-in.get")
def test_as_a_built_in_voice(cast, api):
    """What the operation for a built-in voice answers to the id of a custom one."""
    observe("a custom voice among the built-in ones", {"status": api.speech.voice(cast.shared().id).status})
