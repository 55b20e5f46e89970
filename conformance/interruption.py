"""How a run is stopped: by Ctrl-C, by a request to terminate, or since whoever started it is gone.

Python raises `KeyboardInterrupt` wherever the main thread happens to be, and not everybody there lets it pass. In a
callback of the garbage collector, as Hypothesis has one, it gets lost; in the middle of what Hypothesis looks at
afterwards, an `AssertionError` comes of it, which would be taken for a failed check. So it is noted, too, and from then
on nothing is sent, and what a check comes to says nothing of the target.
"""

from __future__ import annotations

import os
import signal
import threading
from dataclasses import dataclass, field
from types import FrameType
from typing import Any

from conformance import waves


def heed() -> None:
    """Come back if the run was not stopped.

    Raises:
        KeyboardInterrupt: it was, also if that has got lost meanwhile.
    """
    if waves.stopped():
        raise KeyboardInterrupt


@dataclass(slots=True)
class Signals:
    """What was to happen at signals before this run, and has to happen again after it."""

    _before: dict[signal.Signals, Any] = field(default_factory=dict)

    def watch(self) -> None:
        """Let a request to terminate be an interruption like Ctrl-C, unless somebody has plans with either."""
        usual = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: signal.SIG_DFL}
        for number, handler in usual.items():
            if _in_main_thread() and signal.getsignal(number) == handler:
                self._before[number] = signal.signal(number, _stop)

    def ignore(self) -> None:
        """Clean-up is not broken off by impatience; whoever insists kills the process."""
        for number in (signal.SIGINT, signal.SIGTERM) if _in_main_thread() else ():
            before = signal.signal(number, signal.SIG_IGN)
            self._before.setdefault(number, before)

    def restore(self) -> None:
        """As it was before."""
        for number, handler in self._before.items():
            signal.signal(number, handler)


def end_with(lifeline: int) -> None:
    """Stop the run when the process that started it is gone: nobody else would."""
    while os.read(lifeline, 1):
        pass
    os.kill(os.getpid(), signal.SIGINT)


def _in_main_thread() -> bool:
    return threading.current_thread() is threading.main_thread()


def _stop(number: int, frame: FrameType | None) -> None:
    waves.stop()
    signal.default_int_handler(number, frame)
