"""The rules of transcription over REST."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TranscriptionPolicy:
    """Every field begins with `transcribe_`."""
