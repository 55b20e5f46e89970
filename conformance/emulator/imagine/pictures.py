"""Pictures: drawn from a seed, or made of other pictures. Pure: the same arguments give the same bytes."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from typing import Any

from PIL import Image

from conformance.emulator.imagine import shapes
from conformance.emulator.imagine.decoding import Decoded

# A drawing is so many flat cells a side: quick to scale and to encode, and no two seeds share one.
_CELLS = 8

# How far an edit moves each colour, and how much of a drawing it lets through: less, so that they cannot cancel.
_LEAST, _MOST = 40, 72
_TRACE = 0.1
# How much of each further source shows in an edit.
_SHARE = 0.3

# So many lines of a picture are worked on at once. A part is left, upper, right, lower.
_BAND = 128
_Box = tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Format:
    """How pictures are written: media type, extension without a dot, and what Pillow calls and needs."""

    content_type: str
    extension: str
    name: str
    options: Mapping[str, Any]


FORMATS: Mapping[str, Format] = MappingProxyType(
    {
        "jpeg": Format("image/jpeg", "jpg", "JPEG", {"quality": 80}),
        "png": Format("image/png", "png", "PNG", {"compress_level": 1}),
        "webp": Format("image/webp", "webp", "WEBP", {"quality": 60, "method": 0}),
    }
)


@dataclass(frozen=True, slots=True)
class Picture:
    """An image file: its bytes, media type and extension (without a dot), and its size in pixels."""

    content: bytes
    content_type: str
    extension: str
    width: int
    height: int


def draw(seed: str, *, ratio: str | None, resolution: str | None, format: str = "jpeg") -> Picture:  # noqa: A002
    """A picture that only this seed gives, in the shape that was asked for (`shapes.size`).

    Raises:
        KeyError: `format` is not of `FORMATS`.
        ValueError: ratio or resolution cannot be read.
    """
    size = shapes.size(ratio, resolution, "image")
    return _written(pattern(seed).resize(size, Image.Resampling.NEAREST), format)


def edited(
    sources: Sequence[Decoded],
    seed: str,
    *,
    ratio: str | None,
    resolution: str | None,
    format: str = "jpeg",  # noqa: A002
) -> Picture:
    """The first source with its colours changed and the others shining through.

    It has the ratio of the first source unless another is asked for; at that, its middle is shown.

    Raises:
        KeyError: `format` is not of `FORMATS`.
        ValueError: there are no sources, or ratio or resolution cannot be read.
    """
    if not sources:
        raise ValueError("an edit needs a source")
    if ratio in (None, shapes.AUTO):
        size = shapes.fitting(sources[0].width / sources[0].height, resolution, "image")
    else:
        size = shapes.size(ratio, resolution, "image")
    image = blended([source.image for source in sources], size)
    tables = [table(part) for part in hashlib.shake_256(seed.encode()).digest(3)]
    levels = [value for one in tables for value in one]
    cells = pattern(seed)

    def changed(part: Image.Image, box: _Box) -> Image.Image:
        seen = (0.0, box[1] * _CELLS / size[1], float(_CELLS), box[3] * _CELLS / size[1])
        trace = cells.resize(part.size, Image.Resampling.NEAREST, box=seen)
        return Image.blend(part.point(levels), trace, _TRACE)

    _in_bands(image, changed)
    return _written(image, format)


def pattern(seed: str) -> Image.Image:
    """A few cells of colour, to be scaled to the size that is needed."""
    colours = hashlib.shake_256(b"pattern\0" + seed.encode()).digest(3 * _CELLS * _CELLS)
    return Image.frombytes("RGB", (_CELLS, _CELLS), colours)


def blended(images: Sequence[Image.Image], size: tuple[int, int]) -> Image.Image:
    """The first image, scaled to fill `size` and cut there, with some of each other."""
    whole = fitted(images[0], size)
    for image in images[1:]:
        _in_bands(whole, partial(_shining, fitted(image, size)))
    return whole


def _shining(other: Image.Image, part: Image.Image, box: _Box) -> Image.Image:
    return Image.blend(part, other.crop(box), _SHARE)


def _in_bands(image: Image.Image, change: Callable[[Image.Image, _Box], Image.Image]) -> None:
    """Change `image` from top to bottom, each part to what `change` makes of it: of the whole there would be three."""
    for top in range(0, image.height, _BAND):
        box = (0, top, image.width, min(image.height, top + _BAND))
        image.paste(change(image.crop(box), box), box)


def fitted(image: Image.Image, size: tuple[int, int]) -> Image.Image:
    """The middle of `image`, as much as has the ratio of `size`, scaled to it."""
    scale = min(image.width / size[0], image.height / size[1])
    width, height = size[0] * scale, size[1] * scale
    left, top = max(0.0, (image.width - width) / 2), max(0.0, (image.height - height) / 2)
    box = (left, top, min(image.width, left + width), min(image.height, top + height))
    return image.resize(size, Image.Resampling.BILINEAR, box=box, reducing_gap=2.0)


def table(part: int) -> list[int]:
    """What each of 256 levels becomes: another one for every level, near enough that shapes remain.

    No steady change of levels moves them all; so those of the lower half rise and those of the upper sink.
    """
    shift = _LEAST + part % (_MOST - _LEAST + 1)
    return [level + shift if level < 128 else level - shift for level in range(256)]


def _written(image: Image.Image, format: str) -> Picture:  # noqa: A002
    how = FORMATS[format]
    out = io.BytesIO()
    image.save(out, how.name, **how.options)
    return Picture(out.getvalue(), how.content_type, how.extension, image.width, image.height)
