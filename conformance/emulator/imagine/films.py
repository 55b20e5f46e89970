"""Films: made from a seed, or of other films. MP4 with H.264 in 4:2:0 and no sound, the same for the same arguments."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import TracebackType
from typing import Any, Self

import av
from av.packet import Packet
from av.video.frame import VideoFrame
from PIL import Image

from conformance.emulator.imagine import decoding, pictures, shapes
from conformance.emulator.imagine.decoding import Decoded, Probed

# Frames a second of what is made here: enough to see that it moves, few enough to be quick.
RATE = 4

# Ticks a second, in which the frames of every usual rate begin at a whole number.
_TICKS = 90_000

# One thread and no look-ahead: a packet for every frame at once, and the same bytes every time.
_ENCODER = {"preset": "ultrafast", "tune": "zerolatency", "crf": "26"}

# From what pictures write (0 to 255) to what films write (16 to 235 for light, 16 to 240 for colour).
_LIGHT = [round(16 + level * 219 / 255) for level in range(256)]
_COLOUR = [round(128 + (level - 128) * 224 / 255) for level in range(256)]

# The planes of a frame: light, and two of colour at half its width and height.
_Planes = tuple[Image.Image, Image.Image, Image.Image]


@dataclass(frozen=True, slots=True)
class Film:
    """An MP4: its bytes, how many seconds it plays, and its size in pixels."""

    content: bytes
    seconds: int | float
    width: int
    height: int


def film(
    seed: str,
    *,
    seconds: int,
    ratio: str | None,
    resolution: str | None,
    frame: Decoded | None = None,
    references: Sequence[Decoded] = (),
) -> Film:
    """A film that only this seed gives, in the shape that was asked for (`shapes.size`).

    It opens with `frame`, if there is one, and has its ratio unless another is asked for; the references shine
    through all that follows.

    Raises:
        ValueError: ratio or resolution cannot be read, or `seconds` is not positive.
    """
    if seconds < 1:
        raise ValueError("a film plays for a second or more")
    if frame is not None and ratio in (None, shapes.AUTO):
        size = shapes.fitting(frame.width / frame.height, resolution, "video")
    else:
        size = shapes.size(ratio, resolution, "video")
    first = pictures.fitted(frame.image, size) if frame else pictures.pattern(seed)
    opening = following = _planes(first, size)
    if references:
        images = [first, *(reference.image for reference in references)]
        following = _planes(pictures.blended(images, size), size)
    with _Tape(size) as tape:
        tape.add(opening, 0)
        for count, planes in enumerate(_moving(following, seed, seconds * RATE - 1), start=1):
            tape.add(planes, count * _TICKS // RATE)
        return tape.cut(seconds * _TICKS)


def edited(data: bytes, seed: str) -> Film:
    """The film in `data` with its colours changed, frame by frame. Odd sides grow by one, as 4:2:0 needs.

    Raises:
        Undecodable: `data` is no such film.
    """
    light, *colours = hashlib.shake_256(seed.encode()).digest(3)
    tables = [pictures.table(light), *([_tinted(level, part) for level in range(256)] for part in colours)]
    with decoding.opened(data) as (probed, frames), _Tape(_even(probed)) as tape:
        for planes, tick in _played(frames, tape.size):
            one, two, three = (plane.point(how) for plane, how in zip(planes, tables, strict=True))
            tape.add((one, two, three), tick)
        return tape.cut(_end(probed, tape.last))


def extended(data: bytes, seed: str, *, seconds: int) -> Film:
    """The film in `data`, going on for `seconds` from its last frame. Odd sides grow by one, as 4:2:0 needs.

    Raises:
        Undecodable: `data` is no such film.
        ValueError: `seconds` is not positive.
    """
    if seconds < 1:
        raise ValueError("an extension plays for a second or more")
    with decoding.opened(data) as (probed, frames), _Tape(_even(probed)) as tape:
        planes = None
        for planes, tick in _played(frames, tape.size):
            tape.add(planes, tick)
        assert planes is not None
        end = _end(probed, tape.last)
        for count, more in enumerate(_moving(planes, seed, seconds * RATE)):
            tape.add(more, end + count * _TICKS // RATE)
        return tape.cut(end + seconds * _TICKS)


class _Tape:
    """A film that is being written, frame by frame."""

    def __init__(self, size: tuple[int, int]) -> None:
        self.size = size
        self.last = -1
        self._out = io.BytesIO()
        self._container = av.open(self._out, "w", format="mp4", options={"fflags": "+bitexact"})
        self._stream = self._container.add_stream("libx264", rate=RATE, options=_ENCODER)
        self._stream.width, self._stream.height = size
        self._stream.pix_fmt = "yuv420p"
        self._stream.codec_context.time_base = Fraction(1, _TICKS)
        self._stream.codec_context.thread_count = 1
        self._waiting: Packet[Any] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._container.close()

    def add(self, planes: _Planes, tick: int) -> None:
        """Show `planes` from `tick` on, which is later than that of the frame before."""
        frame = VideoFrame(*self.size, "yuv420p")
        for target, plane in zip(frame.planes, planes, strict=True):
            target.update(plane.tobytes("raw", "L", target.line_size, 1))
        frame.time_base = Fraction(1, _TICKS)
        frame.pts = self.last = max(tick, self.last + 1)
        self._mux(self._stream.encode(frame))

    def cut(self, end: int) -> Film:
        """The film, ending at the tick `end`."""
        self._mux(self._stream.encode(None))
        self._let_go(end)
        self._container.close()
        seconds = end / _TICKS if end % _TICKS else end // _TICKS
        return Film(self._out.getvalue(), seconds, *self.size)

    def _mux(self, packets: Sequence[Packet[Any]]) -> None:
        for packet in packets:
            self._let_go(packet.pts or 0)
            self._waiting = packet

    def _let_go(self, tick: int) -> None:
        """Write the packet that waits: only the next frame, or the end, says how long its frame is shown."""
        if self._waiting is not None:
            self._waiting.duration = tick - (self._waiting.pts or 0)
            self._container.mux(self._waiting)
        self._waiting = None


def _even(probed: Probed) -> tuple[int, int]:
    return probed.width + probed.width % 2, probed.height + probed.height % 2


def _end(probed: Probed, last: int) -> int:
    """The tick at which a film ends: when it says, but not before its last frame has been seen."""
    return max(round(probed.seconds * _TICKS), last + 1)


def _planes(image: Image.Image, size: tuple[int, int]) -> _Planes:
    light, blue, red = image.convert("YCbCr").split()
    half = size[0] // 2, size[1] // 2
    nearest = Image.Resampling.NEAREST
    return (
        light.point(_LIGHT).resize(size, nearest),
        blue.point(_COLOUR).resize(half, nearest),
        red.point(_COLOUR).resize(half, nearest),
    )


def _moving(planes: _Planes, seed: str, count: int) -> Iterator[_Planes]:
    """`count` frames in which a bar of one colour crosses the picture, from a place of the seed's choice."""
    start, *colour = hashlib.shake_256(b"bar\0" + seed.encode()).digest(4)
    half = planes[1].width
    width = max(1, half // 16)
    for number in range(count):
        left = (start + number * width) % max(1, half - width)
        frame = planes[0].copy(), planes[1].copy(), planes[2].copy()
        for plane, scale, level in zip(frame, (2, 1, 1), colour, strict=True):
            plane.paste(64 + level // 2, (left * scale, 0, (left + width) * scale, plane.height))
        yield frame


def _played(frames: Iterator[VideoFrame], size: tuple[int, int]) -> Iterator[tuple[_Planes, int]]:
    """The planes of each frame in `size`, upright, and the tick at which it is shown; the first one at 0.

    Raises:
        Undecodable: there is none, or one that could not be shown in time.
    """
    start: Fraction | None = None
    for frame in frames:
        moment = Fraction(frame.pts or 0) * (frame.time_base or Fraction(1))
        start = moment if start is None else start
        if moment - start > decoding.MOST_SECONDS:
            raise decoding.Undecodable("shows a frame long after it has ended")
        plain = frame if frame.format.name == "yuv420p" else frame.reformat(format="yuv420p")
        yield _read(plain, size, frame.rotation), round((moment - start) * _TICKS)
    if start is None:
        raise decoding.Undecodable("has no frame that decodes")


def _read(frame: VideoFrame, size: tuple[int, int], rotation: int) -> _Planes:
    half = size[0] // 2, size[1] // 2
    found = []
    for plane, wanted in zip(frame.planes, (size, half, half), strict=True):
        image = Image.frombytes(
            "L", (plane.width, plane.height), bytes(plane), "raw", "L", plane.line_size, 1
        )
        turn = round(rotation / 90) % 4
        if turn:
            image = image.transpose(
                (Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270)[turn - 1]
            )
        found.append(image if image.size == wanted else image.resize(wanted, Image.Resampling.BILINEAR))
    light, blue, red = found
    return light, blue, red


def _tinted(level: int, part: int) -> int:
    """What a level of colour becomes: paler, and moved by `part`."""
    return round(128 + (level - 128) * 0.6 + (part - 128) / 5)
