"""The rules of the socket that speaks."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SpeechSocketPolicy:
    """Every field begins with `talk_`."""
