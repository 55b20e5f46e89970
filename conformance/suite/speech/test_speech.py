"""Having a text spoken: that it works at all, and which texts are taken."""

import json

from conformance.checks import given, observe, requirement
from conformance.suite.speech.hearing import media_type
from conformance.suite.speech.outcomes import fewer, seconds
from strategies import speech
from strategies.inputs import Inputs


@requirement("speech.accepted")
@given(
    changes=lambda speaker: fewer(
        speaker,
        Inputs.union(
            Inputs.of({}, {"with_timestamps": False}), speech.texts().map(lambda text: {"text": text})
        ),
    )
)
def test_a_text_becomes_audio(speaker, changes):
    """A text and a language are enough; the audio is the answer."""
    answer = speaker.tried(**changes)

    assert answer.accepted
    assert answer.status in answer.operation.success, f"{answer!r}, where another status is documented"
    assert answer.content, f"{answer!r}: no audio"
    is_json = media_type(answer) == "application/json" or _is_object(answer.content)
    assert not is_json, f"{answer!r}: JSON, where audio was asked for"


def _is_object(content):
    try:
        return content[:1] == b"{" and isinstance(json.loads(content), dict)
    except (ValueError, RecursionError):
        return False


@requirement("speech.text.empty")
@given(miss=speech.empty())
def test_no_speech_of_nothing(speaker, miss):
    """The empty text."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.text.missing")
@given(miss=speech.missing("text"))
def test_no_speech_without_a_text(speaker, miss):
    """The field is not there."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.text.blank")
@given(unclear=speech.blank())
def test_texts_of_blanks(speaker, unclear):
    """Whether they are empty, nobody says."""
    observe(f"a text that is {unclear.what}", speaker.tried(**unclear.value).status)


@requirement("speech.text.longest")
def test_the_longest_text(speaker):
    """As long as all sources allow."""
    speaker.spoken()
    text = speech.text_of(speech.longest())

    assert speaker.tried(text=text).accepted, f"a text of {len(text)} characters"


@requirement("speech.text.too-long")
@given(miss=speech.too_long())
def test_no_text_beyond_the_longest(speaker, miss):
    """By one character more than is disputed, and by far."""
    assert speaker.broken(miss).refused(miss)


@requirement("speech.text.length-disputed")
def test_the_disputed_length(speaker):
    """One more than all sources allow, which is the documented number itself."""
    text = speech.text_of(speech.longest() + 1)

    observe(f"a text of {len(text)} characters", speaker.tried(text=text).status)


@requirement("speech.text.length-unit")
@given(unclear=lambda speaker: fewer(speaker, speech.unclear_lengths(), lean=1))
def test_what_a_character_is(speaker, unclear):
    """Code points, units, bytes, and whether tags count."""
    observe(f"a text that is {unclear.what}", speaker.tried(text=unclear.value).status)


@requirement("speech.text.longer")
def test_more_words_take_no_less_time(speaker):
    """Many times the same words."""
    once, often = speech.text_of(20), speech.text_of(400)
    short, long = seconds(speaker, text=once), seconds(speaker, text=often)

    assert long >= short, f"{len(once)} characters take {short:.2f} s, and {len(often)} take {long:.2f} s"


def _tagged(speaker):
    return speech.tags_together() if speaker.lean else Inputs.union(speech.tags_together(), speech.tags())


@requirement("speech.tags.accepted")
@given(text=_tagged)
def test_documented_tags(speaker, text):
    """All together, and each by itself."""
    speaker.spoken()

    assert speaker.tried(text=text).accepted


@requirement("speech.tags.unclear")
@given(unclear=speech.unclear_tags())
def test_other_tags(speaker, unclear):
    """Spoken, dropped or refused."""
    observe(unclear.what, speaker.tried(text=unclear.value).status)
