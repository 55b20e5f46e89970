"""Answers about speech and voices in general, judged over all traffic of the run."""

import pytest

from conformance.checks import requirement
from conformance.suite.monitored import verdict
from strategies import speech


@pytest.fixture(scope="module")
def traffic(api, speaker):
    """Voices, speech with tags, and requests that are refused, whatever else the run has done."""
    api.speech.voices()
    api.speech.voice(speech.default_voice())
    speaker.tried(text=speech.tags_together().cover()[0])
    for broken in (speech.empty(), speech.other_speeds()):
        api.speech.create(speech.body(**broken.cover()[0].value))


@pytest.mark.last
@requirement("speech.answers.no-server-error")
def test_no_server_error(session, traffic):
    """Whatever was asked for, as far as it is documented."""
    verdict(session, "speech.answers.no-server-error")


@pytest.mark.last
@requirement("speech.answers.statuses")
def test_statuses_are_documented(session, traffic):
    """Of speech, and of voices."""
    verdict(session, "speech.answers.statuses")


@pytest.mark.last
@requirement("speech.answers.fields")
def test_voices_have_the_documented_fields(session, traffic):
    """With the documented types."""
    verdict(session, "speech.answers.fields")


@pytest.mark.last
@requirement("speech.answers.json")
def test_voices_are_said_to_be_json(session, traffic):
    """By their content type."""
    verdict(session, "speech.answers.json")


@pytest.mark.last
@requirement("speech.answers.error-shape")
def test_refusals_say_why(session, traffic):
    """Where they are JSON."""
    verdict(session, "speech.answers.error-shape")
