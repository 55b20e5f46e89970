"""How long a piece of text may be, and how many sessions a team may have on the socket that speaks."""

import time

import pytest

from conformance.checks import Untestable, given, requirement
from conformance.suite.sockets.spoken import is_spoken
from conformance.targets.call import Answer
from strategies.conversations import speech
from strategies.conversations.speaking import SPEECH, TEXT, conversation, plain, say
from strategies.inputs import Inputs

_ATTEMPTS = 3
_MOMENT = 0.5  # seconds after which sessions that were closed should count no more

_MOST = speech.most_characters()


@requirement("sockets.speech.total-length")
@given(said=Inputs.of(speech.longer_than_a_piece()))
def test_an_utterance_may_be_longer_than_a_piece(booth, said):
    """Two pieces that are too long together, and are not too long each."""
    _speaks(booth)
    assert is_spoken(booth.held(said)), "no piece was too long, but all together were not spoken"


@requirement("sockets.speech.longest")
@given(said=Inputs.of(speech.pieces_of(_MOST)))
def test_the_longest_piece_is_spoken(booth, said):
    """Exactly as long as documented."""
    _speaks(booth)
    held = booth.held(said)
    assert is_spoken(held), f"{_MOST} characters were not spoken: {_why(held)}"


@requirement("sockets.speech.oversize")
@given(said=lambda booth: speech.too_long(lean=booth.lean))
def test_a_longer_piece_is_not_spoken_silently(booth, said):
    """How it is refused is left open: an error, the end of the connection, or no audio at all."""
    if not any(is_spoken(booth.held(speech.pieces_of(length))) for length in (_MOST, _MOST - 1)):
        raise Untestable(f"needs a piece of {_MOST - 1} characters to be spoken (sockets.speech.longest)")
    length = len(said.moves[0].message["delta"])
    assert not is_spoken(booth.held(said)), (
        f"{length} characters in a piece were spoken as if {_MOST} were no limit"
    )


@pytest.fixture(scope="module")
def full(booth):
    """As many sessions as a team may have, and what refused one of them, if anything did."""
    talks, refusal = _open_as_many(booth, booth.api.spec.limit("speech-sessions"))
    yield talks, refusal
    _close(talks)


@requirement("sockets.speech.sessions")
def test_a_team_has_so_many_sessions(booth, full):
    """So many at once, and one more is of no use, whether it is refused or hung up on."""
    most, (talks, refusal) = booth.api.spec.limit("speech-sessions"), full
    assert refusal is None, f"{refusal!r}, with {len(talks)} sessions open, where {most} may be"
    more = booth.opened(SPEECH, plain(), too_many_is_answer=True)
    if not isinstance(more, Answer):
        spoken = _said(more)
        more.close()
        assert not spoken, f"session {most + 1} of {most} was opened, and an utterance spoken on it"
    assert _said(talks[0]), f"with {most} sessions open, the first one was of no use"


@requirement("sockets.speech.sessions-freed")
def test_sessions_that_end_make_room(booth, full):
    """For as many others."""
    most, (talks, refusal) = booth.api.spec.limit("speech-sessions"), full
    if refusal is not None:
        raise Untestable(f"needs {most} sessions at once (sockets.speech.sessions): {refusal!r}")
    _close(talks)
    talks[:], refusal = _open_as_many(booth, most)
    assert refusal is None, (
        f"{most} sessions have ended, and only {len(talks)} others can be opened: {refusal!r}"
    )


def _said(talk):
    """Whether an utterance is spoken."""
    for move in say("Yes."):
        talk.do(move)
    return any(event.get("type") == "audio.done" for event in talk.events)


def _open_as_many(booth, most):
    """So many open sessions, or fewer and the answer that refused the next; what others have just left may count.

    Raises:
        Untestable: there is no speaking with the target at all.
    """
    if not booth.held(conversation(*say("Yes."))).received("audio.done"):
        raise Untestable("needs an utterance that is done (sockets.speech.done-each)")
    refusal = None
    for attempt in range(_ATTEMPTS):
        talks = []
        for _ in range(most):
            found = booth.opened(SPEECH, plain(), too_many_is_answer=True)
            if isinstance(found, Answer):
                refusal = found
                break
            talks.append(found)
        else:
            return talks, None
        if not talks:
            raise Untestable(f"needs a connection (sockets.speech.open): {refusal!r}")
        if attempt + 1 < _ATTEMPTS:
            _close(talks)
            time.sleep(_MOMENT)
    return talks, refusal


def _close(talks):
    for talk in talks:
        talk.close()


def _why(held):
    return held.errors[0] if held.errors else held.ending if held.end is not None else "no audio came"


def _speaks(booth):
    """End the check where not even a short text is spoken."""
    if not is_spoken(booth.held(speech.pieces_of(len(TEXT)))):
        raise Untestable("needs a text that is spoken (sockets.speech.audio)")
