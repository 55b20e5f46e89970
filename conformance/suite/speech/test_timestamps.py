"""When each character of a text is spoken."""

from itertools import pairwise

import jsonschema_rs

import specs
from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.speech.hearing import heard, media_type
from conformance.suite.speech.outcomes import audio_of, chars_of, fewer, timed, times_of
from strategies import speech

#: Seconds by which the last character may end after the audio, for times are rounded.
ROUNDED = 0.1
#: Of its length, and seconds beside, by which audio may differ from what is told: frames are filled up.
_SHARE, _FRAMES = 0.05, 0.25


def _texts(speaker):
    return fewer(speaker, speech.texts(), lean=3)


@requirement("speech.timestamps.shape")
@given(text=_texts)
def test_timestamps_come_in_json(speaker, text):
    """With the audio, its type, and its duration."""
    speaker.spoken()
    answer = speaker.tried(text=text, with_timestamps=True)

    assert answer.accepted
    found = media_type(answer)
    assert found == "application/json", f"it came as {found!r}"
    errors = jsonschema_rs.Draft202012Validator(
        dict(specs.load().schema("SpeechWithTimestamps"))
    ).iter_errors(answer.json)
    error = next(iter(errors), None)
    assert error is None, f"the answer: {'/'.join(map(str, error.instance_path))}: {error.message[:300]}"


def _codecs(speaker):
    return fewer(speaker, speech.codecs())


@requirement("speech.timestamps.audio")
@given(codec=_codecs)
def test_the_audio_is_base64(speaker, codec):
    """Of every codec."""
    answer = timed(speaker, output_format={"codec": codec})

    assert audio_of(answer), f"no audio in {codec}"


@requirement("speech.timestamps.media-type")
@given(codec=_codecs)
def test_the_media_type_of_the_audio(speaker, codec):
    """The same as without timestamps."""
    answer = timed(speaker, output_format={"codec": codec})

    told = answer["content_type"]
    plain = str(told).partition(";")[0].strip().lower()
    assert plain in speech.media_types(codec), f"{codec} is said to be {told!r}"


@requirement("speech.timestamps.text")
@given(text=_texts)
def test_every_character_has_its_time(speaker, text):
    """Blanks, punctuation and tags, too."""
    answer = timed(speaker, text=text)

    joined = "".join(map(str, chars_of(answer)))
    assert joined == text, f"{joined!r} has times, where {text!r} was to be spoken"


@requirement("speech.timestamps.times")
@given(text=_texts)
def test_times_go_forward(speaker, text):
    """One for each character."""
    answer = timed(speaker, text=text)

    chars, times = chars_of(answer), times_of(answer)
    assert len(chars) == len(times), f"{len(chars)} characters, and {len(times)} times"
    for start, end in times:
        assert start <= end, f"one begins at {start} and ends at {end}"
    for (before, _), (after, _) in pairwise(times):
        assert before <= after, f"one begins at {before}, and the next one at {after}"


def _duration(answer):
    told = answer["duration"]
    if type(told) not in (int, float):
        raise Untestable(f"needs a duration (speech.timestamps.shape): {answer!r}")
    return told


@requirement("speech.timestamps.end")
@given(text=_texts)
def test_no_character_ends_after_the_audio(speaker, text):
    """As long as it is said to be."""
    answer = timed(speaker, text=text)

    last = max((end for _, end in times_of(answer)), default=0)
    told = _duration(answer)
    assert last <= told + ROUNDED, f"the last character ends at {last}, and all of it at {told}"


@requirement("speech.timestamps.duration")
@given(codec=_codecs)
def test_the_duration_is_that_of_the_audio(speaker, codec):
    """As far as frames allow."""
    answer = timed(speaker, output_format={"codec": codec}, text=speech.text_of(60))

    told = _duration(answer)
    real = heard(audio_of(answer), codec, speech.default_format()["sample_rate"]).seconds
    assert abs(told - real) <= _FRAMES + _SHARE * real, f"said to take {told} s, it takes {real:.2f} s"


@requirement("speech.timestamps.form")
def test_the_form_of_times(speaker):
    """Pairs or objects."""
    times = timed(speaker)["audio_timestamps"].get("graph_times") or [None]

    observe("a time", type(times[0]).__name__)
