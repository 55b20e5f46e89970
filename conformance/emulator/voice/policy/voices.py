"""The rules of custom voices."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class VoicesPolicy:
    """Every field begins with `voice_`."""
