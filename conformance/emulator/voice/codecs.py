"""Sound as bytes in each documented encoding, whole or piece by piece.

What comes in is always signed, 16 bit, little end first, and of one channel.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import cast

import av
from av.audio.codeccontext import AudioCodecContext
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler

_CODECS = {"mp3": "libmp3lame", "mulaw": "pcm_mulaw", "alaw": "pcm_alaw"}
_UNKNOWN_LENGTH = 0xFFFFFFFF
_HEADER = 36  # bytes of a WAV file between its first size field and its samples
_PIECE = 1 << 20  # bytes that a codec is given at a time


class Encoder:
    """One stream of sound. `rate` is in samples a second, `bit_rate` in bits a second and for mp3 alone.

    `from_rate` is the rate of what is fed, if it is another one.
    """

    def __init__(
        self, codec: str, rate: int, bit_rate: int = 128000, *, from_rate: int | None = None
    ) -> None:
        self._codec = codec
        self._rate = rate
        self._from_rate = from_rate or rate
        self._resampler = (
            None if self._from_rate == rate else AudioResampler(format="s16", layout="mono", rate=rate)
        )
        self._context = _context(_CODECS[codec], rate, bit_rate) if codec in _CODECS else None
        self._started = False

    def feed(self, pcm: bytes) -> bytes:
        """What can be told of the sound so far and was not told before.

        Raises:
            ValueError: half a sample.
        """
        if len(pcm) % 2:
            raise ValueError("ends in the middle of a sample")
        out = [self._start()]
        for frame in _frames(pcm, self._from_rate):
            out.extend(self._told(self._resampled(frame)))
        return b"".join(out)

    def end(self) -> bytes:
        """What is left to tell. Nothing may be fed after that."""
        out = [self._start()]
        if self._resampler is not None:
            out.extend(self._told(self._resampled(None)))
        if self._context is not None:
            out.extend(bytes(packet) for packet in self._context.encode(None))
        return b"".join(out)

    def _start(self) -> bytes:
        """The header of a WAV stream whose length is not known."""
        if self._started or self._codec != "wav":
            return b""
        self._started = True
        return wav_header(self._rate, None)

    def _resampled(self, frame: AudioFrame | None) -> list[AudioFrame]:
        if self._resampler is None:
            return [] if frame is None else [frame]
        return self._resampler.resample(frame)

    def _told(self, frames: list[AudioFrame]) -> Iterator[bytes]:
        for frame in frames:
            if self._context is None:
                yield bytes(frame.planes[0])[: 2 * frame.samples]
            else:
                frame.pts = None
                yield from (bytes(packet) for packet in self._context.encode(frame))


def encoded(
    pcm: bytes,
    from_rate: int,
    codec: str,
    rate: int,
    bit_rate: int = 128000,
    *,
    header: bool = True,
) -> bytes:
    """All of `pcm`. `header` is whether WAV has one.

    Raises:
        ValueError: half a sample.
    """
    if len(pcm) % 2:
        raise ValueError("ends in the middle of a sample")
    if codec in ("pcm", "wav"):
        samples = pcm
        if from_rate != rate:
            encoder = Encoder("pcm", rate, from_rate=from_rate)
            samples = encoder.feed(pcm) + encoder.end()
        return wav_header(rate, len(samples)) + samples if codec == "wav" and header else samples
    encoder = Encoder(codec, rate, bit_rate, from_rate=from_rate)
    return encoder.feed(pcm) + encoder.end()


def wav_header(rate: int, size: int | None) -> bytes:
    """What stands before `size` bytes of 16 bit samples of one channel; None if nobody knows how many will come."""
    data = _UNKNOWN_LENGTH if size is None else size
    whole = _UNKNOWN_LENGTH if size is None else _HEADER + size
    return struct.pack(
        "<4sI4s4sIHHIIHH4sI", b"RIFF", whole, b"WAVE", b"fmt ", 16, 1, 1, rate, 2 * rate, 2, 16, b"data", data
    )


def _context(name: str, rate: int, bit_rate: int) -> AudioCodecContext:
    context = cast("AudioCodecContext", av.CodecContext.create(name, "w"))
    context.sample_rate = rate
    context.format = av.AudioFormat("s16p" if name == "libmp3lame" else "s16")
    context.layout = "mono"
    if name == "libmp3lame":
        context.bit_rate = bit_rate
        context.options = {"compression_level": "9"}  # made-up speech need not sound good, only be there soon
    return context


def _frames(pcm: bytes, rate: int) -> Iterator[AudioFrame]:
    for start in range(0, len(pcm), _PIECE):
        piece = pcm[start : start + _PIECE]
        frame = AudioFrame(format="s16", layout="mono", samples=len(piece) // 2)
        frame.sample_rate = rate
        frame.planes[0].update(_padded(piece, frame.planes[0].buffer_size))
        yield frame


def _padded(piece: bytes, size: int) -> bytes:
    return piece + bytes(size - len(piece))
