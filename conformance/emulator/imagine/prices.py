"""What things cost, in ticks: the emulator's own prices, so that answers have some to tell."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

TICKS = 10_000_000_000  # a dollar

# Ticks an image, made or put in, by model.
_IMAGES: Mapping[str, int] = MappingProxyType(
    {"grok-imagine-image": TICKS * 2 // 100, "grok-imagine-image-quality": TICKS * 7 // 100}
)
_IMAGE = TICKS * 2 // 100

# Ticks a second of video, by resolution.
_SECONDS: Mapping[str, int] = MappingProxyType({"480p": TICKS * 5 // 100, "720p": TICKS * 7 // 100})
_SECOND = TICKS * 5 // 100


def of_images(model: str, *, made: int, given: int = 0) -> int:
    """The cost of so many images made of so many others. Those that an edit starts from are billed, too."""
    return _IMAGES.get(model, _IMAGE) * (made + given)


def of_video(resolution: str | None, seconds: float) -> int:
    """The cost of a video; edits and extensions have no resolution of their own."""
    return round(_SECONDS.get(resolution or "", _SECOND) * seconds)
