"""The rules of speech over REST, and of the built-in voices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SpeechPolicy:
    """Every field begins with `speech_`."""
