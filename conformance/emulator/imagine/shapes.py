"""How large a picture or film is that was asked for by ratio and resolution."""

from __future__ import annotations

import math
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

import specs

Kind = Literal["image", "video"]

_SPEC = specs.load()


def _named(images: str, videos: str) -> Mapping[Kind, tuple[str, ...]]:
    return MappingProxyType(
        {"image": tuple(_SPEC.schema(images)["enum"]), "video": tuple(_SPEC.schema(videos)["enum"])}
    )


# What can be asked for, by kind, in the order of the docs.
RATIOS = _named("AspectRatioOfImages", "AspectRatioOfVideos")
RESOLUTIONS = _named("ResolutionOfImages", "ResolutionOfVideos")

# The ratio that leaves the choice to the service; the docs name it without a colon.
AUTO = "auto"

# What the emulator chooses where the request leaves it open.
_UNASKED: Mapping[Kind, float] = MappingProxyType({"image": 1 / 1, "video": 16 / 9})

# Sides of pictures are multiples of what image models work in; those of films of what 4:2:0 can halve.
_GRAIN: Mapping[Kind, int] = MappingProxyType({"image": 16, "video": 2})

# A source of one pixel by thousands would make a picture by tens of thousands.
_SLIMMEST = 1 / 8


def ratio_of(text: str) -> float:
    """Width by height of a ratio such as "16:9" or "9:19.5".

    Raises:
        ValueError: `text` is no two positive numbers with a colon between.
    """
    width, colon, height = text.partition(":")
    if not colon:
        raise ValueError(f"not a ratio: {text!r}")
    sides = float(width), float(height)
    if not all(math.isfinite(side) and side > 0 for side in sides):
        raise ValueError(f"not a ratio: {text!r}")
    return sides[0] / sides[1]


def within(ratio: str, slimmest: str) -> str:
    """`ratio`, or `slimmest` in its place where it is slimmer; either may lie or stand.

    Raises:
        ValueError: as `ratio_of`.
    """
    asked, most = ratio_of(ratio), max(ratio_of(slimmest), 1 / ratio_of(slimmest))
    if max(asked, 1 / asked) <= most:
        return ratio
    return f"{most}:1" if asked > 1 else f"1:{most}"


def size(ratio: str | None, resolution: str | None, kind: Kind) -> tuple[int, int]:
    """Width and height in pixels; None leaves either to the emulator, as "auto" does the ratio.

    Raises:
        ValueError: one of them cannot be read. Values beyond the documented ones can, if they are written alike.
    """
    asked = _UNASKED[kind] if ratio in (None, AUTO) else ratio_of(ratio or AUTO)
    return fitting(asked, resolution, kind)


def fitting(proportion: float, resolution: str | None, kind: Kind) -> tuple[int, int]:
    """The size whose width by height is about `proportion`, at most 8 by 1 either way.

    The resolution of an image ("2k") is that of the square of the same area; of a video ("480p"), its height.

    Raises:
        ValueError: `resolution` cannot be read.
    """
    proportion = min(max(proportion, _SLIMMEST), 1 / _SLIMMEST)
    side = _side(resolution or RESOLUTIONS[kind][0], kind)
    height = side if kind == "video" else side / math.sqrt(proportion)
    return _rounded(height * proportion, kind), _rounded(height, kind)


def _side(resolution: str, kind: Kind) -> float:
    unit, factor = ("k", 1024) if kind == "image" else ("p", 1)
    if not resolution.endswith(unit):
        raise ValueError(f"not a resolution of this kind ({kind}): {resolution!r}")
    side = float(resolution.removesuffix(unit)) * factor
    if not math.isfinite(side) or side <= 0:
        raise ValueError(f"not a resolution of this kind ({kind}): {resolution!r}")
    return side


def _rounded(side: float, kind: Kind) -> int:
    return max(1, round(side / _GRAIN[kind])) * _GRAIN[kind]
