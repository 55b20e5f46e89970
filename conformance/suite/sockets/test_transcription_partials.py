"""What the socket that transcribes says while audio comes: one rule a check, over conversations of every sort."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.heard import (
    DONE,
    PARTIAL,
    apart,
    conversations,
    needs_partials,
    numbers,
    seconds_sent,
    utterances,
)
from strategies.audio import Silence, Speech
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import channel_counts, thresholds

#: Seconds by which a partial may reach beyond what was sent: what a server may add to the end of the audio.
SLACK = 0.25
SURE = {"smart_turn": "0.7", "smart_turn_timeout": "400", "interim_results": "true"}


@requirement("sockets.transcription.partial-fields")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_partials_have_their_fields(booth, conversation):
    """Each with its type."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.partial-fields")


@requirement("sockets.transcription.flags")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_what_ends_an_utterance_is_final(booth, conversation):
    """It is never the other way round."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.flags")


@requirement("sockets.transcription.interim")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_interim_partials_are_asked_for(booth, conversation):
    """Without that, every partial is final."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.interim")


@requirement("sockets.transcription.interim-some")
def test_what_is_heard_is_told_in_partials(booth):
    """A transcript with a text after seconds of speech had some."""
    held = booth.held(spoken.turn(spoken.play(Speech(8), Silence(0.5)), query={"interim_results": "true"}))
    ends = [end for end in held.received(DONE) if end.get("text")]
    if not ends and not held.received(PARTIAL):
        raise Untestable("of what the suite says the target hears no word")
    assert held.received(PARTIAL), f"no partial came before the end, which has a text: {str(ends[0])[:200]}"


@requirement("sockets.transcription.fillers-default")
def test_there_are_no_fillers_by_default(booth):
    """Of a target on which asking for them makes a difference."""

    def told(**query):
        held = booth.held(spoken.turn(spoken.play(Speech(24, 5), Silence(0.5)), query=query))
        words = [word for each in utterances(held) for word in each.words]
        return [(word.get("text"), word["start"]) for word in words]

    without, full = (told(filler_words=wanted) for wanted in ("false", "true"))
    if without == full:
        raise Untestable("needs a target that hears filler words in what sounds like speech")
    assert told() != full, "it has the filler words that nobody asked for"


@requirement("sockets.transcription.words-sure")
def test_whether_words_are_sure(booth):
    """In partials, and in the end."""
    held = booth.held(spoken.turn(spoken.play(spoken.WORDS, spoken.REST)))
    for kind in (PARTIAL, DONE):
        lists = [words for each in held.received(kind) if isinstance(words := each.get("words"), list)]
        told = [
            word.get("confidence") is not None for words in lists for word in words if isinstance(word, dict)
        ]
        observe(f"words of {kind}", _share(told))


def _share(told):
    return "none" if not told else "all sure" if all(told) else "some sure" if any(told) else "none sure"


@requirement("sockets.transcription.threshold")
@given(threshold=thresholds())
def test_what_counts_as_a_voice(booth, threshold):
    """By quiet words."""
    held = booth.held(spoken.turn(spoken.play(Speech(3, loudness=0.25), spoken.REST), query=threshold.value))
    heard = [word for each in utterances(held) for word in each.words]
    observe(f"quiet words, and {threshold.what}", len(heard))


@requirement("sockets.transcription.interim-pace")
def test_the_pace_of_interim_partials(booth):
    """About two a second, loosely."""
    conversation = spoken.turn(spoken.play(Speech(8)), query={"interim_results": "true"})
    interim = [p for p in booth.held(conversation).received(PARTIAL) if p.get("is_final") is False]
    observe("interim partials in two seconds of speech", len(interim))


@requirement("sockets.transcription.times")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.next_turns())
)
def test_times_are_seconds(booth, conversation):
    """From the beginning, so none is negative."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.times")


@requirement("sockets.transcription.times-within")
@given(conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances()))
def test_no_partial_reaches_beyond_the_audio(booth, conversation):
    """But for what a server may have to add to it."""
    needs_partials(booth)
    sent = seconds_sent(conversation)
    for partial in booth.held(conversation).received(PARTIAL):
        for start, duration in zip(numbers([partial], "start"), numbers([partial], "duration"), strict=False):
            assert start + duration <= sent + SLACK, f"{sent:g} s were sent: {partial}"


@requirement("sockets.transcription.words")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_words_end_after_they_start(booth, conversation):
    """And have what words have."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.words")


@requirement("sockets.transcription.confidence")
@given(conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances()))
def test_the_end_of_turns_is_told_with_smart_turns(booth, conversation):
    """And only then."""
    needs_partials(booth, SURE)
    assert booth.held(conversation).keeps("sockets.transcription.confidence")


@requirement("sockets.transcription.confidence-speech")
def test_the_end_of_turns_while_somebody_speaks(booth):
    """It is documented to be zero then."""
    conversation = spoken.turn(spoken.play(Speech(6)), query=SURE)
    interim = [p for p in booth.held(conversation).received(PARTIAL) if p.get("is_final") is False]
    observe("confidences within speech", [p.get("end_of_turn_confidence") for p in interim])


@requirement("sockets.transcription.channels")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_channels_are_named_where_there_are_several(booth, conversation):
    """And each is one of them."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.channels")


@requirement("sockets.transcription.channels-apart")
def test_a_silent_channel_has_no_words(booth):
    """Whatever is said on another."""
    fewest = min(channel_counts())
    said = spoken.several_channels(fewest, (spoken.WORDS, spoken.REST))
    held = booth.held(spoken.turn(said, channels=fewest))
    partials = held.received(PARTIAL)
    if not any(p.get("channel_index") == 0 and p.get("words") for p in partials):
        raise Untestable("of what the suite says on one of several channels the target hears no word")
    for message in (*partials, *held.received(DONE)):
        silent = message.get("channel_index") != 0
        assert not (silent and message.get("words")), f"that channel was silent: {message}"


@requirement("sockets.transcription.speakers")
@given(conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances()))
def test_speakers_are_named_where_that_was_asked(booth, conversation):
    """And only there."""
    needs_partials(booth, {"diarize": "true"})
    assert booth.held(conversation).keeps("sockets.transcription.speakers")


@requirement("sockets.transcription.starts")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.utterances(), spoken.finalized())
)
def test_parts_of_an_utterance_follow_each_other(booth, conversation):
    """By their starts."""
    needs_partials(booth)
    assert booth.held(conversation).keeps("sockets.transcription.starts")


@requirement("sockets.transcription.turn-timeout")
def test_no_turn_goes_on_after_its_timeout(booth):
    """However unsure the end of the turn is: words after a long silence are of another utterance."""
    query = {"smart_turn": "1", "smart_turn_timeout": "300"}
    said = spoken.play(spoken.WORDS, Silence(1.0), Speech(1))
    held = booth.held(spoken.turn(said, query=query))
    assert apart(held, 1.0, 1.5), (
        "an utterance went on after more than three times the time that was agreed on"
    )
