"""The kinds of media that there are recipes for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from strategies.media import frames, streams


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """One kind: its media type, its usual extension (without a dot), and how its bytes are made.

    Either `frame` makes a head and a tail around `fill` bytes, or `stream` makes endless bytes that are cut
    at the size; with neither there are no bytes at all. `natural` is the size, in bytes, that a recipe has
    when it names none; a frame cannot be smaller.
    """

    content_type: str
    extension: str
    natural: int
    frame: frames.Frame | None = None
    stream: streams.Stream | None = None
    fill: bytes = b"\0"


def _framed(content_type: str, extension: str, frame: frames.Frame, fill: bytes = b"\0") -> Kind:
    head, tail = frame(0, 0)
    natural = len(head) + len(tail)
    return Kind(content_type=content_type, extension=extension, natural=natural, frame=frame, fill=fill)


def _streamed(stream: streams.Stream, natural: int) -> Kind:
    return Kind(content_type="application/octet-stream", extension="bin", natural=natural, stream=stream)


# `binary` is large enough for every byte value and some noise, the other streams for every trap they set.
KINDS: Mapping[str, Kind] = MappingProxyType(
    {
        "png": _framed("image/png", "png", frames.png),
        "jpeg": _framed("image/jpeg", "jpg", frames.jpeg),
        "mp4": _framed("video/mp4", "mp4", frames.mp4),
        "pdf": _framed("application/pdf", "pdf", frames.pdf),
        "webp": _framed("image/webp", "webp", frames.webp),
        "gif": _framed("image/gif", "gif", frames.gif),
        "webm": _framed("video/webm", "webm", frames.webm),
        "text": _framed("text/plain", "txt", frames.text, b"."),
        "json": _framed("application/json", "json", frames.json, b"."),
        "html": _framed("text/html", "html", frames.html, b"."),
        "zip": _framed("application/zip", "zip", frames.zipped),
        "empty": Kind(content_type="application/octet-stream", extension="bin", natural=0),
        "binary": _streamed(streams.binary, 512),
        "delimiters": _streamed(streams.delimiters, 512),
        "newlines": _streamed(streams.newlines, 64),
        "zeros": _streamed(streams.zeros, 64),
    }
)


def kind_of(content_type: str) -> str:
    """The name of the kind that has `content_type`.

    Raises:
        KeyError: there is no recipe for it; one has to be added here before the docs can be followed.
    """
    for name, kind in KINDS.items():
        if kind.content_type == content_type:
            return name
    raise KeyError(f"{content_type}: no recipe makes such files; add one to strategies/media/kinds.py")
