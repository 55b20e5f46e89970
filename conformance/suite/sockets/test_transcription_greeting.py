"""The greeting of the socket that transcribes."""

import uuid

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.heard import conversations
from strategies.conversations import Conversation, Linger
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import ENDPOINTING, NAME

GREETING = "transcript.created"


@requirement("sockets.transcription.greeting-first")
@given(conversation=lambda booth: conversations(booth, spoken.broken_off(), spoken.turns()))
def test_the_greeting_comes_first(booth, conversation):
    """And it comes before the client has sent anything."""
    assert booth.held(conversation).keeps("sockets.transcription.greeting-first")


@requirement("sockets.transcription.greeting-once")
@given(
    conversation=lambda booth: conversations(booth, spoken.turns(), spoken.next_turns(), spoken.utterances())
)
def test_there_is_one_greeting(booth, conversation):
    """Also with several channels, utterances or turns."""
    assert booth.held(conversation).keeps("sockets.transcription.greeting-once")


@requirement("sockets.transcription.greeting-id")
def test_the_greeting_names_the_session(booth):
    """By a UUID of its own."""
    ids = []
    for conversation in (spoken.conversation(), spoken.conversation(Linger())):
        held = booth.held(conversation)
        assert held.keeps("sockets.transcription.greeting-id")
        ids += [message.get("id") for message in held.received(GREETING)]
    if not ids:
        raise Untestable("needs a greeting (sockets.transcription.greeting-first)")
    for each in ids:
        assert _is_uuid(each), f"the session is called {each!r}, which is no UUID"
    assert len(set(ids)) == len(ids), f"two sessions are called {ids[0]}"


@requirement("sockets.transcription.no-early-partial")
@given(
    conversation=lambda booth: conversations(booth, spoken.broken_off(), spoken.misread(), spoken.asides())
)
def test_nothing_is_transcribed_before_audio(booth, conversation):
    """There is nothing to transcribe yet."""
    assert booth.held(conversation).keeps("sockets.transcription.no-early-partial")


@requirement("sockets.transcription.early-audio")
def test_audio_before_the_greeting(booth):
    """A client has to wait; what happens if it does not is not told."""
    said = spoken.play(spoken.WORDS, spoken.REST)
    moves = (said, spoken.GREETED, spoken.DONE, spoken.ENDED)
    held = booth.held(Conversation(NAME, ENDPOINTING, moves))
    durations = [message.get("duration") for message in held.received("transcript.done")]
    observe(
        "a second of audio before the greeting", durations or [error.get("message") for error in held.errors]
    )


def _is_uuid(value):
    try:
        return str(uuid.UUID(value)) == value.lower()
    except (ValueError, AttributeError, TypeError):
        return False
