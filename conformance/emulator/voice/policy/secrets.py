"""The rules of client secrets."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class SecretsPolicy:
    """Every field begins with `secret_`."""
