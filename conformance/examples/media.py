"""Files that stand in for those which a page speaks of, made for the extension of their name."""

from __future__ import annotations

import functools
from dataclasses import dataclass
from pathlib import PurePosixPath

from strategies.audio import CONTAINERS, lasting
from strategies.media import KINDS, Clip, Media, Picture

#: Long enough for a voice to be cloned from it, short enough for anything.
SECONDS = 6.0
PICTURE, VIDEO, AUDIO, DOCUMENT = "picture", "video", "audio", "document"
_PICTURES = {"png": "png", "jpg": "jpeg", "jpeg": "jpeg", "webp": "webp"}
_VIDEOS = {"mp4": "mp4", "mov": "mp4", "m4v": "mp4"}
_OTHERS = {
    "pdf": "pdf",
    "gif": "gif",
    "txt": "text",
    "md": "text",
    "csv": "text",
    "json": "json",
    "zip": "zip",
}
_TEXT = "text/plain"
DEFAULTS = {PICTURE: "example.png", VIDEO: "example.mp4", AUDIO: "example.wav", DOCUMENT: "example.pdf"}


@dataclass(frozen=True, slots=True)
class Made:
    """The bytes of a file, with their media type."""

    data: bytes
    content_type: str


def sort_of(name: str) -> str | None:
    """PICTURE, VIDEO, AUDIO or DOCUMENT, by the extension of a name; None where nothing is made for it."""
    extension = _extension(name)
    if extension in _PICTURES:
        return PICTURE
    if extension in _VIDEOS:
        return VIDEO
    if _container(extension):
        return AUDIO
    return DOCUMENT if extension in _OTHERS else None


@functools.lru_cache(maxsize=64)
def media(name: str) -> Made:
    """A real file for a name: a picture, two seconds of video, some seconds of sound, or a short document."""
    extension = _extension(name)
    if extension in _PICTURES:
        return _made(Picture(_PICTURES[extension]))
    if extension in _VIDEOS:
        return _made(Clip())
    if container := _container(extension):
        sound = lasting(container, SECONDS)
        return Made(sound.read(), sound.content_type)
    kind = _OTHERS.get(extension, "")
    if kind in KINDS:
        return _made(Media(kind))
    return Made(b"A text of a few words.\n", _TEXT)


def extensions() -> frozenset[str]:
    """Every extension for which a file is made."""
    return frozenset({*_PICTURES, *_VIDEOS, *_OTHERS, *CONTAINERS, "m4a", "mp3", "wav", "ogg", "flac"})


def _made(recipe: Media) -> Made:
    return Made(recipe.read(), recipe.content_type)


def _extension(name: str) -> str:
    return PurePosixPath(name.partition("?")[0]).suffix.lower().lstrip(".")


def _container(extension: str) -> str:
    return extension if extension in CONTAINERS else ""
