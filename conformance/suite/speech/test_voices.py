"""The built-in voices: which there are, and speaking in them."""

from conformance.checks import given, observe, requirement
from conformance.suite.speech.outcomes import fewer, voices
from strategies import speech
from strategies.inputs import Inputs


@requirement("speech.voices.list")
def test_the_list_has_the_default_voice(api):
    """There may be any others."""
    answer = api.speech.voices()

    assert answer.accepted
    found = answer["voices"]
    assert isinstance(found, list), f"{answer!r}: no list of voices"
    ids = [_id(voice) for voice in found]
    assert speech.default_voice() in [each.lower() for each in ids], (
        f"{speech.default_voice()} is not among {ids}"
    )


@requirement("speech.voices.roster")
def test_the_list_has_the_voices_of_all_editions(api):
    """There may be any others."""
    missing = set(speech.built_in()) - {_id(voice).lower() for voice in voices(api)}

    assert not missing, f"{sorted(missing)} are not listed"


@requirement("speech.voices.ids")
def test_ids_are_in_lower_case_and_differ(api):
    """Of all listed voices."""
    ids = [_id(voice) for voice in voices(api)]

    assert [each for each in ids if each != each.lower()] == []
    assert sorted(set(ids)) == sorted(ids), "an id is listed twice"


def _id(voice):
    """An id of another type is none."""
    found = voice.get("voice_id") if isinstance(voice, dict) else None
    return found if isinstance(found, str) else ""


def _listed(api):
    """Ids of listed voices; judged without any, too."""
    return Inputs.of(*filter(None, map(_id, voices(api))), *([] if voices(api) else [speech.default_voice()]))


@requirement("speech.voices.retrieve")
@given(voice_id=_listed)
def test_a_listed_voice_can_be_retrieved(api, voice_id):
    """It is the same as in the list, where what is null may be absent."""
    listed = next((voice for voice in voices(api) if _id(voice) == voice_id), None)
    answer = api.speech.voice(voice_id)

    assert answer.accepted
    assert isinstance(answer.json, dict), f"{answer!r}: no voice"
    for name in ("voice_id", "name", "language"):
        expected = (listed or {}).get(name)
        assert answer[name] == expected, f"{answer!r}: {name} is {expected!r} in the list"


@requirement("speech.voices.unknown")
@given(voice_id=speech.unknown_voices())
def test_an_unknown_voice_is_not_found(api, voice_id):
    """An id that no voice has."""
    voices(api)

    assert api.speech.voice(voice_id).refused("unknown-voice")


@requirement("speech.voices.path-case")
def test_the_case_of_an_id_in_a_path(api):
    """Nobody says whether it matters."""
    observe("a voice by its id in upper case", api.speech.voice(speech.default_voice().upper()).status)


@requirement("speech.voice.built-in")
@given(voice_id=lambda api, speaker: Inputs.of(*speech.built_in()) if speaker.lean else _listed(api))
def test_speech_in_every_voice(api, speaker, voice_id):
    """That is listed."""
    speaker.spoken()

    assert speaker.tried(voice_id=voice_id).accepted


def _cases(speaker):
    every = Inputs.of(
        *((voice_id, case) for voice_id in speech.built_in() for case in speech.cases_of(voice_id))
    )
    return fewer(speaker, every)


@requirement("speech.voice.case")
@given(asked=_cases)
def test_the_case_of_a_voice(speaker, asked):
    """It does not matter."""
    voice_id, case = asked
    speaker.spoken(voice_id=voice_id)

    assert speaker.tried(voice_id=case).accepted, f"{voice_id} speaks, and {case} does not"


@requirement("speech.voice.unknown")
@given(voice_id=speech.unknown_voices())
def test_no_speech_in_an_unknown_voice(speaker, voice_id):
    """It is not found."""
    speaker.spoken()

    assert speaker.api.speech.create(speech.body(voice_id=voice_id)).refused("unknown-voice")


@requirement("speech.voice.unclear")
@given(unclear=speech.unclear_voices())
def test_unclear_voices(speaker, unclear):
    """Null, nothing, blanks."""
    observe(f"a voice that is {unclear.what}", speaker.tried(**unclear.value).status)
