"""The emulator's socket that speaks, by a client that is none of ours."""

import base64
import io
import json
import time
from contextlib import contextmanager

import av
import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

import specs
from conformance.emulator.process import EmulatorProcess

SOCKET = specs.load().sockets["speech"]
MOST = SOCKET.messages["text.delta"].schema["properties"]["delta"]["maxLength"]
CODECS = SOCKET.parameter("codec")["enum"]
TEXT = "Good morning, all of you."


class Speaker:
    """A connection, with the protocol's messages in short."""

    def __init__(self, socket):
        self.socket = socket

    def send(self, kind, **fields):
        """A message."""
        self.socket.send(json.dumps({"type": kind, **fields}))

    def say(self, *texts):
        """A whole utterance; gives its events up to its end."""
        for text in texts:
            self.send("text.delta", delta=text)
        self.send("text.done")
        return self.until("audio.done")

    def next(self, timeout=5):
        """The next event."""
        return json.loads(self.socket.recv(timeout))

    def until(self, kind):
        """All events up to the first of this type."""
        events = [self.next()]
        while events[-1]["type"] != kind:
            events.append(self.next())
        return events

    def is_quiet(self, seconds=0.1):
        """Whether nothing comes."""
        try:
            self.next(seconds)
        except TimeoutError:
            return True
        return False


@contextmanager
def speaking(emulator, team="alpha", **query):
    given = {"language": "en", "codec": "pcm", **query}
    address = httpx.URL(f"{emulator.url.replace('http', 'ws')}/v1/tts", params=given)
    headers = {} if team is None else {"authorization": f"Bearer {emulator.keys[team]}"}
    with connect(str(address), additional_headers=headers, proxy=None, compression=None) as socket:
        yield Speaker(socket)


def refusal(emulator, team="alpha", **query):
    with pytest.raises(InvalidStatus) as raised, speaking(emulator, team, **query):
        pass
    return raised.value.response


def sound(events):
    return b"".join(base64.b64decode(e["delta"], validate=True) for e in events if e["type"] == "audio.delta")


def chars(events):
    return "".join(c for e in events for c in e.get("audio_timestamps", {}).get("graph_chars", ()))


def test_speaks_utterance_after_utterance(emulator):
    with speaking(emulator) as speaker:
        assert speaker.is_quiet()
        for text in (TEXT, "a", "Yes."):
            events = speaker.say(text)

            assert [e["type"] for e in events if e["type"] != "audio.delta"] == ["audio.done"]
            assert len(sound(events)) > 0
            assert len(events[-1]["trace_id"]) == 32
            assert speaker.is_quiet()


def test_speaks_before_the_text_is_complete(emulator):
    with speaking(emulator) as speaker:
        speaker.send("text.delta", delta=TEXT)

        assert speaker.next()["type"] == "audio.delta"


def test_how_a_text_is_cut_makes_no_difference(emulator):
    def heard(*texts):
        with speaking(emulator, with_timestamps="true") as speaker:
            events = speaker.say(*texts)
            return sound(events), chars(events)

    assert heard(TEXT) == heard(*TEXT) == heard(TEXT[:7], TEXT[7:])
    assert heard(TEXT)[1] == TEXT


def test_times_go_on_over_events(emulator):
    with speaking(emulator, with_timestamps="true") as speaker:
        for _ in range(2):
            events = speaker.say(TEXT * 4)
            times = [time for e in events for time in e.get("audio_timestamps", {}).get("graph_times", ())]

            assert len(times) == len(TEXT * 4)
            assert times[0][0] == 0
            assert times == sorted(times)
            assert all(start <= end for start, end in times)
            assert times[-1][1] <= len(sound(events)) / 2 / 24000


@pytest.mark.parametrize("codec", CODECS)
def test_every_utterance_is_a_stream_of_its_own(emulator, codec):
    with speaking(emulator, codec=codec, sample_rate="16000") as speaker:
        first, second = sound(speaker.say("Yes.")), sound(speaker.say("Yes."))

    assert first == second
    if codec in ("wav", "mp3"):
        with av.open(io.BytesIO(first), format=codec) as container:
            frames = list(container.decode(audio=0))
        assert frames[0].sample_rate == 16000
        assert sum(frame.samples for frame in frames) > 1000


def test_the_same_mp3_comes_from_memory(emulator):
    texts = ("Yes, I see. ", "And so on, and on.")
    with speaking(emulator, codec="mp3") as speaker:
        first = sound(speaker.say(*texts))
        again = sound(speaker.say(*texts))
        other = sound(speaker.say(texts[0], "Something else."))
        third = sound(speaker.say(*texts))

    assert first == again == third
    assert other != first
    with av.open(io.BytesIO(other), format="mp3") as container:
        assert sum(frame.samples for frame in container.decode(audio=0)) > 10000


