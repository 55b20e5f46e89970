"""Which part of the API an operation belongs to: each has requirements of its own for its answers."""

from __future__ import annotations

from specs import Operation

FILES, IMAGES, VIDEOS = "files", "images", "videos"
SPEECH, VOICES, TRANSCRIPTION, SECRETS = "speech", "voices", "transcription", "secrets"

#: Surface of voice → what its paths begin with.
_VOICE = {SPEECH: "/v1/tts", VOICES: "/v1/custom-voices", TRANSCRIPTION: "/v1/stt", SECRETS: "/v1/realtime"}


def surface(operation: Operation) -> str:
    """The surface of the operations below the paths that are known, else `files`, whose URLs are the rest."""
    for name in (IMAGES, VIDEOS):
        if operation.path.startswith(f"/v1/{name}/"):
            return name
    for name, path in _VOICE.items():
        if operation.path == path or operation.path.startswith(f"{path}/"):
            return name
    return FILES


def is_voice(operation: Operation) -> bool:
    """Whether it belongs to a surface of voice, whose answers have monitors of their own."""
    return surface(operation) in _VOICE
