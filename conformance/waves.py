"""Examples that travel together: on a target that is far away, waiting for one answer after another is what takes time.

Each example has a thread and a trial of its own. In a wave the target's clock is turned only when every example waits
for it, and only to the earliest moment that any of them waits for, so that none sees time pass that it did not ask for.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from conformance import trial

T = TypeVar("T")
U = TypeVar("U")

#: So many requests may be under way at once; 1 means one after the other, and no thread.
_width = 1


def width() -> int:
    """How many examples travel together."""
    return _width


def set_width(examples: int) -> None:
    """Let so many examples travel together from now on."""
    global _width  # noqa: PLW0603 - a run has one
    _width = examples


@dataclass(slots=True)
class Rendezvous:
    """Where the examples of a wave wait for the clock. `active` is how many of them have not ended."""

    active: int
    _moments: dict[int, float] = field(default_factory=dict)
    _troubles: dict[int, BaseException] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def wait(self, moment: float, now: Callable[[], float], turn: Callable[[float], None]) -> None:
        """Come back when it is `moment`, in the target's Unix seconds; `turn` turns the clock by seconds."""
        me = threading.get_ident()
        with self._changed:
            self._moments[me] = moment
            self._go_on(now, turn)
            while me in self._moments:
                self._changed.wait()
                self._go_on(now, turn)
            if trouble := self._troubles.pop(me, None):
                raise trouble

    def end(self) -> None:
        """One example has ended, and nobody waits for it any more."""
        with self._changed:
            self.active -= 1
            self._changed.notify_all()

    def _go_on(self, now: Callable[[], float], turn: Callable[[float], None]) -> None:
        """Turn the clock, if all wait for it. Whoever finds that so does it; the others are woken."""
        if not self._moments or len(self._moments) < self.active:
            return
        earliest = min(self._moments.values())
        try:
            turn(max(0.0, earliest - now()))
        except BaseException as error:  # noqa: BLE001 - each example has to hear of it
            self._troubles |= dict.fromkeys(self._moments, error)
            self._moments.clear()
        else:
            self._moments = {who: moment for who, moment in self._moments.items() if moment > earliest}
        self._changed.notify_all()


_rendezvous: ContextVar[Rendezvous | None] = ContextVar("rendezvous", default=None)


def rendezvous() -> Rendezvous | None:
    """Where this thread has to wait for the clock; `None` where it may turn it by itself."""
    return _rendezvous.get()


def together(acts: Sequence[Callable[[], None]]) -> list[BaseException | None]:
    """Carry out `acts` side by side, each with a trial of its own; what each raised, in their order.

    The trial at hand gets what they observed and how many examples they were, in the same order, and the failure of the
    first that failed.
    """
    whole = trial.current()
    branches = [whole.branch() for _ in acts]
    meeting = Rendezvous(len(acts))

    def run(number: int) -> BaseException | None:
        _rendezvous.set(meeting)
        try:
            with trial.within(branches[number]):
                acts[number]()
        except BaseException as error:  # noqa: BLE001 - it is raised again by whoever started the wave
            return error
        finally:
            meeting.end()
        return None

    with ThreadPoolExecutor(len(acts)) as pool:
        ended = list(pool.map(run, range(len(acts))))
    for branch in branches:
        whole.merge(branch)
    return ended


def batches(items: Iterable[T], size: int) -> Iterator[list[T]]:
    """So many items at a time."""
    batch: list[T] = []
    for item in items:
        batch.append(item)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


def each(act: Callable[[T], U], items: Iterable[T], *, at_least: int = 1) -> list[U]:
    """`act` on every item, as many at once as travel together and no fewer than `at_least`; all of one trial."""
    threads = max(_width, at_least)
    if threads == 1:
        return [act(item) for item in items]
    with ThreadPoolExecutor(threads) as pool:
        return list(pool.map(trial.carried(act), items))
