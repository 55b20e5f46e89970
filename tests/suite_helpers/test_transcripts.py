"""What the checks of transcripts read from answers, however these tell it."""

import json

import pytest

import specs
from conformance.checks import Untestable
from conformance.suite.transcription.transcript import Transcript, is_rounded, spoken
from conformance.targets.call import Answer

WORD = {"text": "a", "start": 0.0, "end": 0.25}


def transcript(body):
    return Transcript(
        Answer(
            operation=specs.load().operations["transcribe"],
            status=200,
            headers={},
            content=json.dumps(body).encode(),
            sent=0,
            received=0,
        )
    )


def test_everything_that_is_told_is_read():
    channels = [{"index": 0, "text": "a", "words": [WORD]}, {"index": 1, "text": ""}]
    heard = transcript({"text": "a", "duration": 1, "words": [WORD], "channels": channels})

    assert (heard.text, heard.duration, heard.channels) == ("a", 1.0, channels)
    assert heard.words == [WORD, WORD]
    assert heard.runs == [[WORD], [WORD], []]


@pytest.mark.parametrize(
    "body", [{}, [], None, {"text": 1, "duration": "1", "words": {}, "channels": [1, None]}]
)
def test_what_is_not_told_is_empty(body):
    heard = transcript(body)

    assert (heard.text, heard.words, heard.channels) == ("", [], [])
    with pytest.raises(Untestable):
        _ = heard.duration


def test_words_are_compared_whatever_stands_between_them():
    assert spoken("Hello, hello world.") == {"hello": 2, "world": 1}
    assert spoken(None) == {}


@pytest.mark.parametrize(
    ("value", "rounded"), [(0.1 + 0.2, True), (17.29, True), (5, True), (0.123, False), (9.995, False)]
)
def test_two_decimal_places(value, rounded):
    assert is_rounded(value) is rounded
