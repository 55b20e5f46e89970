"""How recordings are put into files: WAV by hand, everything else by PyAV."""

from __future__ import annotations

import functools
import io
import struct
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType
from typing import TYPE_CHECKING, Final

from strategies.audio.recorded import PCM, WIDTHS, Recorded

if TYPE_CHECKING:
    import av

# What codecs that are particular about it take, lowest first.
_RATES: Final[Mapping[str, tuple[int, ...]]] = MappingProxyType(
    {
        "libmp3lame": (8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000),
        "aac": (7350, 8000, 11025, 12000, 16000, 22050, 24000, 32000, 44100, 48000, 64000, 88200, 96000),
        "libopus": (8000, 12000, 16000, 24000, 48000),
    }
)
# The encoder of Vorbis that is always there writes two channels and nothing else, and counts as experimental.
_STEREO: Final = "vorbis"
_OPTIONS: Final = {"flags": "+bitexact", "strict": "-2"}
_OF_CODECS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {"aac": {"aac_coder": "fast", "b": "16000"}, "libopus": {"b": "16000"}}
)
_WAV_TAGS: Final = {PCM: 1, "alaw": 6, "mulaw": 7}
_AAC_FRAME: Final = 1024  # samples


@dataclass(frozen=True, slots=True)
class Container:
    """One kind of file: its media type, its extension without a dot, its format and codec as FFmpeg calls them."""

    content_type: str
    extension: str
    format: str
    codec: str


CONTAINERS: Mapping[str, Container] = MappingProxyType(
    {
        "wav": Container("audio/wav", "wav", "wav", ""),
        "mp3": Container("audio/mpeg", "mp3", "mp3", "libmp3lame"),
        "flac": Container("audio/flac", "flac", "flac", "flac"),
        "ogg": Container("audio/ogg", "ogg", "ogg", "vorbis"),
        "opus": Container("audio/opus", "opus", "ogg", "libopus"),
        "m4a": Container("audio/mp4", "m4a", "ipod", "aac"),
        "aac": Container("audio/aac", "aac", "adts", "aac"),
        "mkv": Container("audio/x-matroska", "mkv", "matroska", "flac"),
        "mp4": Container("audio/mp4", "mp4", "mp4", "aac"),
        "mkv-flac": Container("audio/x-matroska", "mkv", "matroska", "flac"),
        "mkv-mp3": Container("audio/x-matroska", "mkv", "matroska", "libmp3lame"),
        "mkv-aac": Container("audio/x-matroska", "mkv", "matroska", "aac"),
        "webm": Container("audio/webm", "webm", "webm", "libopus"),
    }
)


@functools.lru_cache(maxsize=16)  # some have megabytes
def contained(container: str, recorded: Recorded) -> bytes:
    """The recording in a file, the same bytes every time.

    Where the codec does not know the rate, the next higher one that it knows is used.

    Raises:
        KeyError: no such container.
    """
    how = CONTAINERS[container]
    if how.format == "wav":
        return wav(recorded)
    return _written(how, recorded)


def wav(recorded: Recorded) -> bytes:
    """A WAV file with the rate, the channels and the encoding of the recording in its header."""
    width = WIDTHS[recorded.encoding]
    frame = width * recorded.channels
    data = recorded.read()
    tag = _WAV_TAGS[recorded.encoding]
    form = struct.pack(
        "<HHIIHH", tag, recorded.channels, recorded.rate, recorded.rate * frame, frame, 8 * width
    )
    if tag != _WAV_TAGS[PCM]:
        form += struct.pack("<H", 0)
    chunks = b"fmt " + struct.pack("<I", len(form)) + form
    if tag != _WAV_TAGS[PCM]:
        chunks += b"fact" + struct.pack("<II", 4, recorded.frames)
    chunks += b"data" + struct.pack("<I", len(data)) + data + b"\0" * (len(data) % 2)
    return b"RIFF" + struct.pack("<I", 4 + len(chunks)) + b"WAVE" + chunks


def _written(how: Container, recorded: Recorded) -> bytes:
    import av

    rate = next((each for each in _RATES.get(how.codec, ()) if each >= recorded.rate), recorded.rate)
    channels = 2 if how.codec == _STEREO else recorded.channels
    file = io.BytesIO()
    with av.open(file, "w", format=how.format, container_options={"fflags": "+bitexact"}) as output:
        stream = output.add_stream(
            how.codec,
            rate=rate,
            layout=_layout(channels),
            options={**_OPTIONS, **_OF_CODECS.get(how.codec, {})},
        )
        assert isinstance(stream, av.AudioStream)
        frames = _frames(recorded)
        packets = [packet for frame in [*frames, None] for packet in stream.encode(frame)]
        for packet in _fitting(how, packets, round(recorded.seconds * rate)):
            output.mux(packet)
    return file.getvalue()


def _layout(channels: int) -> str:
    return {1: "mono", 2: "stereo"}.get(channels, f"{channels}c")


def _frames(recorded: Recorded) -> Iterable[av.AudioFrame]:
    import av

    pcm, wide = recorded.pcm(), 2 * recorded.channels
    second = recorded.rate
    for start in range(0, recorded.frames, second):
        piece = pcm[start * wide : (start + second) * wide]
        frame = av.AudioFrame(format="s16", layout=_layout(recorded.channels), samples=len(piece) // wide)
        frame.sample_rate, frame.pts, frame.time_base = recorded.rate, start, Fraction(1, recorded.rate)
        plane = frame.planes[0]
        plane.update(piece + bytes(plane.buffer_size - len(piece)))
        yield frame


def _fitting(
    how: Container, packets: list[av.Packet[av.AudioStream]], frames: int
) -> list[av.Packet[av.AudioStream]]:
    """The packets that belong into the file.

    A bare stream of AAC cannot say where in it the sound begins and ends, and would last longer than what was
    recorded: it gets as many whole packets as fit, without the first, which only winds the codec up.
    """
    if how.format != "adts":
        return packets
    return packets[1 : 1 + max(1, frames // _AAC_FRAME)]
