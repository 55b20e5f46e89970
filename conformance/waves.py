"""Examples that travel together: on a target that is far away, waiting for one answer after another is what takes time.

Each example has a thread and a trial of its own. In a wave the target's clock is turned only when every example waits
for it, and only to the earliest moment that any of them waits for, so that none sees time pass that it did not ask for.
Those to whom it makes no difference whether more time passes wait until nobody else waits.

Whoever sends requests beside others takes a place for it, and there are as many places as requests may be under way.
Who waits for somebody else has none meanwhile.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TypeVar

from conformance import trial
from conformance.outcomes import NoVerdict

T = TypeVar("T")
U = TypeVar("U")

#: So many requests may be under way at once; 1 means one after the other, and no thread.
_width = 1
_places = threading.Semaphore(1)
_has_place: ContextVar[bool] = ContextVar("has_place", default=False)
_stopped = False


def width() -> int:
    """How many examples travel together."""
    return _width


def set_width(examples: int) -> None:
    """Let so many examples travel together from now on."""
    global _width, _places
    _width, _places = examples, threading.Semaphore(examples)


def stop(*, now: bool = True) -> None:
    """The run is stopped: from now on nothing is sent for any check. With `now=False` it goes on."""
    global _stopped  # noqa: PLW0603 - an event has a lock, which the same thread may hold when the signal comes
    _stopped = now


def stopped() -> bool:
    """Whether the run was stopped."""
    return _stopped


def go_on() -> None:
    """Come back if there is something to go on with.

    Raises:
        NoVerdict: the run was stopped.
    """
    if _stopped:
        raise NoVerdict("the run was stopped")


@contextmanager
def place() -> Iterator[None]:
    """Surrounds what sends requests beside others: come in when one more may be under way."""
    if _width == 1 or _has_place.get():
        yield
        return
    with _places:
        token = _has_place.set(True)
        try:
            yield
        finally:
            _has_place.reset(token)


@contextmanager
def waiting() -> Iterator[None]:
    """Surrounds what waits for others, who may have the place meanwhile."""
    if not _has_place.get():
        yield
        return
    _places.release()
    token = _has_place.set(False)
    try:
        yield
    finally:
        _has_place.reset(token)
        _places.acquire()


@dataclass(slots=True)
class Locks:
    """Keeps two checks from doing the same thing at once, by a key that says what."""

    _locks: dict[Hashable, threading.RLock] = field(default_factory=dict)
    _own: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def only(self, key: Hashable) -> Iterator[None]:
        """Surrounds what nobody else may be at."""
        with self._own:
            lock = self._locks.setdefault(key, threading.RLock())
        if not lock.acquire(blocking=False):
            with waiting():
                lock.acquire()
        try:
            yield
        finally:
            lock.release()


@dataclass(slots=True)
class Rendezvous:
    """Where the examples of a wave wait for the clock. `active` is how many of them have not ended."""

    active: int
    _moments: dict[int, float] = field(default_factory=dict)
    _patient: set[int] = field(default_factory=set)
    _troubles: dict[int, BaseException] = field(default_factory=dict)
    _changed: threading.Condition = field(default_factory=threading.Condition)

    def wait(
        self, moment: float, now: Callable[[], float], turn: Callable[[float], None], *, patient: bool = False
    ) -> None:
        """Come back when it is `moment`, in the target's Unix seconds; `turn` turns the clock by seconds.

        To who is `patient` it may be later as well.
        """
        me = threading.get_ident()
        with self._changed:
            self._moments[me] = moment
            if patient:
                self._patient.add(me)
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
        exact = [moment for who, moment in self._moments.items() if who not in self._patient]
        next_ = min(exact) if exact else max(self._moments.values())
        try:
            turn(max(0.0, next_ - now()))
        except BaseException as error:  # noqa: BLE001 - each example has to hear of it
            self._troubles |= dict.fromkeys(self._moments, error)
            self._moments.clear()
        else:
            self._moments = {who: moment for who, moment in self._moments.items() if moment > next_}
        self._patient &= self._moments.keys()
        self._changed.notify_all()


_rendezvous: ContextVar[Rendezvous | None] = ContextVar("rendezvous", default=None)


def rendezvous() -> Rendezvous | None:
    """Where this thread has to wait for the clock; `None` where it may turn it by itself."""
    return _rendezvous.get()


def together(acts: Sequence[Callable[[], None]], *, most: int | None = None) -> list[BaseException | None]:
    """Carry out `acts` side by side, each with a trial of its own; what each raised, in their order.

    No more than `most` of them are under way at once.

    They begin in their order, and none begins after one has raised something: so all before the first that did have
    come to their end. The trial at hand gets what they observed and how many examples they were, in the same order,
    and the failure of the first that failed.
    """
    whole = trial.current()
    branches = [whole.branch() for _ in acts]
    raised: list[BaseException | None] = [None] * len(acts)
    numbers = iter(range(len(acts)))
    lock = threading.Lock()
    abreast = max(1, min(_width, most or _width, len(acts)))
    meeting = Rendezvous(abreast)

    def following() -> int | None:
        with lock:
            return None if any(raised) else next(numbers, None)

    def travel(_: object) -> None:
        _rendezvous.set(meeting)
        try:
            while (number := following()) is not None:
                try:
                    with place(), trial.within(branches[number]):
                        acts[number]()
                except BaseException as error:  # noqa: BLE001 - it is raised again by whoever started the wave
                    raised[number] = error
                else:
                    branches[number].rest(last=number == len(acts) - 1)
        finally:
            meeting.end()

    with waiting(), ThreadPoolExecutor(abreast) as pool:
        list(pool.map(travel, range(abreast)))
    for branch in branches:
        whole.merge(branch)
    return raised


def each(act: Callable[[T], U], items: Iterable[T], *, at_least: int = 1) -> list[U]:
    """`act` on every item, as many at once as travel together and no fewer than `at_least`; all of one trial."""
    wanted = list(items)
    threads = min(max(_width, at_least), len(wanted))
    if threads <= 1:
        return [act(item) for item in wanted]
    carried = trial.carried(act)

    def in_place(item: T) -> U:
        with place():
            return carried(item)

    with waiting(), ThreadPoolExecutor(threads) as pool:
        return list(pool.map(carried if at_least > _width else in_place, wanted))
