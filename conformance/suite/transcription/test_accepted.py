"""Recordings that are taken: in files of every container, raw, and at a URL."""

from conformance.checks import given, requirement
from conformance.suite.transcription.links import link
from conformance.suite.transcription.transcript import is_number
from strategies import transcription
from strategies.audio import AudioFile, Recorded
from strategies.inputs import Inputs
from strategies.transcription import SHORT, TALK, asked


@requirement("transcription.accepted")
@given(sounds=Inputs.of(TALK, SHORT))
def test_a_recording_is_transcribed(listener, sounds):
    """Nothing but a file is needed."""
    answer = listener.tried(asked(AudioFile("wav", Recorded(sounds))))

    assert answer.accepted
    assert isinstance(answer["text"], str), f"{answer!r}: no text"
    assert isinstance(answer["language"], str), f"{answer!r}: no language"
    assert is_number(answer["duration"]), f"{answer!r}: no duration"


@requirement("transcription.containers")
@given(file=transcription.containers())
def test_containers_are_recognised(listener, file):
    """Nothing is said of them but what an ordinary part says."""
    assert listener.tried(asked(file)).accepted


@requirement("transcription.containers.codecs")
@given(file=lambda listener: listener.fewer(transcription.codecs_in_mkv(), 1))
def test_codecs_in_mkv_are_recognised(listener, file):
    """The same speech."""
    assert listener.tried(asked(file)).accepted


@requirement("transcription.raw")
@given(recorded=lambda listener: transcription.raw(short=listener.lean))
def test_raw_audio_is_taken(listener, recorded):
    """With its encoding and its rate before it."""
    assert listener.tried(asked(recorded)).accepted


@requirement("transcription.raw.rate-alias")
def test_the_other_name_of_the_rate(api, listener):
    """In the place of the usual one."""
    recorded = Recorded(SHORT)
    usual = asked(recorded)
    listener.twin(usual)
    (alias,) = api.spec.limit("transcription-rate-alias")

    assert listener.tried(usual.renamed(transcription.RATE, alias)).accepted


@requirement("transcription.url")
def test_a_recording_at_a_url_is_transcribed(store, listener):
    """A public URL of the target's own, since that is one that it can reach."""
    assert listener.tried(asked(url=link(store).url)).accepted
