"""Speech is reckoned by the character and transcriptions by the second, on both surfaces, and kept within a budget."""

from __future__ import annotations

import json

import pytest

import specs
from conformance.client import Api
from conformance.outcomes import BudgetSpent
from conformance.targets.profile import load_profile
from conformance.targets.sockets.conversing import held, open_socket
from conformance.targets.voiced import wanted
from peers import raw, saying, text, transport
from reports.events import event as read_event
from reports.usage import Generated, Usage, sentence
from strategies.audio import AudioFile, Recorded, Tone
from strategies.conversations import Conversation, InPieces, Play, Send, SendBytes, SendText
from strategies.multipart import Form, Part

SPEC = specs.load()
SPEECH, TRANSCRIPTION = SPEC.sockets["speech"], SPEC.sockets["transcription"]
PRICES = {"speech": 0.001, "transcription": 0.5}


def answering(status, body, content_type="application/json"):
    def behave(peer, request):
        encoded = body if isinstance(body, bytes) else json.dumps(body).encode()
        head = (
            f"HTTP/1.1 {status} X\r\ncontent-type: {content_type}\r\ncontent-length: {len(encoded)}\r\n\r\n"
        )
        peer.sendall(head.encode() + encoded)
        while peer.recv(65536):  # whoever hangs up on what is still to come takes the answer back
            pass

    return behave


def delta(words):
    return Send({"type": "text.delta", "delta": words})


def generated(meter):
    return [(made.operation, made.assets, made.characters, made.seconds) for made in meter.generated()]


def test_the_text_of_a_request_is_counted():
    with raw(answering(200, b"ID3", "audio/mpeg")) as port:
        target = transport(port, prices=PRICES)
        Api(target, spec=SPEC).speech.create({"text": "Hello", "language": "en"})

    assert generated(target.meter) == [("createSpeech", 1, 5, 0)]
    assert target.meter.spent == pytest.approx(0.005)


@pytest.mark.parametrize("status", [400, 404, 422])
def test_what_is_refused_costs_nothing(status):
    with raw(answering(status, {"error": "no"})) as port:
        target = transport(port, prices=PRICES)
        Api(target, spec=SPEC).speech.create({"text": "Hello", "language": "en"})

    assert generated(target.meter) == []
    assert target.meter.spent == pytest.approx(0)
    assert target.meter.peak == pytest.approx(0.005)


@pytest.mark.parametrize("body", [{}, {"text": None}, {"text": 5}, [], None, "text"])
def test_a_body_without_a_text_makes_nothing(body):
    from conformance.targets.call import Call

    made = wanted(Call(operation=SPEC.operations["createSpeech"], json=body, has_json=True))
    assert (made.characters, made.seconds, made.kind) == (0, 0, "speech")


def form(body):
    return Form((Part("file", body, filename="a.wav", content_type="audio/wav"),))


@pytest.mark.parametrize(
    ("body", "answer", "seconds"),
    [
        (AudioFile("wav", Recorded((Tone(2.0),))), {"text": "", "duration": 2.5}, 2.5),
        (AudioFile("wav", Recorded((Tone(2.0),))), {"text": ""}, 2.0),
        (AudioFile("wav", Recorded((Tone(2.0),))), {"text": "", "duration": "long"}, 2.0),
        (b"RIFF", {"text": "", "duration": 7}, 7.0),
    ],
)
def test_a_recording_is_as_long_as_the_answer_says_or_as_it_was_made(body, answer, seconds):
    with raw(answering(200, answer)) as port:
        target = transport(port, prices=PRICES)
        Api(target, spec=SPEC).transcription.send(form(body))

    assert generated(target.meter) == [("transcribe", 1, 0, seconds)]
    assert target.meter.spent == pytest.approx(0.5 * seconds)


def spoken(socket, query, *moves, **options):
    with raw(saying(text('{"type":"transcript.created"}'))) as port:
        target = transport(port, timeout=0.2, **{"prices": PRICES, **options})
        held(target, socket, Conversation(socket.id, query, moves))
    return target.meter


def test_what_is_said_to_the_speaking_socket_is_counted_and_the_connection_once():
    meter = spoken(
        SPEECH,
        {"language": "en"},
        delta("Hello"),
        InPieces(delta("you"), 2),
        SendText("{"),
        Send({"type": "text.done"}),
    )

    assert generated(meter) == [("openSpeech", 1, 8, 0)]
    assert meter.spent == pytest.approx(0.008)


@pytest.mark.parametrize(
    ("query", "seconds"),
    [
        ({}, 1.0),
        ({"sample_rate": "8000"}, 2.0),
        ({"encoding": "mulaw"}, 2.0),
        ({"channels": "2", "multichannel": "true"}, 0.5),
        ({"sample_rate": "nonsense", "channels": "9" * 5000, "encoding": ("a", "b")}, 2.0),
    ],
)
def test_audio_is_as_long_as_the_query_says(query, seconds):
    meter = spoken(
        TRANSCRIPTION, query, SendBytes(bytes(16_000)), Play(Recorded((Tone(0.5),))), SendText("x")
    )

    assert generated(meter) == [("openTranscription", 1, 0, seconds)]


def test_a_socket_on_which_nothing_is_said_costs_nothing():
    assert generated(spoken(SPEECH, {"language": "en"}, Send({"type": "text.done"}))) == []


def test_a_budget_holds_back_what_would_exceed_it():
    with raw(saying()) as port:
        target = transport(port, timeout=0.2, prices=PRICES, allowance=0.01)
        talk = open_socket(target, SPEECH, {"language": "en"})
        talk.do(delta("0123456789"))
        with pytest.raises(BudgetSpent):
            talk.do(delta("!"))
        talk.close()
        with pytest.raises(BudgetSpent):
            Api(target, spec=SPEC).speech.create({"text": "x", "language": "en"})

    assert [line.frame for line in talk.lines][:2] == ["text", "close"]
    assert target.meter.requests == {"openSpeech": 1}


def test_without_a_price_nothing_is_set_aside():
    meter = spoken(SPEECH, {"language": "en"}, delta("Hello"), prices={"an-image-model": 3.0})

    assert meter.spent == 0
    assert read_event({"event": "used", "time": 1, "worker": "w", **meter.as_event()}).usage.unpriced == (
        "speech",
    )


def test_the_event_tells_both():
    with raw(saying()) as port:
        target = transport(port, timeout=0.2, prices=PRICES)
        held(target, SPEECH, Conversation("speech", {"language": "en"}, (delta("Hello"),)))
        held(target, TRANSCRIPTION, Conversation("transcription", {}, (SendBytes(bytes(64_000)),)))
    usage = read_event({"event": "used", "time": 1, "worker": "w", **target.meter.as_event()}).usage

    assert usage.as_json() == {
        "images": 0,
        "videos": 0,
        "video_seconds": 0,
        "speech_characters": 5,
        "transcribed_seconds": 2.0,
        "dollars": 1.005,
    }
    assert sentence(usage) == (
        "Generated speech of 5 characters and transcripts of 2 s of audio, for $1.00 by the profile's prices."
    )


def test_the_shipped_profile_knows_what_voice_costs():
    prices = load_profile("xai").prices

    assert 0 < prices["speech"] < 0.001
    assert 0 < prices["transcription"] < 0.01


def test_usage_of_older_versions_has_no_characters():
    made = Generated(kind="image", model="m", operation="generateImage", assets=1, inputs=0, seconds=0)

    assert Usage(requests={}, generated=(made,)).as_json() == {
        "images": 1,
        "videos": 0,
        "video_seconds": 0,
        "dollars": None,
    }
