"""A recording as a recipe: sounds one after the other, at a rate, in an encoding, on one or more channels."""

from __future__ import annotations

import functools
import hashlib
from array import array
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, TypeAlias

from strategies.audio import g711
from strategies.audio.sounds import Sound, frames_of, samples_of

Lane: TypeAlias = tuple[Sound, ...]

RATE: Final = 16000
PCM: Final = "pcm"
#: Bytes of one sample of one channel, by encoding: 16-bit little-endian, and the two laws of G.711.
WIDTHS: Final = {PCM: 2, "mulaw": 1, "alaw": 1}
_CHUNK: Final = 1 << 16


@dataclass(frozen=True, slots=True, repr=False)
class Recorded:
    """Raw audio without any header, the channels' samples in turn. It can be sent wherever a file can.

    `parts` are the sounds, which every one of `channels` carries; or a tuple of them for each channel, of which
    shorter ones end in silence.

    Raises:
        ValueError: the encoding is none of `WIDTHS`, or there is no channel.
    """

    parts: Lane | tuple[Lane, ...]
    rate: int = RATE
    encoding: str = PCM
    channels: int = 1

    def __post_init__(self) -> None:
        if self.encoding not in WIDTHS:
            raise ValueError(f"{self.encoding}: no such encoding; there are {', '.join(WIDTHS)}")
        if self.parts and isinstance(self.parts[0], tuple):
            object.__setattr__(self, "channels", len(self.parts))
        if self.channels < 1:
            raise ValueError("a recording without channels")

    def __repr__(self) -> str:
        more = f", rate={self.rate!r}" if self.rate != RATE else ""
        more += f", encoding={self.encoding!r}" if self.encoding != PCM else ""
        apart = self.parts and isinstance(self.parts[0], tuple)
        more += f", channels={self.channels!r}" if self.channels != 1 and not apart else ""
        return f"Recorded({self.parts!r}{more})"

    def __len__(self) -> int:
        return self.frames * self.channels * WIDTHS[self.encoding]

    def __bool__(self) -> bool:
        return True

    @property
    def lanes(self) -> tuple[Lane, ...]:
        """The sounds of each channel."""
        if self.parts and isinstance(self.parts[0], tuple):
            return tuple(lane for lane in self.parts if isinstance(lane, tuple))
        return (tuple(sound for sound in self.parts if not isinstance(sound, tuple)),) * self.channels

    @property
    def frames(self) -> int:
        """Samples of each channel."""
        return max(sum(frames_of(sound, self.rate) for sound in lane) for lane in self.lanes)

    @property
    def seconds(self) -> float:
        """How long it plays."""
        return self.frames / self.rate

    @property
    def content_type(self) -> str:
        """Raw audio is of no type of its own."""
        return "application/octet-stream"

    @property
    def extension(self) -> str:
        """A usual extension, without a dot."""
        return {"mulaw": "ulaw", "alaw": "al"}.get(self.encoding, "pcm")

    @property
    def filename(self) -> str:
        """An ordinary name."""
        return f"sample.{self.extension}"

    def pcm(self) -> bytes:
        """The samples as 16-bit little-endian numbers, whatever the encoding."""
        return _pcm(self.lanes, self.rate)

    def read(self) -> bytes:
        """All bytes in the encoding."""
        return self.pcm() if self.encoding == PCM else _squeezed(self.lanes, self.rate, self.encoding)

    def chunks(self) -> Iterator[bytes]:
        """The bytes, in order, at most 64 KiB at a time."""
        data = self.read()
        for start in range(0, len(data), _CHUNK):
            yield data[start : start + _CHUNK]

    def pieces(self, seconds: float) -> tuple[bytes, ...]:
        """The bytes cut into pieces of `seconds`, whole samples each; the last one may be shorter."""
        step = max(1, round(seconds * self.rate)) * self.channels * WIDTHS[self.encoding]
        data = self.read()
        return tuple(data[start : start + step] for start in range(0, len(data), step))

    def sha256(self) -> str:
        """The SHA-256 of the bytes, in hex."""
        return hashlib.sha256(self.read()).hexdigest()


@functools.lru_cache(maxsize=8)  # the longest have megabytes
def _pcm(lanes: tuple[Lane, ...], rate: int) -> bytes:
    mono = [b"".join(samples_of(sound, rate) for sound in lane) for lane in lanes]
    if len(mono) == 1:
        return mono[0]
    longest = max(map(len, mono))
    woven = array("H", bytes(longest * len(mono)))
    for number, lane in enumerate(mono):
        woven[number :: len(mono)] = array("H", lane + bytes(longest - len(lane)))
    return woven.tobytes()


@functools.lru_cache(maxsize=8)
def _squeezed(lanes: tuple[Lane, ...], rate: int, encoding: str) -> bytes:
    return g711.encoded(_pcm(lanes, rate), encoding)
