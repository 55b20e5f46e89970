"""What checks read off a conversation with the socket that transcribes, from transcripts written by hand."""

import json

import pytest

from conformance.checks import Untestable
from conformance.suite.sockets.booth import Held
from conformance.suite.sockets.heard import apart, plain, retold, seconds_sent, utterances
from conformance.suite.sockets.spoken import is_spoken
from conformance.targets.sockets.transcript import Line, Transcript
from strategies.audio import Silence, Speech
from strategies.conversations import transcription as spoken


def partial(*words, over=False, final=True, channel=None, **more):
    """A partial of words that are pairs of seconds."""
    shown = [{"text": "word", "start": start, "end": end} for start, end in words]
    start, end = (words[0][0], words[-1][1]) if words else (0, 0)
    flags = {"is_final": final, "speech_final": over, "start": start, "duration": end - start}
    where = {} if channel is None else {"channel_index": channel}
    return {"type": "transcript.partial", "text": "word", "words": shown, **flags, **where, **more}


def held(*messages):
    """A conversation in which the server says these."""
    lines = (Line(at=0, who="server", frame="text", text=json.dumps(message)) for message in messages)
    return Held(Transcript(socket="transcription", lines=tuple(lines)), ())


def test_parts_belong_to_the_utterance_that_ends_after_them():
    first, second = utterances(
        held(partial((0, 1)), partial((1, 2), over=True), partial((3, 4), final=False), partial((5, 6)))
    )

    assert (len(first.parts), first.over, first.start, first.end) == (2, True, 0, 2)
    assert (len(second.parts), second.over, second.start, second.end) == (1, False, 5, 6)


def test_channels_have_utterances_of_their_own():
    found = utterances(
        held(
            partial((0, 1), channel=0),
            partial((0, 1), over=True, channel=1),
            partial((1, 2), over=True, channel=0),
        )
    )

    assert [(each.channel, len(each.parts), each.over) for each in found] == [(0, 2, True), (1, 1, True)]


@pytest.mark.parametrize(
    "broken", [{"words": None}, {"words": [{"text": "x"}]}, {"start": "0"}, {"duration": None}, {"text": 1}]
)
def test_partials_that_make_no_sense_are_left_to_other_checks(broken):
    assert utterances(held(partial((0, 1), over=True, **broken))) == []


def test_words_on_both_sides_of_a_gap_are_apart_in_different_utterances():
    assert apart(held(partial((0, 1), over=True), partial((2, 3), over=True)), 1.2, 1.8)
    assert not apart(held(partial((0, 1), (2, 3), over=True)), 1.2, 1.8)
    assert not apart(held(partial((0, 1)), partial((2, 3), over=True)), 1.2, 1.8)


def test_a_gap_needs_words_on_both_sides():
    with pytest.raises(Untestable):
        apart(held(partial((0, 1), over=True)), 1.2, 1.8)


def test_only_the_channel_that_is_asked_about_counts():
    said = held(
        partial((0, 1), (2, 3), channel=0), partial((0, 1), over=True, channel=1), partial((2, 3), channel=1)
    )

    assert not apart(said, 1.2, 1.8, channel=0)
    assert apart(said, 1.2, 1.8, channel=1)


def test_texts_are_compared_without_case_and_punctuation():
    assert plain("Yes, 2 words.") == plain("yes 2 Words") == "yes2words"
    assert plain(None) == ""


def test_the_audio_of_a_conversation_adds_up():
    assert seconds_sent(spoken.turn(spoken.play(Speech(2), Silence(0.5)), spoken.play(Silence(0.25)))) == 1.25


def said_in_parts(*texts):
    """The parts of an utterance, of a second each, and its final, whose text is the last."""
    *parts, whole = texts
    return [partial((n, n + 1), text=text) for n, text in enumerate(parts)], partial(
        (0, len(parts)), over=True, text=whole
    )


def test_numbers_may_be_put_into_figures_when_all_of_an_utterance_is_known():
    with pytest.raises(Untestable, match="numbers"):
        retold(*said_in_parts("at twenty", "five past", "At 25 past."))
    assert retold(*said_in_parts("at 5", "or so", "At 5, or so."))
    assert not retold(*said_in_parts("at twenty", "past", "At fifty past."))


def ended(frame, text, code=None):
    """A conversation in which audio came, and then an end."""
    audio = Line(at=0, who="server", frame="text", text='{"type": "audio.delta", "delta": "AAAA"}')
    end = Line(at=1, who="server", frame=frame, text=text, code=code)
    return Held(Transcript(socket="speech", lines=(audio, end)), ())


def test_a_text_is_not_unspoken_since_the_suite_reads_no_further():
    much = ended("lost", "the target sent more than 20000 frames")
    gone = ended("lost", "the target hung up without a close frame")

    with pytest.raises(Untestable, match="20000 frames"):
        is_spoken(much)
    assert not is_spoken(gone)
    assert gone.ending == "the target hung up without a close frame"
    assert ended("close", "bye", 1008).ending == "a close frame with the code 1008 and the reason 'bye'"
    assert ended("close", "").ending == "a close frame with no code"
