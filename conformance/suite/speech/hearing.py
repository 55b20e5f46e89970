"""What a listener finds in audio: how long it is, and at which rate."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from conformance.suite.demuxing import demuxed
from conformance.suite.media_types import type_named
from conformance.targets.call import Answer

#: Formats of samples in a WAV file: whole numbers, and the one that says more further on.
_PCM, _EXTENSIBLE = 1, 0xFFFE
_BITS = 16


class NotAudio(AssertionError):
    """The bytes are not what they should be; the message is one sentence that says why."""


@dataclass(frozen=True, slots=True)
class Sound:
    """Audio that can be heard: `samples` of each channel, `rate` of them a second."""

    rate: int
    samples: int

    @property
    def seconds(self) -> float:
        """How long it is."""
        return self.samples / self.rate


def heard(content: bytes, codec: str, rate: int) -> Sound:
    """What is in `content`. `rate` is the one that was asked for, which raw samples do not tell.

    Raises:
        NotAudio: it is no audio in that codec.
    """
    if codec == "mp3":
        return mp3(content)
    if codec == "wav":
        return wav(content)
    if not content:
        raise NotAudio("there is nothing to hear")
    width = _BITS // 8 if codec == "pcm" else 1
    return Sound(rate, len(content) // width)


def wav(content: bytes) -> Sound:
    """What a WAV file has. Sizes that were not known when it was begun are those of what is there.

    Raises:
        NotAudio: it is none.
    """
    if content[:4] != b"RIFF" or content[8:12] != b"WAVE":
        raise NotAudio(f"it does not begin like a WAV file, but with {content[:12]!r}")
    rate = block = None
    place = 12
    while place + 8 <= len(content):
        name = content[place : place + 4]
        (size,) = struct.unpack_from("<I", content, place + 4)
        start = place + 8
        if name == b"fmt ":
            rate, block = _described(content[start : start + size])
        elif name == b"data":
            if rate is None or block is None:
                raise NotAudio("its samples come before their description")
            samples = min(size, len(content) - start) // block
            if not samples:
                raise NotAudio("there is not one sample in it")
            return Sound(rate, samples)
        place = start + size + size % 2
    raise NotAudio("there are no samples in it")


def _described(chunk: bytes) -> tuple[int, int]:
    """Samples a second, and bytes that one of them takes in all channels."""
    try:
        form, channels, rate, _, block, _ = struct.unpack_from("<HHIIHH", chunk)
    except struct.error:
        raise NotAudio("its description is too short") from None
    if form not in (_PCM, _EXTENSIBLE) or not channels or not rate or not block:
        raise NotAudio(f"format {form}, {channels} channels, {rate} a second, {block} bytes each")
    return rate, block


def mp3(content: bytes) -> Sound:
    """What an MP3 stream decodes to.

    Raises:
        NotAudio: it begins with neither metadata nor a frame, or does not decode.
    """
    import av

    framed = len(content) > 1 and content[0] == 0xFF and content[1] & 0xE0 == 0xE0
    if not framed and content[:3] != b"ID3":
        raise NotAudio(f"it does not begin like MP3, but with {content[:12]!r}")
    try:
        with demuxed(content, "mp3") as container:
            samples, rate = 0, 0
            for frame in container.decode(audio=0):
                samples, rate = samples + frame.samples, frame.sample_rate
    except (av.FFmpegError, ValueError, IndexError) as error:
        raise NotAudio(f"it does not decode: {error}") from None
    if not samples or not rate:
        raise NotAudio("there is not one sample in it")
    return Sound(rate, samples)


def media_type(answer: Answer) -> str:
    """What the body is said to be, in lower case and without parameters."""
    return type_named(answer.headers.get("content-type", ""))
