"""Whether bytes are a stream in a codec, and what was heard of a conversation."""

import base64
import json

import pytest

from conformance.checks import Untestable
from conformance.emulator.voice import codecs
from conformance.suite.sockets.booth import Held
from conformance.suite.sockets.spoken import spoken
from conformance.suite.sockets.streams import named_rate, stream_problem
from conformance.targets.sockets.transcript import Line, Transcript

PCM = b"".join(number.to_bytes(2, "little") for number in range(0, 30000, 3))


@pytest.mark.parametrize("codec", ["mp3", "wav", "pcm", "mulaw", "alaw"])
def test_what_is_in_its_codec_is_right(codec):
    audio = codecs.encoded(PCM, 16000, codec, 16000)

    assert stream_problem(codec, audio) is None
    assert named_rate(codec, audio) == (16000 if codec in ("mp3", "wav") else None)


def test_a_wav_stream_need_not_say_how_long_it_is():
    encoder = codecs.Encoder("wav", 8000)
    audio = encoder.feed(PCM) + encoder.end()

    assert stream_problem("wav", audio) is None
    assert named_rate("wav", audio) == 8000


@pytest.mark.parametrize(
    ("codec", "audio", "problem"),
    [
        ("pcm", b"", "empty"),
        ("wav", PCM, "no WAV"),
        ("mp3", PCM, "no MP3"),
        ("mp3", b"\xff", "no MP3"),
        ("mp3", b"\xff\xfb\0\0", "decoded"),
        ("wav", codecs.wav_header(8000, None), "decoded"),
        ("pcm", codecs.wav_header(8000, None) + PCM, "container"),
        ("mulaw", codecs.wav_header(8000, None) + PCM, "container"),
        ("wav", 2 * (codecs.wav_header(8000, None) + PCM), "in the middle"),
    ],
)
def test_what_is_not_is_told(codec, audio, problem):
    assert problem in (stream_problem(codec, audio) or "")


def held(*messages):
    lines = tuple(Line(at=0, who="server", frame="text", text=json.dumps(message)) for message in messages)
    return Held(Transcript(socket="speech", lines=lines), ())


def audio(data, chars=None):
    timestamps = {} if chars is None else {"audio_timestamps": {"graph_chars": list(chars)}}
    return {"type": "audio.delta", "delta": base64.b64encode(data).decode(), **timestamps}


DONE, CLEAR = {"type": "audio.done"}, {"type": "audio.clear"}


def test_utterances_are_put_together():
    found = spoken(
        held(audio(b"a", "x"), audio(b"b", "y"), DONE, audio(b"c"), CLEAR, audio(b"d", "z"), DONE), 2
    )

    assert [(each.audio, each.chars) for each in found] == [(b"ab", "xy"), (b"d", "z")]


@pytest.mark.parametrize(
    "messages",
    [
        [audio(b"a")],
        [audio(b"a"), DONE, DONE],
        [{"type": "audio.delta", "delta": "***"}, DONE],
        [{"type": "audio.delta", "delta": 1}, DONE],
        [audio(b"a"), DONE, {"type": "error"}],
    ],
)
def test_what_others_judge_is_left_to_them(messages):
    with pytest.raises(Untestable):
        spoken(held(*messages), 1)


def test_timestamps_of_any_form_are_no_failure():
    odd = {"type": "audio.delta", "audio_timestamps": {"graph_chars": [1, "a", None]}}
    none = {"type": "audio.delta", "audio_timestamps": []}

    assert [each.chars for each in spoken(held(odd, none, DONE), 1)] == ["a"]
