"""What no source describes on the socket that speaks. It is noted, and never fails."""

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.sockets.handshakes import refusal
from strategies.conversations import slips, speech, speech_queries
from strategies.conversations.moves import Close, Linger
from strategies.conversations.speaking import (
    SPEECH,
    TEXT,
    clear,
    conversation,
    delta,
    done,
    least,
    say,
    timed,
    until_cleared,
    until_done,
)
from strategies.inputs import Inputs

_LONG = TEXT * 4


@requirement("sockets.speech.incremental")
def test_audio_before_the_text_is_complete(booth):
    """A long text, a moment, and only then its end."""
    held = booth.held(conversation(delta(_LONG), Linger(), Linger(), done(), until_done()))
    lines = [(line.who, line.type) for line in held.transcript.lines]
    ended = lines.index(("client", "text.done")) if ("client", "text.done") in lines else len(lines)
    observe("audio comes before text.done", ("server", "audio.delta") in lines[:ended])


@requirement("sockets.speech.unclear.query")
@given(asked=speech_queries.unclear())
def test_unclear_queries(booth, asked):
    """The status that they are answered with."""
    answer = refusal(booth, SPEECH, asked.value)
    observe(asked.what, "opened" if answer is None else answer.status)


@requirement("sockets.speech.unclear.messages")
@given(said=lambda booth: Inputs.union(slips.unclear_slips(), speech.unclear_messages(lean=booth.lean)))
def test_unclear_messages(booth, said):
    """What comes after them, each type once, and whether the connection ends."""
    held = booth.held(said.value)
    kinds = dict.fromkeys(str(message.get("type")) for message in held.received())
    ended = (
        "the end" if held.end is not None and held.end.code is None else held.end and f"close {held.end.code}"
    )
    observe(said.what, [*kinds, *([ended] if ended else [])])


@requirement("sockets.speech.unclear.pipelining")
@given(said=speech.pipelined())
def test_the_next_utterance_before_the_last_was_spoken(booth, said):
    """Whether both are spoken."""
    held = booth.held(said)
    counts = {kind: len(held.received(kind)) for kind in ("audio.done", "error")}
    observe("two utterances at once", {**counts, "ends": held.end is not None})


@requirement("sockets.speech.unclear.get")
def test_a_plain_request(booth):
    """Without a wish for an upgrade."""
    exchange = booth.api.transport.plain("GET", booth.socket(SPEECH).path, identity="first")
    observe("GET without an upgrade", exchange.status)


@requirement("sockets.speech.unclear.closing")
@given(code=Inputs.of(1000, 1001, 3000))
def test_the_code_of_the_last_frame(booth, code):
    """When the client is the one who ends it."""
    held = booth.held(conversation(Close(code), query=least()))
    codes = [line.code for line in held.transcript.lines if line.who == "server" and line.frame == "close"]
    observe(f"close {code} is answered with", codes[0] if codes else None)


@requirement("sockets.speech.unclear.clear")
def test_dropping_is_known(booth):
    """Whether it is confirmed, an error, or neither."""
    held = booth.held(conversation(clear(), until_cleared(), Linger()))
    observe("text.clear is answered with", [str(message.get("type")) for message in held.received()][:1])


@requirement("sockets.speech.unclear.timestamps")
def test_the_form_of_timestamps(booth):
    """Pairs or objects, and in each piece or not."""
    events = booth.held(conversation(*say(_LONG), query=timed())).received("audio.delta")
    told = [event["audio_timestamps"] for event in events if isinstance(event.get("audio_timestamps"), dict)]
    times = [times for each in told if isinstance(times := each.get("graph_times"), list) and times]
    if not times:
        raise Untestable("needs timestamps (sockets.speech.timestamps)")
    observe("a time is", "an object" if isinstance(times[0][0], dict) else "a pair")
    observe("every piece has timestamps", len(told) == len(events))
    observe("durations are told", any(event.get("audio_duration") is not None for event in events))
