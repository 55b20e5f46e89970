"""A circuit breaker: a target that has stopped answering is not waited for again and again.

It opens after some failures in a row and closes with the first answer. While it is open, each check may ask
once, briefly, whether the target is back; what all these probes take together is bounded.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from conformance.outcomes import NoVerdict

#: So many exchanges in a row have to fail before it opens.
TRIP = 3
#: Seconds that a probe is given at most.
PROBE = 1.0


@dataclass(slots=True)
class Breaker:
    """Guards one address. `allowance`: seconds that probes may take together until the next answer."""

    allowance: float
    _failures: int = 0
    _sentence: str = ""
    _spent: float = 0.0
    _asked: object = None
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def open(self) -> bool:
        """Whether the target counts as gone."""
        return self._failures >= TRIP

    def reset(self) -> None:
        """Trust the target again, as at the beginning."""
        with self._lock:
            self._failures, self._spent, self._asked = 0, 0.0, None

    @contextmanager
    def guard(self, on_behalf: object) -> Iterator[bool]:
        """Surrounds one exchange; gives whether it is a probe, which has to be brief.

        Args:
            on_behalf: the check that asks; while the breaker is open, each gets one probe.

        Raises:
            NoVerdict: the breaker is open; nothing may be sent. Or what the exchange itself raised.
        """
        with self._lock:
            probe = self.open
            if probe and (self._asked is on_behalf or self._spent >= self.allowance):
                raise NoVerdict(f"the target stopped answering: {self._sentence}")
            if probe:
                self._asked = on_behalf
        began = time.monotonic()
        try:
            yield probe
        except NoVerdict as error:
            with self._lock:
                self._failures += 1
                if probe:
                    self._spent += time.monotonic() - began
                    raise NoVerdict(f"the target stopped answering: {self._sentence}") from None
                self._sentence = str(error)
            raise
        self.reset()
