"""Streams of audio: what speaks against one being in the codec that it should be in, and the rate that it names."""

from __future__ import annotations

import struct
from typing import Final

from av.error import FFmpegError

from conformance.suite.demuxing import demuxed

#: How files in containers begin; samples without one hardly do.
_CONTAINERS: Final = (b"RIFF", b"ID3", b"OggS", b"fLaC", b"\x1aE\xdf\xa3")
_RIFF: Final = 12  # bytes of the head of a WAV stream
_CHUNK: Final = 8  # bytes of the head of one of its chunks
_RATE_AT: Final = 4  # where in the chunk `fmt ` the rate stands


def stream_problem(codec: str, audio: bytes) -> str | None:
    """What speaks against `audio` being one stream in `codec`, from its beginning; None if nothing does."""
    begins = f"it begins with {audio[:12]!r}"
    if not audio:
        return "it is empty"
    match codec:
        case "wav":
            if audio[:4] != b"RIFF" or audio[8:_RIFF] != b"WAVE":
                return f"it is no WAV: {begins}"
            if _begins_anew(audio):
                return "another WAV begins in the middle of it"
            return None if _decodes(audio, codec) else "there is nothing in it that can be decoded"
        case "mp3":
            if audio[:3] != b"ID3" and not (audio[0] == 0xFF and len(audio) > 1 and audio[1] & 0xE0 == 0xE0):
                return f"it is no MP3: {begins}"
            return None if _decodes(audio, codec) else "there is nothing in it that can be decoded"
    if audio.startswith(_CONTAINERS):
        return f"it is a file in a container, and not samples: {begins}"
    return None


def named_rate(codec: str, audio: bytes) -> int | None:
    """The samples a second that a stream says it has; None if it does not say."""
    match codec:
        case "wav":
            fmt = audio.find(b"fmt ", _RIFF)
            at = fmt + _CHUNK + _RATE_AT
            return None if fmt < 0 or len(audio) < at + 4 else struct.unpack("<I", audio[at : at + 4])[0]
        case "mp3":
            return _decodes(audio, codec)
    return None


def _begins_anew(audio: bytes) -> bool:
    at = audio.find(b"RIFF", _RIFF)
    while at >= 0:
        if audio[at + 8 : at + _RIFF] == b"WAVE":
            return True
        at = audio.find(b"RIFF", at + 1)
    return False


def _decodes(audio: bytes, form: str) -> int | None:
    """The rate of the first audible frame, or None if there is none."""
    try:
        with demuxed(audio, form) as container:
            for frame in container.decode(audio=0):
                if frame.samples:
                    return frame.sample_rate
    except (FFmpegError, IndexError, ValueError):
        return None
    return None
