"""Words and times: where they lie, in which order they come, and how long a recording is said to last."""

import itertools

import pytest

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.transcription.transcript import SLACK, is_number, is_rounded, spoken
from strategies import transcription
from strategies.audio import AudioFile, Recorded, Silence
from strategies.transcription import RATE, SHORT

#: So many seconds a duration may be off: containers may hold a little more than was recorded.
_OFF = 0.25
#: And where nothing but the form differs.
_SAME = 0.02


def _times(words):
    """Start and end of each word, where both are told."""
    pairs = [(word.get("start"), word.get("end")) for word in words]
    return [(start, end) for start, end in pairs if is_number(start) and is_number(end)]


@requirement("transcription.words.told")
@given(file=lambda listener: listener.fewer(transcription.recordings()))
def test_a_text_has_its_words(listener, file):
    """Left out they are only where there is none."""
    heard = listener.heard(file)
    if not spoken(heard.text):
        simplest = transcription.recordings().cover()[0]
        if not spoken(listener.heard(simplest).text):
            raise Untestable(f"needs a text of what sounds like speech: {heard.answer!r}")
        return  # in this recording there may be none: a single sound may be a filler

    assert heard.answer["words"], f"{heard.answer!r}: a text without its words"


@requirement("transcription.words.within")
@given(file=lambda listener: listener.fewer(transcription.recordings()))
def test_words_lie_within_the_recording(listener, file):
    """They begin before they end."""
    heard = listener.words(file)

    for start, end in _times(heard.words):
        assert 0 <= start <= end, f"{heard.answer!r}: a word from {start} to {end}"
        assert end <= heard.duration + SLACK, f"{heard.answer!r}: a word to {end} of {heard.duration}"


@requirement("transcription.words.in-order")
@given(file=lambda listener: listener.fewer(transcription.recordings()))
def test_words_come_in_order(listener, file):
    """By the time at which they begin."""
    heard = listener.words(file)

    for words in heard.runs:
        for (first, _), (second, _) in itertools.pairwise(_times(words)):
            assert first <= second, f"{heard.answer!r}: a word from {second} after one from {first}"


@requirement("transcription.words.rounded")
@given(file=lambda listener: listener.fewer(transcription.recordings()))
def test_times_are_rounded(listener, file):
    """Those of words, and the duration."""
    heard = listener.heard(file)

    for time in [heard.duration, *itertools.chain(*_times(heard.words))]:
        assert is_rounded(time), f"{heard.answer!r}: {time} has more than two decimal places"


@requirement("transcription.words.empty")
def test_an_answer_without_words(listener):
    """The docs say that the list is left out."""
    heard = listener.heard(AudioFile("wav", Recorded((Silence(2),))))

    body = heard.answer.json
    observe("words of silence", body.get("words", "left out") if isinstance(body, dict) else "no object")


@requirement("transcription.words.sure")
def test_whether_words_are_sure(listener):
    """In the whole, and on channels."""
    file = transcription.stereo().cover()[0]
    heard = listener.heard(file, multichannel=True)
    whole, *channels = heard.runs
    for what, words in (
        ("the words", whole),
        ("words of channels", [word for run in channels for word in run]),
    ):
        told = [word.get("confidence") is not None for word in words]
        share = "all" if told and all(told) else "some" if any(told) else "none"
        observe(f"{what}, by how sure it is of them", f"{share} told")


@requirement("transcription.language.told")
@given(language=transcription.languages(short=True))
def test_what_the_language_is_called(listener, language):
    """Where none is given, and where one is."""
    file = AudioFile("wav", Recorded(SHORT))

    observe("the language of speech", listener.heard(file).answer["language"])
    observe(
        f"the language where {language} is asked for",
        listener.heard(file, language=language).answer["language"],
    )


@requirement("transcription.duration")
@given(file=lambda listener: transcription.lengths(short=listener.lean))
def test_the_duration_is_that_of_the_recording(listener, file):
    """Silence at the end counts."""
    heard = listener.heard(file)

    assert heard.duration == pytest.approx(file.seconds, abs=_OFF), (
        f"{heard.answer!r}: said to last {heard.duration} seconds, and lasts {file.seconds}"
    )


@requirement("transcription.duration.raw")
@given(recorded=lambda listener: transcription.raw(short=listener.lean))
def test_the_same_audio_lasts_as_long(listener, recorded):
    """In a WAV file, and raw."""
    raw = listener.heard(recorded)
    filed = listener.heard(AudioFile("wav", recorded))

    assert raw.duration == pytest.approx(filed.duration, abs=_SAME), (
        f"{raw.answer!r}: {raw.duration} seconds, and in a WAV file {filed.duration}"
    )


@requirement("transcription.rate.ignored")
@given(rate=lambda listener: listener.fewer(_rates()))
def test_a_header_has_its_own_rate(listener, rate):
    """Whatever is said beside it."""
    file = AudioFile("wav", Recorded(SHORT, 16000))
    plain = listener.heard(file)
    beside = listener.heard(file, sample_rate=rate)

    assert beside.duration == pytest.approx(plain.duration, abs=_SAME), (
        f"{beside.answer!r}: {beside.duration} seconds with a rate of {rate} beside it, {plain.duration} without"
    )


def _rates():
    from strategies.inputs import Inputs

    return Inputs.listed("rates", lambda: transcription.fields()[RATE]["enum"])
