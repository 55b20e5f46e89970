"""Keeps each model's documented rate: what would be too many requests in a minute waits until it is not."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

_MINUTE = 60.0


@dataclass(slots=True, kw_only=True)
class Pacing:
    """Spaces the requests of a worker by model. `rates` are requests a minute; a model without one never waits.

    A service counts over minutes of its own, so the last sixty seconds are looked at, wherever they begin.
    """

    rates: Mapping[str, float]
    now: Callable[[], float] = time.monotonic
    sleep: Callable[[float], None] = time.sleep
    _sent: dict[str, deque[float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def wait(self, model: str) -> None:
        """Come back when `model` may be asked again, and count that it is."""
        if (pause := self._place(model) - self.now()) > 0:
            self.sleep(pause)

    def _place(self, model: str) -> float:
        """When the next request of `model` may be sent; its place in the minute is taken at once."""
        rate = self.rates.get(model)
        with self._lock:
            now = self.now()
            if rate is None:
                return now
            sent = self._sent.setdefault(model, deque(maxlen=max(1, int(rate))))
            # As many as the rate allows are remembered: the oldest of them has to be a minute ago.
            place = max(now, sent[0] + _MINUTE) if len(sent) == sent.maxlen else now
            sent.append(place)
            return place
