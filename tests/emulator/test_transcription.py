"""Transcription over REST: what is heard and told, and what is refused."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

import specs
from strategies import transcription
from strategies.audio import CONTAINERS, AudioFile, Recorded, Silence, SilentWav, Speech, lasting
from strategies.transcription import SHORT, TALK, asked

TALKING = AudioFile("wav", Recorded(TALK))
PAIR = Recorded(((Speech(3, 1),), (Silence(0.6), Speech(2, 3, hertz=200))))


def send(team, form):
    """The answer to a form."""
    body = form.encode()
    headers = {"content-type": body.content_type, "content-length": str(body.length)}
    return team.http.post("/v1/stt", content=body.chunks(), headers=headers)


@pytest.fixture(scope="module")
def told(alpha):
    """What is told of a recording."""

    def tell(recording, /, **options):
        response = send(alpha, asked(recording, **options))
        assert response.status_code == 200, response.text
        return response.json()

    return tell


@pytest.fixture(scope="module")
def elsewhere():
    """The address of a server with a recording, and with nothing else."""
    content = AudioFile("mp3", Recorded(SHORT)).read()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            found = self.path == "/talk.mp3"
            self.send_response(200 if found else 404)
            self.end_headers()
            self.wfile.write(content if found else b"")

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_transcript(told):
    found = told(TALKING)

    assert list(found) == ["text", "language", "duration", "words"]
    assert found["text"].split() == [word["text"] for word in found["words"]]
    assert found["duration"] == round(TALKING.seconds, 2)
    assert all(set(word) == {"text", "start", "end", "confidence"} for word in found["words"])
    assert [word["start"] for word in found["words"]] == sorted(word["start"] for word in found["words"])


@pytest.mark.parametrize("container", CONTAINERS)
def test_every_container_is_heard_alike(told, container):
    found = told(AudioFile(container, Recorded(TALK)))

    assert found["duration"] == pytest.approx(TALKING.seconds, abs=0.2)
    assert len(found["words"]) == pytest.approx(len(told(TALKING)["words"]), abs=1)


@pytest.mark.parametrize("recorded", transcription.raw().cover(), ids=repr)
def test_raw_audio_is_heard_like_a_file(told, recorded):
    raw, filed = (told(each, filler_words=True) for each in (recorded, AudioFile("wav", recorded)))

    assert raw["duration"] == filed["duration"]
    assert len(raw["words"]) == len(filed["words"])


def test_options(told):
    plain = told(TALKING)
    assert told(TALKING, language="en", format=True)["text"] != plain["text"]
    assert told(TALKING, language="en", format=True)["text"].endswith(".")
    speakers = [word["speaker"] for word in told(TALKING, diarize=True)["words"]]
    assert set(speakers) == {0, 1}
    assert speakers == sorted(speakers)
    assert len(told(TALKING, filler_words=True)["words"]) > len(plain["words"])
    assert told(TALKING, keyterm=["lighthouse", "harbour"]) == plain
    assert told(TALKING, vad_threshold=1, sample_rate=8000, channels=3, colour="green") == plain


def test_channels_are_told_apart(told):
    for recording in (PAIR, AudioFile("wav", PAIR), AudioFile("flac", PAIR)):
        found = told(recording, multichannel=True)
        assert [channel["index"] for channel in found["channels"]] == [0, 1]
        apart = [channel["text"].split() for channel in found["channels"]]
        assert all(apart)
        assert sorted(found["text"].split()) == sorted(apart[0] + apart[1])
        assert "channels" not in told(AudioFile("wav", PAIR))
    assert "channels" not in told(TALKING, multichannel=True), "there is one"


def test_silence_has_no_words(told):
    for recording in (
        AudioFile("wav", Recorded((Silence(1.5),))),
        Recorded((Silence(0.5),)),
        Recorded((Silence(0),)),
    ):
        found = told(recording)
        assert (found["text"], found["duration"]) == ("", recording.seconds)
        assert "words" not in found


def test_a_recording_at_a_url(alpha, told, elsewhere, refused):
    assert told(None, url=f"{elsewhere}/talk.mp3")["words"]
    assert refused(send(alpha, asked(url=f"{elsewhere}/none.mp3")), 502, "url", "404")
    for url in ("http://127.0.0.1:9/talk.mp3", "ftp://127.0.0.1/talk.mp3", "file:///etc/passwd", "talk.mp3"):
        assert refused(send(alpha, asked(url=url)), 502, "url")
    assert refused(send(alpha, asked(url=f"{alpha.http.base_url}/.well-known/xai-conformance")), 400, "url")


def test_what_follows_the_file_is_dropped(alpha):
    form = asked(TALKING, diarize=True)
    late = type(form)((form.parts[-1], *form.parts[:-1]))

    answer = send(alpha, late)
    assert answer.status_code == 200
    assert "speaker" not in answer.json()["words"][0]


@pytest.mark.parametrize(
    "miss", transcription.near_misses().cover(), ids=lambda miss: f"{miss.rule}{miss.at}"
)
def test_broken_rules_are_refused(alpha, refused, miss):
    assert refused(send(alpha, miss.value), 400)
    assert send(alpha, miss.twin).status_code == 200


@pytest.mark.parametrize(
    ("options", "word"),
    [
        ({"diarize": "1"}, "diarize"),
        ({"multichannel": "True"}, "multichannel"),
        ({"vad_threshold": "nan"}, "vad_threshold"),
        ({"vad_threshold": -0.1}, "vad_threshold"),
        ({"diarize": ["true", "true"]}, "more than once"),
        ({"language": "x" * 5000}, "longer than"),
        ({"keyterm": "x" * 5000}, "longer than"),
        ({"language": "xx"}, "language"),
        ({"language": ""}, "language"),
        # What is said of raw audio alone changes nothing beside a file; it has to be something that can be said.
        ({"sample_rate": "whatever"}, "sample_rate"),
        ({"sample_rate": 8001}, "sample_rate"),
        ({"channels": 1}, "channels"),
        ({"channels": 9, "multichannel": True}, "channels"),
    ],
)
def test_malformed_options_are_refused(alpha, refused, options, word):
    assert refused(send(alpha, asked(TALKING, **options)), 400, word)


def test_another_reading_looks_past_what_is_ignored(alpha_with):
    with alpha_with(readings=["transcription-looks-past", "transcription-other-languages"]) as team:
        for options in ({"sample_rate": "whatever"}, {"channels": "many"}, {"language": "xx"}):
            assert send(team, asked(TALKING, **options)).status_code == 200


def test_keys(anyone, emulator):
    body = asked(TALKING).encode()
    headers = {"content-type": body.content_type}
    assert anyone.post("/v1/stt", content=body.read(), headers=headers).status_code == 401
    assert (
        anyone.get("/v1/stt", headers={"authorization": f"Bearer {emulator.keys['alpha']}"}).status_code
        >= 400
    )


def test_another_media_type(alpha, refused):
    assert refused(alpha.http.post("/v1/stt", json={"url": "http://127.0.0.1/"}), 415, "content-type")


def test_a_file_that_is_too_large(alpha, refused):
    """It is refused before it has been read."""
    limit = specs.load().limit("transcription-size-refused-above")
    form = asked(SilentWav(limit + 2 * 1024 * 1024))

    assert refused(send(alpha, form), 413, "file: larger than")


def test_long_recordings(told):
    found = told(lasting("mp3", 1200))

    assert found["duration"] == pytest.approx(1200, abs=0.2)
    assert len(found["words"]) > 1000
