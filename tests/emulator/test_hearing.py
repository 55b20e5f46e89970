"""Hearing: the same words for the same sound, however it comes in, and soon enough."""

import io
import itertools
import time
from array import array

import av
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conformance.emulator.voice.hearing import Began, Ear, Ears, Ended, Heard, Quiet, heard, utterances
from conformance.emulator.voice.laws import linear
from strategies.audio import Recorded, Silence, Speech, Tone

RATES = (8000, 16000, 22050, 24000, 44100, 48000)
LAWS = ("pcm", "mulaw", "alaw")
TALK = (Silence(0.3), Speech(3, 1), Silence(1), Speech(2, 2, hertz=210), Silence(0.2))
quick = settings(deadline=None, max_examples=40)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("law", LAWS)
def test_words_are_where_the_bursts_are(rate, law):
    ((first, second),) = heard(Recorded(TALK, rate=rate, encoding=law).read(), rate, law)
    assert [len(each.words) for each in (first, second)] == [3, 2]
    assert first.start == pytest.approx(0.3, abs=0.03)
    assert first.end == pytest.approx(0.3 + 0.5 + 0.17, abs=0.05)
    assert second.start == pytest.approx(0.3 + 0.75 + 1, abs=0.03)
    assert {word.speaker for word in first.words} == {0}
    assert {word.speaker for word in second.words} == {1}
    starts = [word.start for each in (first, second) for word in each.words]
    assert starts == sorted(starts)
    for word in (*first.words, *second.words):
        assert word.start < word.end
        assert 0 < word.confidence <= 1


@quick
@given(st.lists(st.integers(1, 5000), min_size=1, max_size=12), st.sampled_from(LAWS), st.integers(1, 3))
def test_it_makes_no_difference_how_sound_is_cut_into_pieces(sizes, law, channels):
    data = Recorded((Speech(2, 1), Silence(0.7), Speech(1)), 8000, law, channels).read()
    whole = heard(data, 8000, law, channels)
    ears = Ears(8000, law, channels)
    events = [[] for _ in range(channels)]
    place = 0
    for size in itertools.cycle(sizes):
        if place >= len(data):
            break
        for number, new in enumerate(ears.feed(data[place : place + size])):
            events[number] += new
        place += size
    for number, new in enumerate(ears.end()):
        events[number] += new
    assert tuple(tuple(utterances(each)) for each in events) == whole
    assert ears.seconds == pytest.approx(len(data) / (channels * 8000 * (2 if law == "pcm" else 1)))


def test_events_come_in_order():
    recorded = Recorded((Silence(0.1), Speech(2), Silence(0.6), Speech(1)))
    ear = Ear(16000, endpointing=0.4)
    events = ear.feed(recorded.read())
    kinds = [type(event) for event in events if not isinstance(event, Quiet)]
    assert kinds == [Began, Heard, Heard, Ended, Began, Heard]
    assert ear.speaking
    assert len(ear.words) == 1
    times = [event.at for event in events if not isinstance(event, Heard)]
    assert times == sorted(times)
    (last,) = [event for event in ear.end() if isinstance(event, Ended)]
    assert not ear.speaking
    assert last.utterance.start == pytest.approx(1.2, abs=0.03)


def test_silence_is_counted_while_somebody_speaks():
    ear = Ear(8000, endpointing=0.2)
    quiet = [
        event
        for event in ear.feed(Recorded((Speech(1), Silence(1)), rate=8000).read())
        if isinstance(event, Quiet)
    ]
    assert [event.silence for event in quiet] == pytest.approx([0.02 * n for n in range(1, 11)])
    assert not ear.speaking


@pytest.mark.parametrize(("endpointing", "count"), [(0, 3), (0.05, 3), (0.3, 2), (1, 1), (None, 1)])
def test_longer_pauses_are_waited_for(endpointing, count):
    recorded = Recorded((Speech(2), Silence(0.5), Speech(1)))
    (found,) = heard(recorded.read(), 16000, endpointing=endpointing)
    assert len(found) == count


def test_an_utterance_can_be_cut():
    ear = Ear(8000, endpointing=None)
    ear.feed(Recorded((Speech(2),), rate=8000).read()[: 2 * 8000 * 2 // 5])
    (heard_word, ended) = ear.cut()
    assert heard_word.word == ended.utterance.words[-1]
    assert ear.cut() == []
    assert ear.began is None


@pytest.mark.parametrize("data", [b"", b"\0", bytes(3), bytes(64000), b"\xff" * 100_001], ids=len)
def test_nothing_is_heard_in_silence(data):
    assert heard(data, 16000) == ((),)


def test_a_threshold_of_none_hears_everything_and_the_highest_still_hears_speech():
    whisper = array("h", (sample // 200 for sample in array("h", Recorded((Speech(2),)).read()))).tobytes()
    assert heard(whisper, 16000) == ((),)
    assert heard(whisper, 16000, threshold=0) != ((),)
    assert heard(Recorded((Speech(2),)).read(), 16000, threshold=1) != ((),)


def test_a_burst_without_end_is_several_words():
    ((utterance,),) = heard(Recorded((Tone(30),), rate=8000).read(), 8000)
    assert 60 < len(utterance.words) < 200
    assert utterance.end == pytest.approx(30)


def test_channels_are_apart_and_speakers_are_counted_together():
    recorded = Recorded(((Speech(2, 1),), (Silence(1), Speech(3, 2, hertz=210))), rate=8000)
    left, right = heard(recorded.read(), 8000, channels=2)
    assert [len(utterance.words) for utterance in (*left, *right)] == [2, 3]
    assert {word.speaker for word in right[0].words} == {1}


@pytest.mark.parametrize("law", ["mulaw", "alaw"])
def test_laws_are_what_others_make_of_them(law):
    every = bytes(range(256))
    with av.open(io.BytesIO(every), format=law) as file:
        theirs = b"".join(bytes(frame.planes[0])[: 2 * frame.samples] for frame in file.decode(audio=0))
    assert linear(every, law) == theirs


def test_an_hour_is_heard_in_seconds():
    data = Recorded((Speech(240),)).read()
    began = time.process_time()
    heard(data, 16000)
    assert time.process_time() - began < 0.6  # a minute of sound, that is, at least a hundred times as fast
