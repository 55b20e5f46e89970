"""Looking into images and videos that others made, however hostile, with bounded memory."""

from __future__ import annotations

import contextlib
import io
import threading
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from fractions import Fraction
from typing import BinaryIO

import av
from av.container import InputContainer
from av.stream import Disposition
from av.video.frame import VideoFrame
from av.video.stream import VideoStream
from PIL import Image, ImageFile, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

import specs
from conformance.emulator.imagine import image_files, movie_files
from conformance.emulator.imagine.demuxing import demuxed

# Limits of the emulator's own; the docs name none. A camera's picture and a screen's film are well within.
MOST_PIXELS = 25_000_000
MOST_PIXELS_OF_A_FRAME = 3840 * 2160
MOST_FRAMES = 7200
MOST_SECONDS = 120

# The sides of the copies that are worked on: the largest pictures that can be asked for need no more.
_WORKING = 2048

# What is larger is decoded one at a time, so that many at once cannot add up.
_SMALL = 1920 * 1088
_ONE_AT_A_TIME = threading.Lock()

# The plugins are called directly: `Image.open` judges sizes by a global limit and warns process-wide.
_PLUGINS: Mapping[str, Callable[[BinaryIO], ImageFile.ImageFile]] = {
    "image/png": PngImagePlugin.PngImageFile,
    "image/jpeg": JpegImagePlugin.JpegImageFile,
    "image/webp": WebPImagePlugin.WebPImageFile,
}
_IMAGES = {kind: _PLUGINS[kind] for kind in specs.load().limit("image-input-types")}

_DEMUXERS = {"video/mp4": "mp4"}
_VIDEOS = {kind: _DEMUXERS[kind] for kind in specs.load().limit("video-input-types")}

_TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


