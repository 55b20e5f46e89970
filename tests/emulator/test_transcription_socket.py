"""The socket that transcribes, spoken to by a client of somebody else's."""

import contextlib
import json
import uuid
from urllib.parse import urlencode

import httpx
import pytest
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from conformance.emulator.process import EmulatorProcess
from strategies.audio import Recorded, Silence, Speech, Tone

DONE = json.dumps({"type": "audio.done"})
FINALIZE = json.dumps({"type": "finalize"})
SPEECH = Recorded((Speech(3), Silence(0.5))).read()
WORDS = Recorded((Speech(3),)).read()


@contextlib.contextmanager
def opened(emulator, key=None, **query):
    """A connection, with its greeting still to come."""
    asked = urlencode({"endpointing": "200", **query}, doseq=True)
    url = f"{emulator.url.replace('http', 'ws', 1)}/v1/stt?{asked}"
    headers = {"authorization": f"Bearer {emulator.keys['alpha'] if key is None else key}"}
    with connect(url, additional_headers=headers, compression=None, max_size=None) as socket:
        yield socket


def rest(socket, seconds=5.0):
    """All messages until the server hangs up, or says nothing any more."""
    found = []
    with contextlib.suppress(ConnectionClosed, TimeoutError):
        while True:
            found.append(json.loads(socket.recv(seconds)))
    return found


def said(emulator, *sent, **query):
    """What the server says to all this, without the greeting."""
    with opened(emulator, **query) as socket:
        socket.recv(5)
        for each in sent:
            socket.send(each)
        return rest(socket)


def flags(messages):
    """The flags of the partials in their order."""
    return [(m["is_final"], m["speech_final"]) for m in messages if m["type"] == "transcript.partial"]


def of_type(messages, kind):
    """Those of one type."""
    return [message for message in messages if message["type"] == kind]


def test_the_greeting_names_the_session_by_a_uuid(emulator):
    with opened(emulator) as one, opened(emulator) as other:
        first, second = json.loads(one.recv(5)), json.loads(other.recv(5))

    assert first["type"] == second["type"] == "transcript.created"
    assert uuid.UUID(first["id"]) != uuid.UUID(second["id"])


def test_speech_becomes_words_an_utterance_and_an_end(emulator):
    partial, done = said(emulator, SPEECH, DONE)

    assert (partial["is_final"], partial["speech_final"]) == (True, True)
    assert len(partial["words"]) == 3
    assert partial["text"].lower().rstrip(".").split() == [word["text"] for word in partial["words"]]
    assert all(0 <= word["start"] < word["end"] <= 0.75 for word in partial["words"])
    assert done["type"] == "transcript.done"
    assert done["duration"] == 1.25
    assert done["text"] == partial["text"]


def test_the_server_hangs_up_after_the_end(emulator):
    with opened(emulator) as socket:
        socket.recv(5)
        socket.send(DONE)
        assert json.loads(socket.recv(5))["duration"] == 0
        with pytest.raises(ConnectionClosed) as closed:
            socket.recv(5)

    assert closed.value.rcvd.code == 1000


def test_silence_brings_no_partial(emulator):
    assert [m["type"] for m in said(emulator, bytes(16000), DONE)] == ["transcript.done"]


def test_a_silence_longer_than_agreed_ends_an_utterance(emulator):
    audio = Recorded((Speech(2), Silence(0.5), Speech(2), Silence(0.5))).read()

    assert flags(said(emulator, audio, DONE)) == [(True, True)] * 2
    assert flags(said(emulator, audio, DONE, endpointing="5000")) == [(True, True)]


def test_no_agreed_silence_ends_an_utterance_with_any_pause_but_that_between_words(emulator):
    audio = Recorded((Speech(3), Silence(0.1), Speech(3))).read()

    assert len(flags(said(emulator, audio, DONE, endpointing="0"))) == 2


def test_interim_partials_come_by_amount_of_audio(emulator):
    audio = Recorded((Tone(2.0),)).read()

    assert (False, False) not in flags(said(emulator, audio, DONE))
    found = flags(said(emulator, audio, DONE, interim_results="true"))
    assert found.count((False, False)) in (3, 4)
    assert found[-1] == (True, True)


def test_long_speech_is_told_in_chunks(emulator):
    *chunks, last, done = said(emulator, Recorded((Speech(16),)).read(), DONE)

    assert flags(chunks) == [(True, False)]
    assert (last["is_final"], last["speech_final"]) == (True, True)
    plain = last["text"].lower().rstrip(".")
    assert plain.startswith(chunks[0]["text"])
    assert done["duration"] == 4.0


@pytest.mark.parametrize("size", [1, 2, 333, 640, 3200, 1 << 20])
def test_the_sizes_of_frames_change_nothing(emulator, size):
    audio = Recorded((Speech(1), Silence(0.3), Speech(1)), rate=8000).read()
    frames = [audio[at : at + size] for at in range(0, len(audio), size)]
    query = {"sample_rate": "8000", "interim_results": "true"}

    assert said(emulator, *frames, DONE, **query) == said(emulator, audio, DONE, **query)


