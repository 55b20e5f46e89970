"""A driver whose SDK is watched on the wire."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from conformance.drivers.protocol import Driver, Place, SdkError, Told
from conformance.drivers.protocol.driver import Deadlines
from conformance.monitors.requests import Called, RequestMonitor
from conformance.targets.tap import Tap


class WatchedDriver(Driver):
    """A driver, with every call of which `monitors` are shown what went over the wire meanwhile."""

    def __init__(
        self,
        command: Sequence[str],
        place: Place,
        *,
        tap: Tap,
        monitors: Sequence[RequestMonitor],
        deadlines: Deadlines | None = None,
        slow: frozenset[str] = frozenset(),
        note: Callable[[Called], None] | None = None,
    ) -> None:
        """`note` is told of each call, after the monitors."""
        super().__init__(command, place, deadlines=deadlines, slow=slow)
        self.tap = tap
        self._monitors = monitors
        self._note = note

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
            mark = self.tap.mark()
            outcome = super().call(operation, arguments, identity, seconds=seconds)
            called = Called(
                operation=operation,
                arguments=arguments,
                identity=identity,
                key=self.place.keys.get(identity),
                sent=self.tap.since(mark),
            )
        for monitor in self._monitors:
            monitor.watch(called)
        if self._note is not None:
            self._note(called)
        return outcome
