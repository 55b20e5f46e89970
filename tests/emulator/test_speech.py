"""Speech over REST and the built-in voices: what is taken, what is answered, and how requests are refused."""

import base64
from concurrent.futures import ThreadPoolExecutor

import pytest

import specs
from conformance.emulator.faults import FAULTS
from conformance.emulator.voice.policy.speech import SpeechPolicy, media_types

POLICY = SpeechPolicy()
FORMAT = specs.load().schema("OutputFormat")["properties"]
VOICES = specs.load().limit("built-in-voices")
LANGUAGES = specs.load().limit("speech-languages")
TAGS = [f"[{tag}]" for tag in specs.load().limit("speech-inline-tags")] + [
    f"<{tag}>yes</{tag}>" for tag in specs.load().limit("speech-wrapping-tags")
]


@pytest.fixture
def speak(alpha):
    """The answer to a request with some changes."""

    def send(**changes):
        body = {"text": "Hello there.", "language": "en", **changes}
        return alpha.http.post(
            "/v1/tts", json={name: value for name, value in body.items() if value is not ...}
        )

    return send


def test_speech(speak):
    answer = speak()

    assert answer.status_code == 200
    assert answer.headers["content-type"] == "audio/mpeg"
    assert answer.content[:1] == b"\xff"
    assert speak().content == answer.content
    assert speak(voice_id=POLICY.speech_voice_default).content == answer.content
    assert speak(voice_id="leo").content != answer.content
    assert (
        speak(output_format={"codec": "mp3", "sample_rate": 24000, "bit_rate": 128000}).content
        == answer.content
    )


@pytest.mark.parametrize("codec", FORMAT["codec"]["enum"])
@pytest.mark.parametrize("rate", FORMAT["sample_rate"]["enum"])
def test_formats(speak, codec, rate):
    answer = speak(output_format={"codec": codec, "sample_rate": rate})

    assert answer.status_code == 200
    assert answer.headers["content-type"] == media_types()[codec]
    assert answer.content


@pytest.mark.parametrize(
    "changes",
    [
        *({"language": language.swapcase()} for language in LANGUAGES),
        *({"voice_id": voice.upper()} for voice in VOICES),
        *({"text": f"Well {tag}."} for tag in TAGS),
        *({"speed": speed} for speed in (0.7, 1, 1.0, 1.5, None)),
        *({"output_format": {"bit_rate": rate}} for rate in FORMAT["bit_rate"]["enum"]),
        *({"output_format": given} for given in (None, {}, {"sample_rate": 8000})),
        {"language": "tlh"},
        {"output_format": {"codec": "pcm", "bit_rate": 7}},
        {"optimize_streaming_latency": 0},
        {"optimize_streaming_latency": 1},
        {"text_normalization": True},
        {"with_timestamps": False},
        {"voice_id": None},
        {"model": "whatever"},
        {"text": " "},
        {"text": "Grüße, 你好 😀\n\0"},
    ],
)
def test_what_is_spoken(speak, changes):
    answer = speak(**changes)

    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("audio/")


@pytest.mark.parametrize(
    ("changes", "status", "word"),
    [
        ({"text": ...}, 400, "text"),
        ({"text": None}, 400, "text"),
        ({"text": ""}, 400, "text"),
        ({"text": "a" * (POLICY.speech_text_longest + 1)}, 400, "text"),
        ({"text": 7}, 422, "text"),
        ({"language": ...}, 400, "language"),
        ({"language": ""}, 400, "language"),
        ({"language": ["en"]}, 422, "language"),
        ({"voice_id": "no-such-voice"}, 404, "voice_id"),
        ({"voice_id": ""}, 404, "voice_id"),
        ({"voice_id": 7}, 422, "voice_id"),
        ({"output_format": "mp3"}, 422, "output_format"),
        ({"output_format": {"codec": "mp4"}}, 400, "codec"),
        ({"output_format": {"codec": 3}}, 422, "codec"),
        ({"output_format": {"sample_rate": 8001}}, 400, "sample_rate"),
        ({"output_format": {"sample_rate": "8000"}}, 422, "sample_rate"),
        ({"output_format": {"sample_rate": True}}, 422, "sample_rate"),
        ({"output_format": {"bit_rate": 1}}, 400, "bit_rate"),
        ({"speed": 0.69}, 400, "speed"),
        ({"speed": 1.51}, 400, "speed"),
        ({"speed": "1"}, 422, "speed"),
        ({"speed": True}, 422, "speed"),
        ({"optimize_streaming_latency": 2}, 400, "latency"),
        ({"optimize_streaming_latency": True}, 400, "latency"),
        ({"optimize_streaming_latency": []}, 400, "latency"),
        ({"text_normalization": "yes"}, 422, "text_normalization"),
        ({"with_timestamps": 1}, 422, "with_timestamps"),
    ],
)
def test_what_is_refused(speak, refused, changes, status, word):
    assert refused(speak(**changes), status, word)


