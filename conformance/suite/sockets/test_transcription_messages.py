"""Texts that are no message for the socket that transcribes, and frames that are none of its."""

import dataclasses

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.heard import conversations
from strategies.conversations import Await, Pause, Send, SendBytes
from strategies.conversations import transcription as spoken
from strategies.inputs import Inputs

DONE = "transcript.done"
#: A message in bytes: an even number of them, so that they could be samples.
IN_BINARY = b'{"type":"audio.done"} '
ODD = (b"", b"\0", bytes(1001))


def without_mistakes(conversation):
    """The same conversation without what was misread, and without waiting for errors."""
    wrong = {*map(repr, spoken.MALFORMED.values()), *(repr(Await("error", n)) for n in (1, 2))}
    moves = tuple(move for move in conversation.moves if repr(move) not in wrong)
    return dataclasses.replace(conversation, moves=moves)


@requirement("sockets.transcription.parse-error")
@given(conversation=lambda booth: conversations(booth, spoken.misread()))
def test_what_is_no_message_is_an_error(booth, conversation):
    """Which ends nothing: the transcript gets done as it does without the mistake."""
    held = booth.held(conversation)
    assert held.keeps("sockets.transcription.parse-error")
    if held.end is not None and not held.received(DONE):
        if not booth.held(without_mistakes(conversation)).received(DONE):
            raise Untestable(
                "without the mistake it does not get done, either (sockets.transcription.done-each)"
            )
        raise AssertionError(f"the connection ended with the mistake: {held.ending}")


@requirement("sockets.transcription.error-fields")
@given(conversation=lambda booth: conversations(booth, spoken.misread()))
def test_errors_say_what_was_wrong(booth, conversation):
    """In a text."""
    held = booth.held(conversation)
    if not held.errors and conversation in spoken.misread().cover():
        raise Untestable("such texts are no error (sockets.transcription.parse-error)")
    assert held.keeps("sockets.transcription.error-fields")


@requirement("sockets.transcription.errors-end")
@given(channel=Inputs.of(7, -1, "first"))
def test_errors_about_messages_that_cannot_be_followed(booth, channel):
    """A channel that there is not, and what is none."""
    wish = Send({"type": "finalize", "channel": channel})
    held = booth.held(spoken.turn(spoken.play(spoken.WORDS), wish, spoken.play(spoken.REST)))
    done = "done" if held.received(DONE) else "not done"
    observe(f"to finalize the channel {channel!r}", [len(held.errors), done])


@requirement("sockets.transcription.binary-is-audio")
def test_messages_in_binary_frames_are_not_obeyed(booth):
    """They are audio: without a word of the client's in a text frame, nothing gets done."""
    said = (spoken.play(spoken.WORDS), SendBytes(IN_BINARY), Pause(0.2))
    held = booth.held(spoken.conversation(*said))
    assert not held.received(DONE), "a message in a binary frame was obeyed"


@requirement("sockets.transcription.odd-bytes")
@given(data=Inputs.of(*ODD))
def test_frames_that_end_within_a_sample(booth, data):
    """And frames of nothing."""
    held = booth.held(spoken.turn(SendBytes(data), spoken.play(spoken.WORDS)))
    observe(
        f"a frame of {len(data)} bytes, and words",
        [message.get("duration") for message in held.received(DONE)],
    )
