"""Utterances on the socket that speaks: each is heard, done once, and leaves room for the next."""

from conformance.checks import given, requirement
from strategies.conversations import speech
from strategies.conversations.moves import Linger
from strategies.conversations.speaking import clear, conversation, until_cleared
from strategies.inputs import Inputs


def _rounds(booth):
    return speech.rounds(lean=booth.lean)


def _all(booth):
    return Inputs.union(_rounds(booth), speech.broken_off(lean=booth.lean))


def _all_messages(booth):
    """The same, and what brings the messages and fields that not every conversation has."""
    dropping = conversation(clear(), until_cleared(), Linger())
    return Inputs.union(_all(booth), speech.timed_rounds(lean=booth.lean), Inputs.of(dropping))


@requirement("sockets.speech.frames")
@given(said=_all_messages)
def test_everything_is_json_in_text_frames(booth, said):
    """With a type, and fields of the documented types."""
    assert booth.held(said).keeps("sockets.speech.frames")


@requirement("sockets.speech.known-types")
@given(said=_all_messages)
def test_every_type_is_documented(booth, said):
    """Nothing else is said."""
    assert booth.held(said).keeps("sockets.speech.known-types")


@requirement("sockets.speech.base64")
@given(said=_all)
def test_audio_is_base64(booth, said):
    """And there is some in every piece."""
    assert booth.held(said).keeps("sockets.speech.base64")


@requirement("sockets.speech.audio")
@given(said=_rounds)
def test_what_is_said_is_heard(booth, said):
    """Before it is said to be done."""
    assert booth.held(said).keeps("sockets.speech.audio")


@requirement("sockets.speech.done-each")
@given(said=_rounds)
def test_every_utterance_is_done(booth, said):
    """In its turn."""
    assert booth.held(said).keeps("sockets.speech.done-each")


@requirement("sockets.speech.done-once")
@given(said=_all)
def test_no_utterance_is_done_twice(booth, said):
    """Nor one that is not complete."""
    assert booth.held(said).keeps("sockets.speech.done-once")


@requirement("sockets.speech.quiet-between")
@given(said=_all)
def test_nothing_is_heard_between_utterances(booth, said):
    """Audio of one never comes after its end."""
    assert booth.held(said).keeps("sockets.speech.quiet-between")


@requirement("sockets.speech.stays-open")
@given(said=_rounds)
def test_the_connection_outlasts_an_utterance(booth, said):
    """The client decides when it ends."""
    assert booth.held(said).keeps("sockets.speech.stays-open")


@requirement("sockets.speech.done-fields")
@given(said=_rounds)
def test_an_utterance_can_be_traced(booth, said):
    """By the id that its end has."""
    assert booth.held(said).keeps("sockets.speech.done-fields")
