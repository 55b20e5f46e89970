"""Dropping an utterance. Only the guide knows how, so that a target is first asked whether it does."""

import pytest

from conformance.checks import Untestable, given, requirement
from conformance.suite.sockets.spoken import spoken
from strategies.conversations import speech
from strategies.conversations.moves import Linger
from strategies.conversations.speaking import clear, conversation, texts_of, until_cleared


@pytest.fixture(scope="module")
def clearing(booth):
    """The booth, on a target that knows how to drop an utterance."""
    held = booth.held(conversation(clear(), until_cleared(), Linger()))
    if not held.received("audio.clear"):
        raise Untestable("needs a target that knows text.clear, which not all documents have")
    return booth


def _cleared(clearing):
    return speech.cleared(lean=clearing.lean)


@requirement("sockets.speech.clear-each")
@given(said=_cleared)
def test_dropping_is_confirmed(clearing, said):
    """Wherever the utterance is, and where there is none."""
    assert clearing.held(said).keeps("sockets.speech.clear-each")


@requirement("sockets.speech.clear-once")
@given(said=_cleared)
def test_dropping_is_confirmed_once(clearing, said):
    """Each time that it was asked for."""
    assert clearing.held(said).keeps("sockets.speech.clear-once")


@requirement("sockets.speech.clear-silences")
@given(said=_cleared)
def test_what_is_dropped_is_not_heard(clearing, said):
    """Nor said to be done."""
    assert clearing.held(said).keeps("sockets.speech.clear-silences")


@requirement("sockets.speech.clear-then")
@given(said=lambda clearing: speech.spoken_after_clearing(lean=clearing.lean))
def test_the_next_utterance_is_spoken(clearing, said):
    """And nothing of the dropped one with it."""
    held = clearing.held(said)
    texts = texts_of(said)
    assert held.end is None, f"the connection has ended after an utterance was dropped: {held.ending}"
    dones = len(held.received("audio.done"))
    assert dones, "the utterance after the dropped one is not done"
    heard = spoken(held, dones)[-1]
    # What was complete when it was dropped may have been done by then, and its end is the one that was waited for.
    too_late = dones < len(texts) and heard.chars == texts[-2]
    if heard.chars and not too_late:
        assert heard.chars == texts[-1], f"{texts[-1]!r} was to be spoken, and {heard.chars!r} has timestamps"
