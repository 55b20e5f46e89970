"""Which part of the API an operation belongs to: each has requirements of its own for its answers."""

from __future__ import annotations

import functools
from collections.abc import Collection, Mapping

from specs import Operation

FILES, IMAGES, VIDEOS = "files", "images", "videos"
SPEECH, VOICES, TRANSCRIPTION, SECRETS = "speech", "voices", "transcription", "secrets"

#: Surface of voice → what its paths begin with.
_VOICE = {SPEECH: "/v1/tts", VOICES: "/v1/custom-voices", TRANSCRIPTION: "/v1/stt", SECRETS: "/v1/realtime"}

#: Surface → the areas of the catalogue that are about its operations.
_AREAS: Mapping[str, frozenset[str]] = {
    FILES: frozenset({"files", "public-urls"}),
    IMAGES: frozenset({"images", "storage-options", "file-inputs"}),
    VIDEOS: frozenset({"videos", "storage-options", "file-inputs"}),
    SPEECH: frozenset({"speech"}),
    VOICES: frozenset({"voices"}),
    TRANSCRIPTION: frozenset({"transcription"}),
    SECRETS: frozenset({"sockets"}),
}


def surface(operation: Operation) -> str:
    """The surface of the operations below the paths that are known, else `files`, whose URLs are the rest."""
    return _surface(operation.path)


@functools.cache
def _surface(path: str) -> str:
    """Kept, since every monitor asks for it with every exchange; there are as many paths as the spec has."""
    for name in (IMAGES, VIDEOS):
        if path.startswith(f"/v1/{name}/"):
            return name
    for name, below in _VOICE.items():
        if path == below or path.startswith(f"{below}/"):
            return name
    return FILES


def concerns(operation: Operation, areas: Collection[str]) -> bool:
    """Whether one of `areas` of the catalogue has requirements for answers of `operation`; no areas are all of them.

    Keys and teams are about what the other areas have, and no operation is theirs alone.
    """
    asked = {area for area in areas if any(area in each for each in _AREAS.values())}
    return not asked or not asked.isdisjoint(_AREAS[surface(operation)])


def is_voice(operation: Operation) -> bool:
    """Whether it belongs to a surface of voice, whose answers have monitors of their own."""
    return surface(operation) in _VOICE
