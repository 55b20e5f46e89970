"""The target's time: its own virtual clock where it has one, else the wall clock."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from conformance import trial, waves


@dataclass(slots=True)
class Clock:
    """Tells a target's time, and turns it forward where the target lets it.

    `ask` sends `{"advance": seconds}` to the control plane and returns the target's Unix seconds; it is
    `None` for a real service. `offset` is the target's time less ours.
    """

    ask: Callable[[float], float] | None = None
    offset: float = 0.0

    @property
    def adjustable(self) -> bool:
        """Whether time can be turned forward."""
        return self.ask is not None

    def now(self) -> float:
        """The target's time in Unix seconds, without asking it."""
        return time.time() + self.offset

    def advance(self, seconds: float, *, patient: bool = False) -> None:
        """Turn the target's clock forward; beside other examples, wait until all of them want it turned so far.

        Who is `patient` says that more time may pass as well, however much. The random examples of a wave are then
        spared a turn each, and only the one that asks for most sees no more pass than it asked for; those that are
        enumerated always see as much as they asked for.

        Raises:
            RuntimeError: the target has no control plane; checks that need one are not run there.
        """
        if self.ask is None:
            raise RuntimeError("this target's clock cannot be turned")
        if (meeting := waves.rendezvous()) is None:
            self._turn(seconds)
        else:
            patient = patient and trial.current().drawn
            meeting.wait(self.now() + seconds, self.now, self._turn, patient=patient)

    def _turn(self, seconds: float) -> None:
        assert self.ask is not None
        before = time.time()
        now = self.ask(seconds)
        self.offset = now - (before + time.time()) / 2
