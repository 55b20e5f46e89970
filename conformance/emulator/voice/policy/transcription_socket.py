"""The rules of the socket that transcribes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class TranscriptionSocketPolicy:
    """Every field begins with `listen_`."""
