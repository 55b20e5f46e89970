"""A driver whose SDK is watched on the wire."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from conformance.drivers.protocol import Driver, Place, SdkError, Told
from conformance.drivers.protocol.driver import Deadlines
from conformance.monitors.requests import Called, RequestMonitor
from conformance.targets.tap import Tap


class WatchedDriver(Driver):
    """A driver, with every call of which `monitors` are shown what went over the wire meanwhile.

    `last` is the newest call.
    """

    def __init__(
        self,
        command: Sequence[str],
        place: Place,
        *,
        tap: Tap,
        monitors: Sequence[RequestMonitor],
        deadlines: Deadlines | None = None,
        slow: frozenset[str] = frozenset(),
    ) -> None:
        super().__init__(command, place, deadlines=deadlines, slow=slow)
        self.tap = tap
        self.monitors = monitors
        self.last: Called | None = None

    def call(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        identity: str = "first",
        *,
        seconds: float | None = None,
    ) -> Told | SdkError:
        """Carry out one operation, and have judged what it put on the wire.

        Raises:
            DriverProblem: the driver broke the protocol, or a promise of its own.
        """
        with self._lock:
            self.start()
            mark = self.tap.mark()
            try:
                outcome = super().call(operation, arguments, identity, seconds=seconds)
            finally:
                # Also where no answer came: what was sent was sent.
                self.last = called = Called(
                    operation=operation,
                    arguments=arguments,
                    identity=identity,
                    key=self.place.keys.get(identity),
                    sent=self.tap.since(mark),
                )
        for monitor in self.monitors:
            monitor.watch(called)
        return outcome

    def stop(self) -> int | None:
        """Let it end, and leave the wire alone."""
        self.tap.close()
        return super().stop()