def test_the_longest_text(speak):
    assert speak(text="a" * POLICY.speech_text_longest).status_code == 200


@pytest.mark.parametrize(
    ("content", "kind", "status"),
    [
        (b"", "application/json", 400),
        (b"no JSON", "application/json", 400),
        (b"[]", "application/json", 400),
        (b'{"text": "a", "language": "en"}{', "application/json", 400),
        (b'{"text": "a", "text": "b", "language": "en"}', "application/json", 400),
        (b'{"text": "a", "language": "en", "speed": 1e999}', "application/json", 400),
        (b'{"text": "a", "language": "en", "speed": NaN}', "application/json", 400),
        (b'{"text": "\\ud800", "language": "en"}', "application/json", 400),
        (b'{"text": "a", "language": "en"}', "text/plain", 415),
    ],
)
def test_bodies_that_are_not_understood(alpha, refused, content, kind, status):
    assert refused(alpha.http.post("/v1/tts", content=content, headers={"content-type": kind}), status)


@pytest.mark.parametrize("codec", FORMAT["codec"]["enum"])
def test_timestamps(speak, codec):
    text = "Well, [laugh] <soft>yes</soft>!"
    wanted = {"codec": codec}
    answer = speak(text=text, with_timestamps=True, output_format=wanted)

    body = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert list(body) == ["audio", "content_type", "duration", "audio_timestamps"]
    assert body["content_type"] == media_types()[codec]
    assert base64.b64decode(body["audio"]) == speak(text=text, output_format=wanted).content
    assert "".join(body["audio_timestamps"]["graph_chars"]) == text
    times = body["audio_timestamps"]["graph_times"]
    assert len(times) == len(text)
    assert times == sorted(times)
    assert times[-1][1] <= body["duration"]


def test_times_in_the_other_form(alpha_with):
    with alpha_with(readings=["speech-times-as-objects"]) as alpha:
        body = {"text": "Hi", "language": "en", "with_timestamps": True}
        times = alpha.http.post("/v1/tts", json=body).json()["audio_timestamps"]["graph_times"]

    assert [set(time) for time in times] == [{"start", "end"}] * 2


def test_voices(alpha, refused):
    answer = alpha.http.get("/v1/tts/voices")

    assert answer.status_code == 200
    listed = answer.json()["voices"]
    assert [voice["voice_id"] for voice in listed] == VOICES
    for voice in listed:
        assert set(voice) == {"voice_id", "name", "language"}
        for case in (str.lower, str.upper):
            assert alpha.http.get(f"/v1/tts/voices/{case(voice['voice_id'])}").json() == voice
    assert refused(alpha.http.get("/v1/tts/voices/nobody"), 404, "voice_id")
    assert refused(alpha.http.put("/v1/tts/voices"), 405)


@pytest.mark.parametrize("path", ["/v1/tts/voices", "/v1/tts/voices/eve"])
def test_voices_need_a_key(anyone, refused, path):
    assert refused(anyone.get(path), 401, "authorization")


def test_speech_needs_a_key(anyone, refused):
    assert refused(anyone.post("/v1/tts", json={"text": "a", "language": "en"}), 401, "authorization")


def test_others_are_served_while_something_long_is_spoken(speak, alpha):
    with ThreadPoolExecutor(4) as pool:
        long = [
            pool.submit(speak, text="a b " * 3700, output_format={"sample_rate": 48000}) for _ in range(3)
        ]
        short = speak(text="Hi")
        waiting = [one for one in long if not one.done()]
        assert short.status_code == 200
        assert waiting, "the short one came after all long ones"
        assert {one.result().status_code for one in long} == {200}


@pytest.mark.parametrize(
    "name", [name for name, fault in FAULTS.items() if fault.breaks.startswith("speech.")]
)
def test_a_fault_changes_only_rules_of_speech(name):
    assert all(field.startswith("speech_") for field in FAULTS[name].change)