@pytest.mark.parametrize("encoding", ["pcm", "mulaw", "alaw"])
@pytest.mark.parametrize("rate", [8000, 16000, 22050, 24000, 44100, 48000])
def test_every_encoding_and_rate_is_heard(emulator, encoding, rate):
    audio = Recorded((Speech(2), Silence(0.5)), rate=rate, encoding=encoding).read()

    query = {"encoding": encoding, "sample_rate": str(rate), "filler_words": "true"}
    partial, done = said(emulator, audio, DONE, **query)

    assert len(partial["words"]) == 2
    assert done["duration"] == 1.0


def test_half_a_sample_waits_for_the_other_half(emulator):
    assert said(emulator, SPEECH[:999], SPEECH[999:], DONE) == said(emulator, SPEECH, DONE)
    assert said(emulator, SPEECH + b"\0", b"", DONE) == said(emulator, SPEECH, DONE)


@pytest.mark.parametrize("wish", [FINALIZE, '"Finalize"', "Finalize", "finalize"])
def test_to_finalize_ends_the_utterance(emulator, wish):
    found = said(emulator, WORDS, wish, WORDS, DONE, endpointing="5000")

    assert flags(found) == [(True, True)] * 2
    assert found[1]["start"] >= 0.74  # within the window that the wish came in
    assert of_type(found, "transcript.done")[0]["duration"] == 1.5


def test_to_finalize_silence_says_nothing(emulator):
    assert [m["type"] for m in said(emulator, FINALIZE, bytes(3200), FINALIZE, DONE)] == ["transcript.done"]


def test_to_finalize_one_channel_leaves_the_others(emulator):
    audio = Recorded(((Speech(3),), (Speech(3),))).read()
    wish = json.dumps({"type": "finalize", "channel": 1})

    found = said(emulator, audio, wish, audio, DONE, endpointing="5000", multichannel="true", channels="2")

    assert [m["channel_index"] for m in of_type(found, "transcript.partial")] == [1, 0, 1]
    assert [m["channel_index"] for m in of_type(found, "transcript.done")] == [0, 1]


def test_channels_are_told_apart(emulator):
    audio = Recorded(((Speech(2), Silence(0.5)), (Silence(1.5),), (Silence(1.0), Speech(2)))).read()

    found = said(emulator, audio, DONE, multichannel="true", channels="3")

    assert [m["channel_index"] for m in of_type(found, "transcript.partial")] == [0, 2]
    assert [m["channel_index"] for m in of_type(found, "transcript.done")] == [0, 1, 2]
    assert [bool(m["text"]) for m in of_type(found, "transcript.done")] == [True, False, True]


def test_speakers_are_named_where_that_was_asked(emulator):
    audio = Recorded((Speech(2), Speech(2, hertz=240))).read()

    plain, asked = said(emulator, audio, DONE), said(emulator, audio, DONE, diarize="true")

    assert all("speaker" not in word for word in plain[0]["words"])
    assert {word["speaker"] for word in asked[0]["words"]} == {0, 1}


def test_fillers_are_left_out_unless_they_are_asked_for(emulator):
    audio = Recorded(tuple(Speech(4, seed) for seed in range(12))).read()

    plain = said(emulator, audio, DONE)[-1]["words"]
    asked = said(emulator, audio, DONE, filler_words="true")[-1]["words"]

    assert [word for word in asked if word["text"] not in ("um", "uh")] == plain


def test_smart_turns_tell_how_sure_they_are(emulator):
    audio = Recorded((Speech(2), Silence(0.3), Speech(2), Silence(1.0))).read()

    found = said(emulator, audio, DONE, smart_turn="0.8", interim_results="true")
    partials = of_type(found, "transcript.partial")

    assert all(0 <= partial["end_of_turn_confidence"] <= 1 for partial in partials)
    assert (True, False) in flags(partials)
    assert flags(partials)[-1] == (True, True)
    assert partials[-1]["end_of_turn_confidence"] >= 0.8


def test_the_time_out_of_smart_turns_ends_an_utterance(emulator):
    audio = Recorded((Speech(2), Silence(0.6), Speech(2))).read()

    one = said(emulator, audio, DONE, smart_turn="1")
    two = said(emulator, audio, DONE, smart_turn="1", smart_turn_timeout="300")

    assert flags(one).count((True, True)) == 1
    assert flags(two).count((True, True)) == 2


@pytest.mark.parametrize(
    "mistake",
    ["{", "", "null", "[]", "{}", '{"type": 1}', '{"type": "nope"}', '"audio.done"', "[" * 10000,
     '{"type": "finalize", "channel": 1}', '{"type": "finalize", "channel": "0"}',
     '{"type": "finalize", "channel": true}'],
)  # fmt: skip
def test_mistakes_are_answered_and_end_nothing(emulator, mistake):
    found = said(emulator, WORDS, mistake, SPEECH, DONE)

    assert [m["type"] for m in found if m["type"] != "transcript.partial"] == ["error", "transcript.done"]
    assert of_type(found, "error")[0].keys() == {"type", "message"}


