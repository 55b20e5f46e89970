"""The documented number of requests a minute, for each team and model."""

from __future__ import annotations

import math
from collections import deque

import specs
from conformance.emulator.clock import Clock
from conformance.emulator.errors import Refusal

MINUTE = 60.0


class Rates:
    """Counts over a sliding minute of virtual time, where that is switched on."""

    def __init__(self, clock: Clock, *, on: bool) -> None:
        self._clock = clock
        self._on = on
        self._times: dict[tuple[str, str], deque[float]] = {}

    def count(self, team: str, model: str) -> None:
        """Count a request.

        Raises:
            Refusal: 429, with the seconds to wait; it is one too many, and is not counted.
        """
        if not self._on:
            return
        now, most = self._clock.now(), _most(model)
        times = self._times.setdefault((team, model), deque())
        while times and times[0] <= now - MINUTE:
            times.popleft()
        if most is not None and len(times) >= most:
            wait = max(1, math.ceil(times[0] + MINUTE - now))
            raise Refusal(429, f"model: {model} takes {most} requests a minute", {"retry-after": str(wait)})
        times.append(now)


def _most(model: str) -> int | None:
    try:
        return int(specs.load().limit(f"{model}-requests-per-minute"))
    except KeyError:
        return None
