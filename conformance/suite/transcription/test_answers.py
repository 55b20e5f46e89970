"""What answers about transcripts hold: monitors have watched the whole run, and are asked for their verdicts."""

import pytest

from conformance.checks import requirement
from conformance.suite.monitored import verdict
from strategies import transcription
from strategies.audio import AudioFile, Recorded
from strategies.transcription import TALK, asked


@pytest.fixture(scope="module")
def listened(listener):
    """A transcript with everything in it, one with the fewest words, and refusals, whatever else the run has done."""
    listener.tried(
        asked(AudioFile("wav", Recorded(TALK)), language="en", format=True, diarize=True, filler_words=True)
    )
    for file in transcription.stereo().cover()[:1]:
        listener.tried(asked(file, multichannel=True))
    for miss in transcription.near_misses(rules=("missing-source", "unsupported-format")).cover():
        listener.tried(miss.value)


@pytest.mark.last
@requirement("transcription.answers.fields")
def test_answers_have_the_documented_fields(session, listened):
    """With the documented types, words and channels included."""
    verdict(session, "transcription.answers.fields")


@pytest.mark.last
@requirement("transcription.answers.error-shape")
def test_refusals_say_why(session, listened):
    """In JSON, where they say that they are JSON."""
    verdict(session, "transcription.answers.error-shape")


@pytest.mark.last
@requirement("transcription.answers.statuses")
def test_statuses_are_documented(session, listened):
    """Those of the table, and those that requests get before anybody has read them."""
    verdict(session, "transcription.answers.statuses")


@pytest.mark.last
@requirement("transcription.answers.no-server-error")
def test_nothing_makes_the_server_fail(session, listened):
    """Not even several options at once."""
    verdict(session, "transcription.answers.no-server-error")
