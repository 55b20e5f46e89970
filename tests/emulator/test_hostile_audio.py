"""Recordings that are none, that claim what is not so, and that are larger inside than outside."""

import io
import struct
import zlib
from pathlib import Path

import pytest

from strategies.audio import (
    CONTAINERS,
    DAMAGES,
    HOPELESS,
    AudioFile,
    DamagedAudio,
    Recorded,
    Silence,
    Speech,
    lasting,
)
from strategies.audio.containers import wav

SHORT = Recorded((Speech(3, 1),), rate=8000)
NINE = ("wav", "mp3", "flac", "ogg", "opus", "m4a", "aac", "mkv", "mp4")


def send(team, content, name="a.wav", **options):
    """The answer to a recording."""
    texts = {option: str(value) for option, value in options.items()}
    return team.http.post("/v1/stt", data=texts, files={"file": (name, content, "audio/wav")})


def patched(data, place, *values, layout="<I"):
    """The bytes with numbers written over them."""
    number = struct.pack(layout, *values)
    return data[:place] + number + data[place + len(number) :]


WAV = wav(SHORT)
HOSTILE = {
    "no bytes": b"",
    "one byte": b"R",
    "magic alone": b"RIFF\0\0\0\0WAVE",
    "no samples": wav(Recorded((Silence(0),)))[:44],
    "no channels": patched(WAV, 22, 0, layout="<H"),
    "very many channels": patched(WAV, 22, 65535, layout="<H"),
    "no rate": patched(WAV, 24, 0),
    "a rate of one": patched(WAV, 24, 1),
    "a rate beyond all sound": patched(WAV, 24, 2**32 - 1),
    "samples of no width": patched(WAV, 34, 0, layout="<H"),
    "samples of great width": patched(WAV, 34, 4096, layout="<H"),
    "a size of four gigabytes": patched(WAV, 40, 2**32 - 1),
    "an unknown codec": patched(WAV, 20, 0x7777, layout="<H"),
    "a playlist": b"#EXTM3U\n#EXTINF:10,\nfile:///etc/passwd\n#EXT-X-ENDLIST\n",
    "a concatenation": b"ffconcat version 1.0\nfile /etc/passwd\n",
    "an SDP": b"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio 9 RTP/AVP 0\n",
    "a picture": b"\x89PNG\r\n\x1a\n" + b"\0\0\0\x0dIHDR" + bytes(17),
    "an FLAC head alone": AudioFile("flac", SHORT).read()[:42],
    "an Ogg page that never ends": AudioFile("ogg", SHORT).read()[:60] + b"\xff" * 5000,
    "an ID3 tag that never ends": b"ID3\x04\0\0\x7f\x7f\x7f\x7f" + bytes(4000),
    "frames of MP3 without end": b"\xff\xfb\x90\x00" * 5000,
    "frames of AAC without end": b"\xff\xf1\x50\x80\x02\x1f\xfc" * 5000,
    "an MP4 of boxes in boxes": b"\0\0\0\x18ftypM4A \0\0\0\0M4A isom" + b"\0\0\0\x08moov" * 3000,
    "a Matroska of nothing": b"\x1a\x45\xdf\xa3" + b"\x01" + b"\xff" * 5000,
    "zlib": zlib.compress(bytes(10_000_000), 9),
}


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.parametrize("multichannel", ["false", "true"])
def test_it_is_answered_and_never_a_failure(alpha, name, multichannel):
    answer = send(alpha, HOSTILE[name], multichannel=multichannel)

    assert answer.status_code in (200, 400), answer.text
    if answer.status_code == 400:
        assert answer.json()["error"].startswith("file: the file ")
    else:
        assert 0 <= answer.json()["duration"] < 120
    assert answer.elapsed.total_seconds() < 5


@pytest.mark.parametrize("container", NINE)
@pytest.mark.parametrize("how", DAMAGES)
def test_damaged_files(alpha, container, how):
    file = DamagedAudio(container, how)
    answer = send(alpha, file.read(), file.filename)

    assert answer.status_code in ((400,) if how in HOPELESS else (200, 400)), answer.text


@pytest.mark.parametrize("container", CONTAINERS)
def test_files_that_are_cut_anywhere(alpha, container):
    whole = AudioFile(container, SHORT).read()
    for place in (*range(1, 200, 17), *range(200, len(whole), max(1, len(whole) // 12))):
        answer = send(alpha, whole[:place])
        assert answer.status_code in (200, 400), (place, answer.text)


@pytest.mark.parametrize("container", CONTAINERS)
def test_files_with_bytes_turned_over(alpha, container):
    whole = AudioFile(container, SHORT).read()
    for place in range(0, min(len(whole), 600), 23):
        turned = bytearray(whole)
        turned[place] ^= 0xFF
        answer = send(alpha, bytes(turned), multichannel="true")
        assert answer.status_code in (200, 400), (place, answer.text)


def test_a_title_in_any_encoding_does_no_harm(alpha):
    title = struct.pack("<4sI4s", b"INAM", 4, b"\xff\xfe\xe9\0")
    listed = struct.pack("<4sI4s", b"LIST", 4 + len(title), b"INFO") + title
    sound = WAV[:36] + listed + WAV[36:]

    assert send(alpha, patched(sound, 4, len(sound) - 8)).status_code == 200


@pytest.mark.parametrize("encoding", ["pcm", "mulaw", "alaw"])
def test_raw_audio_is_anything(alpha, encoding):
    for content in (*HOSTILE.values(), bytes(range(256)) * 40):
        for channels in (2, 7):
            answer = send(
                alpha,
                content,
                audio_format=encoding,
                sample_rate=8000,
                multichannel="true",
                channels=channels,
            )
            assert answer.status_code == 200, answer.text


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="needs /proc")
def test_long_recordings_take_little_memory(alpha, emulator):
    def peak():
        lines = Path(f"/proc/{emulator.pid}/status").read_text().splitlines()
        return next(int(line.split()[1]) * 1024 for line in lines if line.startswith("VmHWM"))

    assert send(alpha, WAV).status_code == 200
    before = peak()
    long = lasting("flac", 1500, 16000).read()
    silent = wav(Recorded((Silence(60),), rate=48000, channels=8))
    for content in (long, silent):
        assert send(alpha, content, multichannel="true").status_code == 200
    raw = io.BytesIO(bytes(70 * 1024 * 1024))
    assert send(alpha, raw, audio_format="mulaw", sample_rate=48000).status_code == 200

    assert peak() - before < 64 * 1024 * 1024
