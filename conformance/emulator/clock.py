"""Virtual time: the wall clock, plus how far the control plane has turned it."""

from __future__ import annotations

import time

# 317 years: far beyond any documented lifetime, and safely within a 64-bit number of seconds.
FURTHEST = 10_000_000_000.0


class Clock:
    """Unix seconds, as a float. It only ever goes forward, and it goes on by itself."""

    def __init__(self, offset: float = 0.0) -> None:
        self.offset = offset

    def now(self) -> float:
        """The present virtual time."""
        return time.time() + self.offset

    def advance(self, seconds: float) -> float:
        """Turn forward by `seconds` (zero or more) and return the new time.

        Raises:
            ValueError: negative, not finite, or absurdly far.
        """
        if not 0 <= seconds <= FURTHEST or self.offset + seconds > FURTHEST:
            raise ValueError(f"advance must lie between 0 and {FURTHEST:.0f} seconds in all, not {seconds}")
        self.offset += seconds
        return self.now()
