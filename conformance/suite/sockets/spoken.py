"""Utterances as they were heard: the audio of each put together, and the characters that have timestamps."""

from __future__ import annotations

import base64
import binascii
from dataclasses import dataclass, field
from typing import Any

from conformance.checks import Untestable
from conformance.suite.sockets.booth import Held


@dataclass(slots=True)
class Spoken:
    """One utterance. `events` are the pieces it came in, `chars` what of it has timestamps."""

    audio: bytes = b""
    chars: str = ""
    events: list[Any] = field(default_factory=list)


def spoken(held: Held, utterances: int) -> list[Spoken]:
    """What was heard of so many completed utterances; what was dropped is left out.

    Raises:
        Untestable: not all of them were said to be done, or their audio is no base64; others judge that.
    """
    found, current = [], Spoken()
    for message in held.received():
        match message.get("type"):
            case "audio.delta":
                current.events.append(message)
                current.audio += _decoded(message.get("delta"))
                current.chars += "".join(characters(message))
            case "audio.done":
                found.append(current)
                current = Spoken()
            case "audio.clear":
                current = Spoken()
    if len(found) != utterances or held.errors:
        complaint = f", and complained: {held.errors[0]}" if held.errors else ""
        raise Untestable(
            f"needs {utterances} utterances that are done (sockets.speech.done-each); {len(found)} were{complaint}"
        )
    return found


def is_spoken(held: Held) -> bool:
    """Whether audio came, no complaint, and no end.

    Raises:
        Untestable: more came than the suite reads, and what would have followed is not known.
    """
    if held.beyond and not held.errors:
        raise Untestable(f"needs less than the suite would have had to read: {held.ending}")
    return bool(held.received("audio.delta")) and not held.errors and held.end is None


def characters(message: Any) -> list[str]:
    """The characters that a piece of audio tells the times of."""
    timestamps = message.get("audio_timestamps")
    chars = timestamps.get("graph_chars") if isinstance(timestamps, dict) else None
    return [char for char in chars if isinstance(char, str)] if isinstance(chars, list) else []


def _decoded(text: Any) -> bytes:
    if text is None:
        return b""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        raise Untestable("needs audio in base64 (sockets.speech.base64)") from None
