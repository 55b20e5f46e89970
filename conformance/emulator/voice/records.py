"""What the store holds of voices and of client secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Voice:
    """One custom voice. `created_at` is in Unix seconds, `seconds` is how long its clip plays.

    `labels` holds what is set. `seq` counts voices, and `deleted` marks a tombstone.
    """

    seq: int
    voice_id: str
    team: str
    created_at: float
    labels: Mapping[str, str]
    content_type: str
    size: int
    seconds: float
    deleted: bool

    @property
    def blob(self) -> str:
        """The name under which its clip is kept."""
        return blob_of(self.voice_id)


def blob_of(voice_id: str) -> str:
    """The name under which the clip of a voice is kept."""
    return f"voice-{voice_id}"


@dataclass(frozen=True, slots=True)
class Secret:
    """One client secret; `expires_at` is in Unix seconds."""

    value: str
    team: str
    expires_at: float
