"""Listening to clips that others made, however hostile, with bounded memory and within a bounded time."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import IO

import av
from av.audio.frame import AudioFrame
from av.container import InputContainer

from conformance.emulator.imagine import movie_files
from conformance.emulator.imagine.demuxing import demuxed

HEAD = 64  # bytes that tell the container
#: How long it may take to decode one clip, in seconds; two minutes of speech take a tenth of one.
MOST_TIME = 20.0

# A demuxer is named, never guessed: some that would be guessed open further files, or addresses.
_DEMUXERS: Mapping[str, str] = {
    "wav": "wav",
    "mp3": "mp3",
    "flac": "flac",
    "ogg": "ogg",
    "opus": "ogg",
    "m4a": "mp4",
    "aac": "aac",
    "mkv": "matroska",
    "mp4": "mp4",
}
_CODECS = (
    "pcm_s16le,pcm_s24le,pcm_s32le,pcm_u8,pcm_f32le,pcm_f64le,pcm_mulaw,pcm_alaw,pcm_s16be,adpcm_ms,adpcm_ima_wav,"
    "mp3,mp3float,flac,vorbis,libvorbis,opus,libopus,aac,alac"
)
# One at a time, so that many at once cannot add up.
_ONE_AT_A_TIME = threading.Lock()


class Inaudible(Exception):
    """The bytes are no clip that could be listened to. `reason` completes "the file …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Heard:
    """What a clip turned out to be: its container, how long it plays, its rate in Hz, and its channels.

    `seconds` of a clip that plays on beyond what was asked for are those that were listened to.
    """

    container: str
    seconds: float
    rate: int
    channels: int


@dataclass(frozen=True, slots=True)
class Sound:
    """A clip that is being listened to: its container, its codec as FFmpeg calls it, and its frames."""

    container: str
    codec: str
    frames: Iterator[AudioFrame]


def container_of(head: bytes) -> str | None:
    """Which of the documented containers a file is, by its first bytes, or None."""
    if head[:4] in (b"RIFF", b"RF64") and head[8:12] == b"WAVE":
        return "wav"
    if head[:4] == b"fLaC":
        return "flac"
    if head[:4] == b"OggS":
        return "opus" if b"OpusHead" in head else "ogg"
    if head[4:8] == b"ftyp":
        return "m4a" if head[8:11] == b"M4A" else "mp4"
    if head[:4] == b"\x1a\x45\xdf\xa3":
        return "mkv"
    if head[:3] == b"ID3":
        return "mp3"
    if len(head) > 1 and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
        return "aac" if head[1] & 0xF6 == 0xF0 else "mp3"
    return None


def heard(file: IO[bytes], *, most: float) -> Heard:
    """Listen to a clip, to its end or a little beyond `most` seconds.

    Raises:
        Inaudible: it is in no documented container, damaged, without sound, or takes too long to decode.
    """
    with listening(file) as sound:
        seconds, rate, channels = 0.0, 0, 0
        for frame in sound.frames:
            rate, channels = frame.sample_rate, frame.layout.nb_channels
            seconds += frame.samples / rate
            if seconds > most + 1:
                break
        if seconds <= 0:
            raise Inaudible("has no sound")
        return Heard(sound.container, seconds, rate, channels)


@contextlib.contextmanager
def listening(file: IO[bytes], *, most_time: float = MOST_TIME) -> Iterator[Sound]:
    """The sound of a clip, decoded as its frames are asked for. One clip at a time.

    Raises:
        Inaudible: it is in no documented container, damaged, without sound, or takes longer than `most_time`
            seconds to decode; asking for a frame may raise it too.
    """
    file.seek(0)
    container = container_of(file.read(HEAD))
    if container is None:
        raise Inaudible("is in no container of sound that is known")
    with _ONE_AT_A_TIME:
        if _DEMUXERS[container] == "mp4":
            _check_tables(file)
        file.seek(0)
        try:
            with demuxed(file, _DEMUXERS[container], {"codec_whitelist": _CODECS}) as source:
                yield _sound(source, container, most_time)
        except Inaudible:
            raise
        except av.FFmpegError as error:
            raise Inaudible(f"does not decode: {error.strerror}") from None
        except Exception as error:  # noqa: BLE001  (decoders answer damaged files with any exception)
            raise Inaudible(f"does not decode: {error}") from None


def _check_tables(file: IO[bytes]) -> None:
    """Turn away what counts more samples than can be held, before a demuxer reserves memory for them."""
    file.seek(0)
    data = file.read()
    try:
        movie_files.check(data[:8] + b"isom" + data[12:])
    except ValueError as error:
        raise Inaudible(str(error)) from None


def _sound(source: InputContainer, container: str, most_time: float) -> Sound:
    if not source.streams.audio:
        raise Inaudible("has no sound")
    return Sound(container, source.streams.audio[0].codec_context.name, _frames(source, most_time))


def _frames(source: InputContainer, most_time: float) -> Iterator[AudioFrame]:
    deadline = time.monotonic() + most_time
    for packet in source.demux(source.streams.audio[0]):
        if time.monotonic() > deadline:
            raise Inaudible("takes too long to decode")
        for frame in packet.decode():
            if isinstance(frame, AudioFrame) and frame.sample_rate > 0:
                yield frame