class Undecodable(Exception):
    """The bytes are no such medium, or one beyond what the emulator takes. `reason` completes "the file …"."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Decoded:
    """An image: its first picture in RGB, upright and on white, and what the file says of it.

    `width` and `height` are the file's, in pixels, upright; `image` is a copy of at most 2048 a side.
    """

    image: Image.Image
    width: int
    height: int
    content_type: str


@dataclass(frozen=True, slots=True)
class Probed:
    """A video: how long its pictures play, their size in pixels as shown, their codec, and how many there are."""

    seconds: float
    width: int
    height: int
    codec: str
    frames: int


def decode_image(data: bytes) -> Decoded:
    """The image in `data`, of one of the documented types by its bytes, whatever it was called.

    Raises:
        Undecodable: it is none, damaged, incomplete, or of more than `MOST_PIXELS`.
    """
    try:
        declared = image_files.declared(data)
    except ValueError as error:
        raise Undecodable(str(error)) from None
    if declared.content_type not in _IMAGES:
        raise Undecodable(f"is {declared.content_type}, which is no type of inputs")
    pixels = declared.width * declared.height
    if pixels > MOST_PIXELS:
        raise Undecodable(f"is of {declared.width} by {declared.height} pixels, too many to decode")
    if pixels <= _SMALL:
        image = _copy(declared)
    else:
        # In a thread of its own, and copied out of it: the allocator cannot give back the memory that a thread
        # has freed as long as something lies above it, such as the picture that is to stay.
        with _ONE_AT_A_TIME, ThreadPoolExecutor(1) as alone:
            image = alone.submit(_copy, declared).result().copy()
    width, height = declared.width, declared.height
    if declared.orientation >= 5:
        width, height = height, width
    return Decoded(image, width, height, declared.content_type)


def _copy(declared: image_files.Declared) -> Image.Image:
    """The picture in RGB and upright, small enough to work on."""
    with _reading(), _IMAGES[declared.content_type](io.BytesIO(declared.essence)) as image:
        if image.size != (declared.width, declared.height):
            raise Undecodable("has not the size that it declares")
        image.draft("RGB", (_WORKING, _WORKING))  # lets the JPEG decoder skip what is scaled away
        image.load()
        return _upright(_flattened(_reduced(_simple(image))), declared.orientation)


def _simple(image: Image.Image) -> Image.Image:
    """The picture in a mode that can be scaled: grey or RGB, with alpha if it has transparent places."""
    if image.mode.startswith("I"):  # 16 bits of grey, which conversion would clip
        wide = image if image.mode == "I" else image.convert("I")
        return wide.point(lambda value: value * (1 / 256)).convert("L")
    if image.mode in ("L", "RGB", "RGBA") and "transparency" not in image.info:
        return image  # which saves a copy of the largest
    return image.convert("RGBA" if image.has_transparency_data else "RGB")


def _reduced(image: Image.Image) -> Image.Image:
    factor = -(-max(image.size) // _WORKING)
    return image.reduce(factor) if factor > 1 else image


def _flattened(image: Image.Image) -> Image.Image:
    if image.mode != "RGBA":
        return image.convert("RGB")
    page = Image.new("RGB", image.size, "white")
    page.paste(image, mask=image.getchannel("A"))
    return page


def _upright(image: Image.Image, orientation: int) -> Image.Image:
    return image.transpose(_TURNS[orientation]) if orientation in _TURNS else image


def probe_video(data: bytes) -> Probed:
    """What `data`, an MP4, holds; its first frame has been decoded.

    Raises:
        Undecodable: it is none, damaged, incomplete, without pictures, or beyond the limits of this module.
    """
    with opened(data) as (probed, _):
        return probed


@contextlib.contextmanager
def opened(data: bytes) -> Iterator[tuple[Probed, Iterator[VideoFrame]]]:
    """What the MP4 in `data` holds, and its frames, decoded one by one as they are asked for.

    Raises:
        Undecodable: as `probe_video`; asking for a frame may raise it too.
    """
    try:
        movie_files.check(data)
    except ValueError as error:
        raise Undecodable(str(error)) from None
    limits = {"max_pixels": str(MOST_PIXELS_OF_A_FRAME), "threads": "1"}
    with contextlib.ExitStack() as held:
        with _reading():
            container = held.enter_context(demuxed(io.BytesIO(data), _VIDEOS["video/mp4"], limits))
            stream = next(filter(_moves, container.streams.video), None)
            if stream is None:
                raise Undecodable("has no moving pictures")
            width, height = stream.codec_context.width, stream.codec_context.height
            if not 0 < width * height <= MOST_PIXELS_OF_A_FRAME:
                raise Undecodable(f"is of {width} by {height} pixels, which cannot be decoded")
            stream.codec_context.options = limits
            if width * height > _SMALL:
                held.enter_context(_ONE_AT_A_TIME)
            probed = _probed(container, stream)
            container.seek(0)
        yield probed, _frames(container, stream)


def _moves(stream: VideoStream) -> bool:
    """Whether these are pictures in a codec that is known, and not the cover of something that sounds."""
    return bool(stream.codec_context) and not stream.disposition & Disposition.attached_pic


@contextlib.contextmanager
def _reading() -> Iterator[None]:
    """Whatever goes wrong here is the fault of the file."""
    try:
        yield
    except Undecodable:
        raise
    except av.FFmpegError as error:
        raise Undecodable(f"does not decode: {error.strerror}") from None
    except Exception as error:  # noqa: BLE001  (decoders answer damaged files with any exception)
        raise Undecodable(f"does not decode: {error}") from None


def _frames(container: InputContainer, stream: VideoStream) -> Iterator[VideoFrame]:
    with _reading():
        yield from container.decode(stream)


def _probed(container: InputContainer, stream: VideoStream) -> Probed:
    frames = 0
    end = Fraction(0)
    base = stream.time_base or Fraction(1)
    for packet in container.demux(stream):
        if packet.size:
            frames += 1
            end = max(end, ((packet.pts or 0) + (packet.duration or 0)) * base)
    seconds = stream.duration * base if stream.duration else end
    if not 0 < seconds <= MOST_SECONDS:
        raise Undecodable(f"plays for {float(seconds):g} seconds, which is not between 0 and {MOST_SECONDS}")
    if not 0 < frames <= MOST_FRAMES:
        raise Undecodable(f"has {frames} frames, which is not between 1 and {MOST_FRAMES}")
    container.seek(0)
    frame = next(container.decode(stream), None)
    if frame is None:
        raise Undecodable("has no frame that decodes")
    width, height = frame.width, frame.height
    if turned(frame.rotation):
        width, height = height, width
    return Probed(float(seconds), width, height, stream.codec_context.codec.canonical_name, frames)


def turned(rotation: int) -> bool:
    """Whether pictures that are shown turned by `rotation` degrees lie on their side."""
    return round(rotation / 90) % 2 == 1