def test_a_message_in_a_binary_frame_is_audio(emulator):
    found = said(emulator, DONE.encode(), WORDS, DONE)

    assert len(of_type(found, "transcript.done")) == 1
    assert not of_type(found, "error")


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ({"sample_rate": "16001"}, "sample_rate"),
        ({"sample_rate": "fast"}, "sample_rate"),
        ({"encoding": "flac"}, "encoding"),
        ({"interim_results": "maybe"}, "interim_results"),
        ({"endpointing": "-1"}, "endpointing"),
        ({"endpointing": "5001"}, "endpointing"),
        ({"multichannel": "true"}, "channels"),
        ({"multichannel": "true", "channels": "9"}, "channels"),
        ({"smart_turn": "1.1"}, "smart_turn"),
        ({"smart_turn": "nan"}, "smart_turn"),
        ({"smart_turn": "0.5", "smart_turn_timeout": "0"}, "smart_turn_timeout"),
        ({"vad_threshold": "2"}, "vad_threshold"),
        ({"keyterm": ["x" * 51]}, "keyterm"),
        ({"keyterm": ["x"] * 101}, "keyterm"),
    ],
)
def test_settings_are_looked_at_before_the_upgrade(emulator, query, named):
    with pytest.raises(InvalidStatus) as refused, opened(emulator, **query):
        pass

    assert refused.value.response.status_code == 400
    assert json.loads(refused.value.response.body)["error"].startswith(named)


def test_a_key_is_needed(emulator):
    with pytest.raises(InvalidStatus) as refused, opened(emulator, key="nobody's"):
        pass

    assert refused.value.response.status_code == 401


def test_without_an_upgrade_there_is_nothing(emulator):
    headers = {"authorization": f"Bearer {emulator.keys['alpha']}"}

    assert httpx.get(f"{emulator.url}/v1/stt", headers=headers).status_code == 426


def test_clients_that_break_off_do_no_harm(emulator):
    for _ in range(20):
        with opened(emulator) as socket:
            socket.send(SPEECH)
            socket.socket.close()

    assert said(emulator, SPEECH, DONE)[-1]["type"] == "transcript.done"


def test_a_client_that_does_not_read_holds_up_only_itself(emulator):
    with opened(emulator, interim_results="true") as deaf:
        deaf.send(SPEECH)
        assert said(emulator, SPEECH, DONE)[-1]["type"] == "transcript.done"
        deaf.send(DONE)
        assert rest(deaf)[-1]["type"] == "transcript.done"


def test_the_same_audio_is_always_told_the_same(emulator):
    assert said(emulator, SPEECH, DONE) == said(emulator, SPEECH, DONE)


def test_a_connection_may_take_another_turn():
    with EmulatorProcess(readings=["transcription-reuse"]) as emulator, opened(emulator) as socket:
        greetings = 0
        for _ in range(3):
            socket.send(SPEECH)
            socket.send(DONE)
            while (message := json.loads(socket.recv(5)))["type"] != "transcript.done":
                greetings += message["type"] == "transcript.created"
            assert message["duration"] == 1.25

    assert greetings == 1


@pytest.mark.parametrize(
    ("reading", "ends"),
    [
        ([], "all"),
        (["transcription-ends-empty"], "nothing"),
        (["transcription-ends-with-rest"], "rest"),
    ],
)
def test_what_the_end_repeats(reading, ends):
    with EmulatorProcess(readings=reading) as emulator:
        first, second, done = said(emulator, SPEECH, WORDS, DONE)

    expected = {"all": len(first["words"]) + len(second["words"]), "nothing": 0, "rest": len(second["words"])}
    assert len(done["words"]) == expected[ends]
    assert bool(done["text"]) == (ends != "nothing")


def test_the_final_of_an_utterance_may_be_its_last_chunk():
    audio = Recorded((Speech(2), Silence(0.3), Speech(3), Silence(0.5))).read()
    query = {"smart_turn": "1", "smart_turn_timeout": "400"}
    with EmulatorProcess(readings=["transcription-by-chunks"]) as emulator:
        *parts, last, _ = said(emulator, audio, DONE, **query)

    assert [len(part["words"]) for part in parts] == [2, 3]
    assert last["words"] == []


def test_to_finalize_silence_may_be_answered():
    with EmulatorProcess(readings=["transcription-finalizes-silence"]) as emulator:
        partial, _ = said(emulator, bytes(3200), FINALIZE, DONE)

    assert (partial["text"], partial["is_final"], partial["speech_final"]) == ("", True, True)


def test_memory_stays_flat_however_long_somebody_speaks(emulator):
    piece = Recorded((Silence(1.0),), rate=48000).read() * 8

    def resident():
        with open(f"/proc/{emulator.pid}/statm", encoding="ascii") as file:  # noqa: PTH123
            return int(file.read().split()[1])

    with opened(emulator, sample_rate="48000") as socket:
        socket.recv(5)
        for _ in range(10):
            socket.send(piece)
        socket.send("{")
        socket.recv(30)
        before = resident()
        for _ in range(60):
            socket.send(piece)
        socket.send("{")
        socket.recv(60)
        assert resident() - before < 4096  # pages, 16 MiB, where 46 MB were sent