@pytest.mark.parametrize(
    ("query", "status", "word"),
    [
        ({"voice": "nobody"}, 404, "voice"),
        ({"language": "!"}, 400, "language"),
        ({"codec": "flac"}, 400, "codec"),
        ({"sample_rate": "7999"}, 400, "sample_rate"),
        ({"bit_rate": "1", "codec": "mp3"}, 400, "bit_rate"),
        ({"speed": "1.51"}, 400, "speed"),
        ({"speed": "nan"}, 400, "speed"),
        ({"with_timestamps": "True"}, 400, "with_timestamps"),
        ({"optimize_streaming_latency": "7"}, 400, "optimize_streaming_latency"),
    ],
)
def test_what_is_wrong_is_refused_before_the_upgrade(emulator, query, status, word):
    response = refusal(emulator, **query)

    assert response.status_code == status
    assert word in json.loads(response.body)["error"]
    assert "x-request-id" in response.headers


def test_a_language_is_needed(emulator, alpha):
    upgrade = {
        "connection": "Upgrade",
        "upgrade": "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    response = alpha.http.get("/v1/tts", headers=upgrade)

    assert response.status_code == 400
    assert "language" in response.json()["error"]


def test_a_key_is_needed(emulator):
    assert refusal(emulator, None).status_code == 401


@pytest.mark.parametrize(
    "query", [{"voice": "EVE"}, {"codec": "ulaw"}, {"language": "AR-eg"}, {"more": "1"}, {"speed": "1.5"}]
)
def test_what_is_right_in_another_way_opens(emulator, query):
    with speaking(emulator, **query) as speaker:
        assert sound(speaker.say("Yes."))


@pytest.mark.parametrize(
    "frame", ["{", "", "1", "[]", "{}", '{"type": 1}', '{"type": "no"}', '{"type": "text.delta"}', b"\0", "[" * 9999,
              '{"type": "text.delta", "delta": "\\ud800"}']
)  # fmt: skip
def test_what_is_no_message_is_an_error_and_not_the_end(emulator, frame):
    with speaking(emulator) as speaker:
        speaker.socket.send(frame)
        error = speaker.next()

        assert error["type"] == "error"
        assert error["message"]
        assert sound(speaker.say("Yes."))


def test_a_piece_may_be_so_long_and_all_pieces_longer(emulator):
    with speaking(emulator, sample_rate="8000") as speaker:
        assert len(sound(speaker.say("a" * MOST, "b" * MOST))) > 100_000

        speaker.send("text.delta", delta="a" * (MOST + 1))
        assert speaker.next()["type"] == "error"
        assert sound(speaker.say("Yes."))


def test_an_utterance_can_be_dropped_anywhere(emulator):
    with speaking(emulator, with_timestamps="true") as speaker:
        speaker.send("text.clear")
        assert speaker.next() == {"type": "audio.clear"}

        speaker.send("text.delta", delta=TEXT * 20)
        speaker.send("text.clear")
        assert {e["type"] for e in speaker.until("audio.clear")} <= {"audio.delta", "audio.clear"}
        assert speaker.is_quiet()

        assert chars(speaker.say("Yes.")) == "Yes."
        speaker.send("text.clear")
        assert speaker.next() == {"type": "audio.clear"}


def test_a_dropped_utterance_is_not_done(emulator):
    with speaking(emulator, sample_rate="48000") as speaker:
        speaker.send("text.delta", delta=TEXT * 200)
        speaker.send("text.done")
        speaker.send("text.clear")
        heard = [e["type"] for e in speaker.until("audio.clear")]

        assert "audio.done" not in heard
        assert len(heard) < 200


def test_nothing_is_done_of_nothing(emulator):
    with speaking(emulator) as speaker:
        assert [e["type"] for e in speaker.say()] == ["audio.done"]
        assert [e["type"] for e in speaker.say("")] == ["audio.done"]


def test_what_is_sent_ahead_is_spoken_in_turn(emulator):
    with speaking(emulator, with_timestamps="true") as speaker:
        for text in ("One.", "Two.", "Three."):
            speaker.send("text.delta", delta=text)
            speaker.send("text.done")

        assert [chars(speaker.until("audio.done")) for _ in range(3)] == ["One.", "Two.", "Three."]


def test_who_does_not_listen_is_heard_all_the_same(emulator):
    with speaking(emulator, sample_rate="48000") as speaker:
        for _ in range(20):
            speaker.send("text.delta", delta=TEXT * 100)
        speaker.send("text.done")
        time.sleep(0.2)

        with speaking(emulator) as other:
            assert sound(other.say("Yes."))
        assert len(sound(speaker.until("audio.done"))) > 1_000_000


def test_so_many_sessions_and_no_more():
    most = specs.load().limit("speech-sessions")
    with EmulatorProcess() as process:
        open_ = [speaking(process) for _ in range(most)]
        for each in open_:
            each.__enter__()
        try:
            assert refusal(process).status_code == 429
            with speaking(process, "beta") as other:
                assert sound(other.say("Yes."))
        finally:
            for each in open_:
                each.__exit__(None, None, None)
        with speaking(process) as again:
            assert sound(again.say("Yes."))
        assert process.log == ""


def test_an_unreadable_text_ends_the_connection(emulator):
    with speaking(emulator) as speaker:
        speaker.socket.socket.sendall(b"\x81\x82\0\0\0\0\xff\xff")

        with pytest.raises(ConnectionClosed) as raised:
            speaker.next()
        assert raised.value.rcvd.code == 1007


def test_is_fast(emulator):
    began = time.perf_counter()
    for _ in range(100):
        with speaking(emulator) as speaker:
            speaker.say("Yes.")

    assert time.perf_counter() - began < 5
