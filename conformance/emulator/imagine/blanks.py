"""Something blank of each kind, which stands in for inputs that should have been refused."""

from __future__ import annotations

import functools

from conformance.emulator.imagine import films, pictures
from conformance.emulator.imagine.records import Kind

# As long as any operation needs it.
_SECONDS = 2


@functools.cache
def blank(kind: Kind) -> bytes:
    """An image or a video with nothing on it."""
    if kind == "image":
        return pictures.draw("blank", ratio=None, resolution=None).content
    return films.film("blank", seconds=_SECONDS, ratio=None, resolution=None).content
