"""Utterances on the socket that transcribes: how they follow each other, and what ends them."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.heard import (
    PARTIAL,
    ROUNDED,
    alone,
    apart,
    conversations,
    needs_partials,
    retold,
    utterances,
)
from strategies.audio import Silence, Speech
from strategies.conversations import Linger, Send, SendText
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import channel_counts, schema_of
from strategies.inputs import Inputs

#: Words, an end in their middle, words: by their times they are told apart.
FIRST, SECOND = 0.8, 0.7
NEVER = str(schema_of("endpointing")["maximum"])


@requirement("sockets.transcription.utterances")
@given(conversation=lambda booth: conversations(booth, spoken.utterances()))
def test_a_connection_takes_several_utterances(booth, conversation):
    """It does not end with the first of them."""
    assert booth.held(conversation).keeps("sockets.transcription.utterances")


@requirement("sockets.transcription.utterances-follow")
@given(conversation=lambda booth: conversations(booth, spoken.utterances()))
def test_utterances_follow_each_other(booth, conversation):
    """One starts when the one before has ended, on each channel."""
    needs_partials(booth)
    ended: dict[int | None, float] = {}
    for each in utterances(booth.held(conversation)):
        before = ended.get(each.channel, 0)
        assert each.start >= before - ROUNDED, (
            f"an utterance starts at {each.start} s, and one ends at {before} s"
        )
        ended[each.channel] = each.end


def stitching(booth):
    """An utterance of several parts, with its last one.

    Raises:
        Untestable: no utterance has several.
    """
    query = {"smart_turn": str(schema_of("smart_turn")["maximum"]), "smart_turn_timeout": "400"}
    said = spoken.play(spoken.WORDS, Silence(0.3), spoken.WORDS, spoken.REST)
    for each in utterances(booth.held(spoken.turn(said, query=query))):
        if each.over and len(each.parts) > 1:
            return each.parts[:-1], each.parts[-1]
    raise Untestable("no utterance comes in several parts")


@requirement("sockets.transcription.stitched")
def test_the_whole_utterance_holds_its_parts(booth):
    """Unless its final is another part."""
    parts, last = stitching(booth)
    assert retold(parts, last), (
        f"the parts say {[part['text'] for part in parts]}, and all of it {last['text']!r}"
    )


@requirement("sockets.transcription.final-text")
def test_the_text_of_finals(booth):
    """Guide and schema disagree."""
    parts, last = stitching(booth)
    observe("the final of an utterance", "its last part" if alone(parts, last) else "all of it")


@requirement("sockets.transcription.endpointing")
def test_a_long_silence_ends_an_utterance(booth):
    """Words on both sides of it are of different ones."""
    held = booth.held(spoken.turn(spoken.play(spoken.WORDS, Silence(1.0), Speech(1))))
    assert apart(held, 1.0, 1.5), "an utterance went on after five times the silence that was agreed on"


@requirement("sockets.transcription.endpointing-longer")
def test_longer_silences_make_fewer_utterances(booth):
    """Of the same audio."""
    needs_partials(booth)
    said = spoken.play(Speech(2), Silence(0.3), Speech(2), Silence(0.3))
    counts = {}
    for agreed in (str(schema_of("endpointing")["minimum"]), "200", "1000", NEVER):
        held = booth.held(spoken.turn(said, query={"endpointing": agreed}))
        counts[int(agreed)] = sum(p.get("speech_final") is True for p in held.received(PARTIAL))
    found = list(counts.values())
    assert found == sorted(found, reverse=True), f"utterances by what was agreed on, in ms: {counts}"


def wished(booth, wish):
    """A turn with the wish to finalize in its middle, and no silence there."""
    said = (spoken.play(spoken.WORDS), wish, spoken.play(spoken.WORDS))
    return booth.held(spoken.turn(*said, query={"endpointing": NEVER}))


@requirement("sockets.transcription.finalize")
def test_to_finalize_ends_the_utterance(booth):
    """What is said before and after it is of different ones, though there was no silence."""
    assert apart(wished(booth, spoken.FINALIZE), FIRST, SECOND), "an utterance went on after it was finalized"


@requirement("sockets.transcription.finalize-bare")
@given(text=Inputs.of(*spoken.BARE))
def test_to_finalize_by_the_bare_word(booth, text):
    """Sources do not say whether a frame may hold it alone."""
    held = wished(booth, SendText(text))
    observe(f"the text frame {text}", _became(held))


def _became(held):
    if held.errors:
        return "is an error"  # after which a turn need not go on
    return "finalizes" if apart(held, FIRST, SECOND) else "does not finalize"


@requirement("sockets.transcription.finalize-open")
@given(conversation=lambda booth: conversations(booth, spoken.finalized()))
def test_to_finalize_ends_nothing_else(booth, conversation):
    """The transcript is done when the audio is, and not before."""
    if not booth.held(spoken.ordinary()).received("transcript.done"):
        raise Untestable("a turn without that does not get done, either (sockets.transcription.done-each)")
    held = booth.held(conversation)
    assert held.end is None or held.received("transcript.done"), f"the connection ended: {held.ending}"


@requirement("sockets.transcription.finalize-channel")
def test_to_finalize_one_channel_spares_the_others(booth):
    """Their utterances go on."""
    fewest = min(channel_counts())
    both = spoken.several_channels(fewest, (spoken.WORDS,), (spoken.WORDS,))
    wish = Send({"type": "finalize", "channel": 1})
    held = booth.held(spoken.turn(both, wish, both, channels=fewest, query={"endpointing": NEVER}))
    if not apart(held, FIRST, SECOND, channel=1):
        raise Untestable("to finalize a channel does not end its utterance (sockets.transcription.finalize)")
    assert not apart(held, FIRST, SECOND, channel=0), "channel 0 was finalized with channel 1"


@requirement("sockets.transcription.finalize-silent")
def test_to_finalize_silence(booth):
    """Nothing, or an utterance of nothing."""
    held = booth.held(spoken.turn(spoken.play(Silence(0.5)), spoken.FINALIZE, Linger()))
    observe("to finalize silence", [partial.get("text") for partial in held.received(PARTIAL)])
