"""Opening the socket that transcribes: keys and settings are looked at before the upgrade."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.heard import conversations
from conformance.targets.call import Answer
from strategies.audio import Silence
from strategies.conversations import Conversation
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import (
    ENDPOINTING,
    NAME,
    refused_settings,
    settings,
    unclear_settings,
)
from strategies.inputs import Inputs

WITHOUT_THE_KEY = {"none": "unauthenticated", "wrong": "wrong-key"}


def attempt(booth, query, identity="first"):
    """The answer with which the target refuses to open the socket, or None once it was open; it is closed again."""
    found = booth.opened(NAME, query, identity=identity)
    if isinstance(found, Answer):
        return found
    found.close()
    return None


def refusal(booth, miss):
    """The answer to a query that breaks a rule, or None where it was taken.

    Raises:
        Untestable: the query with that rule kept is refused, too.
    """
    if (twin := attempt(booth, miss.twin)) is not None:
        raise Untestable(f"the same settings with the rule kept are refused, too: {twin!r}")
    return attempt(booth, miss.value)


@requirement("sockets.transcription.open")
def test_a_session_begins(booth):
    """With the key, and nothing but what is always asked for."""
    answer = attempt(booth, ENDPOINTING)
    assert answer is None, f"{answer!r}, where the socket had to open"


@requirement("sockets.transcription.settings")
@given(query=settings())
def test_every_documented_setting_is_taken(booth, query):
    """The socket opens with each of them."""
    answer = attempt(booth, query)
    assert answer is None, f"{answer!r}, where the settings are as documented"


@requirement("sockets.transcription.refused-key")
@given(identity=Inputs.of(*WITHOUT_THE_KEY))
def test_nobody_without_the_key_gets_in(booth, identity):
    """There is no upgrade, but a status that refuses."""
    answer = attempt(booth, ENDPOINTING, identity)
    assert answer is not None, "the socket opened without the right key"
    assert answer.is_refusal, f"{answer!r}, where a refusal (any 4xx) was due"


@requirement("sockets.transcription.refused-key-status")
@given(identity=Inputs.of(*WITHOUT_THE_KEY))
def test_the_status_for_keys(booth, identity):
    """Docs and probes have different ones."""
    answer = attempt(booth, ENDPOINTING, identity)
    observe(f"an upgrade with the key {identity!r}", "opened" if answer is None else answer.status)


@requirement("sockets.transcription.refused-settings")
@given(miss=refused_settings())
def test_settings_out_of_range_are_refused(booth, miss):
    """Before the upgrade."""
    answer = refusal(booth, miss)
    assert answer is not None, f"the socket opened, although {miss.at.strip('/')} breaks its {miss.rule}"
    assert answer.is_refusal, f"{answer!r}, where a refusal (any 4xx) was due"


@requirement("sockets.transcription.refused-settings-status")
@given(miss=refused_settings().filter(lambda miss: miss.rule in ("enum", "minimum", "maximum")))
def test_the_status_for_settings(booth, miss):
    """It is that of a bad request."""
    answer = refusal(booth, miss)
    if answer is None or not answer.is_refusal:
        raise Untestable("such settings are not refused (sockets.transcription.refused-settings)")
    assert answer.refused(miss)


@requirement("sockets.transcription.settings-unclear")
@given(unclear=unclear_settings())
def test_settings_that_nobody_describes(booth, unclear):
    """Whether the socket opens with them."""
    answer = attempt(booth, unclear.value)
    observe(unclear.what, "opened" if answer is None else answer.status)


@requirement("sockets.transcription.endpointing-default")
def test_the_default_of_endpointing(booth):
    """It is not told by all sources alike; a pause of a fifth of a second tells some of them apart."""
    asked = spoken.turn(spoken.play(spoken.WORDS, Silence(0.2), spoken.WORDS, spoken.REST))
    silent = Conversation(NAME, {}, asked.moves)
    partials = booth.held(silent).received("transcript.partial")
    observe("utterances without an agreed silence", sum(p.get("speech_final") is True for p in partials))


@requirement("sockets.transcription.frames")
@given(conversation=lambda booth: conversations(booth, spoken.turns(), spoken.misread()))
def test_frames_are_messages(booth, conversation):
    """All of them, whatever the client does."""
    assert booth.held(conversation).keeps("sockets.transcription.frames")


@requirement("sockets.transcription.known-types")
@given(conversation=lambda booth: conversations(booth, spoken.turns(), spoken.misread()))
def test_types_are_documented(booth, conversation):
    """All of them, whatever the client does."""
    assert booth.held(conversation).keeps("sockets.transcription.known-types")
