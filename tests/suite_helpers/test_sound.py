"""What is heard in audio, and what is not taken for audio."""

import struct

import pytest

from conformance.emulator.voice import codecs, synthesis
from conformance.suite.speech.hearing import NotAudio, Sound, heard, mp3, wav

SAID = synthesis.speech("Hello there, you.", "eve", rate=16000)


def chunks(*parts):
    """A WAV file of these chunks."""
    body = b"".join(
        name + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2) for name, data in parts
    )
    return b"RIFF" + struct.pack("<I", len(body) + 4) + b"WAVE" + body


def described(channels=1, rate=16000, form=1):
    """The description of 16 bit samples."""
    return struct.pack("<HHIIHH", form, channels, rate, 2 * channels * rate, 2 * channels, 16)


@pytest.mark.parametrize("codec", ["mp3", "wav", "pcm", "mulaw", "alaw"])
def test_every_codec_is_heard(codec):
    sound = heard(codecs.encoded(SAID.pcm, 16000, codec, 16000), codec, 16000)

    assert sound.rate == 16000
    assert sound.seconds == pytest.approx(SAID.seconds, abs=0.2 if codec == "mp3" else 0.001)


def test_a_title_in_any_encoding_does_no_harm():
    title = b"TAG" + b"caf\xe9".ljust(30) + b" " * 94 + b"\x0c"

    assert mp3(codecs.encoded(SAID.pcm, 16000, "mp3", 16000) + title).rate == 16000


def test_wav_with_more_in_it():
    content = chunks(
        (b"LIST", b"abc"), (b"fmt ", described(channels=2)), (b"fact", bytes(4)), (b"data", bytes(400))
    )

    assert wav(content) == Sound(16000, 100)
    assert wav(chunks((b"fmt ", described(form=0xFFFE) + bytes(24)), (b"data", bytes(6)))) == Sound(16000, 3)


@pytest.mark.parametrize("size", [0xFFFFFFFF, 1000])
def test_wav_of_unknown_length(size):
    content = bytearray(codecs.wav_header(8000, None) + bytes(20))
    content[40:44] = struct.pack("<I", size)

    assert wav(bytes(content)) == Sound(8000, 10)


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"RIFF",
        b"RIFF\0\0\0\0AVI ",
        SAID.pcm,
        chunks(),
        chunks((b"fmt ", described())),
        chunks((b"data", bytes(20)), (b"fmt ", described())),
        chunks((b"fmt ", described()), (b"data", b"")),
        chunks((b"fmt ", b"short"), (b"data", bytes(20))),
        chunks((b"fmt ", described(channels=0)), (b"data", bytes(20))),
        chunks((b"fmt ", described(rate=0)), (b"data", bytes(20))),
        chunks((b"fmt ", described(form=85)), (b"data", bytes(20))),
    ],
)
def test_what_is_no_wav(content):
    with pytest.raises(NotAudio):
        wav(content)


@pytest.mark.parametrize(
    "content", [b"", b"\xff", b"ID3", b"\xff\xfb" + bytes(200), b"RIFF" + SAID.pcm, b"{}", b"\xff" * 900]
)
def test_what_is_no_mp3(content):
    with pytest.raises(NotAudio):
        mp3(content)


@pytest.mark.parametrize("codec", ["pcm", "mulaw", "alaw"])
def test_nothing_is_heard_in_nothing(codec):
    with pytest.raises(NotAudio):
        heard(b"", codec, 8000)


def test_mp3_after_metadata():
    audio = codecs.encoded(SAID.pcm, 16000, "mp3", 16000)
    tag = b"ID3\x04\0\0\0\0\0\x0a" + bytes(10)

    assert mp3(tag + audio).seconds == pytest.approx(mp3(audio).seconds, abs=0.1)
