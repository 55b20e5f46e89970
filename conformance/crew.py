"""Whole checks side by side, in threads of one process: what examples alone leave unused where a target is far away.

A check is carried out ahead, with its fixtures, in a thread and in a trial of its own. When it has come to its end,
pytest is led through it in the main thread, and hears what it came to: so everything that pytest does around a check
is done for one after the other, as it always is.
"""

from __future__ import annotations

import sys
import threading
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from queue import SimpleQueue

import _pytest.assertion
import pytest

from conformance import trial, waves
from conformance.depth import steady
from conformance.fixtures import Fixtures

#: So many checks are carried out at once at most, however many requests may be under way: each may hold a socket or a
#: voice, of which a team has few.
MOST = 32
#: Seconds after which a thread that computes lets others go on; as long as usual, each answer would wait for it.
_SWITCH = 0.0005


@dataclass(slots=True)
class Outcome:
    """What a check came to: nothing was raised, or it was in `when` (pytest's `setup` or `call`)."""

    trial: trial.Trial
    raised: BaseException | None = None
    when: str = "call"
    seconds: float = 0.0


OUTCOME = pytest.StashKey[Outcome]()
#: Checks that are carried out one after the other.
Lane = Iterable[pytest.Function]


@dataclass(slots=True)
class Crew:
    """Carries checks out. `begin` opens a trial, `ready` may say why one cannot be, `end` deletes what was made."""

    fixtures: Fixtures
    begin: Callable[[pytest.Item], trial.Trial]
    ready: Callable[[pytest.Item], None]
    end: Callable[[pytest.Item], None]
    _done: SimpleQueue[pytest.Function | None] = field(default_factory=SimpleQueue)

    def carry_out(self, lanes: Iterable[Lane], checks: int) -> None:
        """The lanes side by side, those that come first are begun first; pytest hears of each check at its end.

        There are so many `checks` in all of them.

        Raises:
            KeyboardInterrupt: the run was stopped.
        """
        waits = deque(lanes)
        crew = [
            threading.Thread(target=self._work, args=(waits,), name=f"crew-{number}")
            for number in range(min(waves.width(), MOST, len(waits)))
        ]
        try:
            for thread in crew:
                thread.start()
            for _ in range(checks):
                item = self._ended()
                item.config.hook.pytest_runtest_protocol(item=item, nextitem=None)
                del item.stash[OUTCOME]  # with all that it had sent
        except BaseException:
            waits.clear()
            waves.stop()
            raise
        finally:
            for thread in crew:
                if thread.ident is not None:
                    thread.join()

    def _ended(self) -> pytest.Function:
        """The next that has come to its end. The threads know that the run was stopped, also where it got lost here."""
        if (item := self._done.get()) is None:
            raise KeyboardInterrupt
        return item

    def _work(self, waits: deque[Lane]) -> None:
        while True:
            try:
                lane = waits.popleft()
            except IndexError:
                return
            for item in lane:
                if waves.stopped():
                    self._done.put(None)
                    return
                item.stash[OUTCOME] = self._outcome(item)
                self._done.put(item)

    def _outcome(self, item: pytest.Function) -> Outcome:
        try:
            outcome = Outcome(self.begin(item))
        except BaseException as error:  # noqa: BLE001 - whatever it is, pytest is told, who waits for every check
            return Outcome(trial.Trial(), raised=error, when="setup")
        began = time.perf_counter()
        try:
            with waves.place(), trial.within(outcome.trial), ExitStack() as own:
                self._carry_out(item, outcome, own)
        except BaseException as error:  # noqa: BLE001 - pytest is told of it
            outcome.raised = outcome.raised or error
        outcome.seconds = time.perf_counter() - began
        try:
            with waves.place(), trial.within(trial.Trial()):
                self.end(item)
                self.fixtures.leave(item)
        except BaseException as error:  # noqa: BLE001 - as above
            outcome.raised = outcome.raised or error
        return outcome

    def _carry_out(self, item: pytest.Function, outcome: Outcome, own: ExitStack) -> None:
        try:
            waves.go_on()
            self.ready(item)
            item.funcargs.update(self.fixtures.of(item, own))
        except BaseException:
            outcome.when = "setup"
            raise
        names = item._fixtureinfo.argnames  # noqa: SLF001 - the same that pytest itself calls it with
        try:
            item.obj(**{name: item.funcargs[name] for name in names})
        except BaseException as error:
            outcome.raised = error  # whatever the end of a fixture may add
            raise


@contextmanager
def at_work(item: pytest.Item) -> Generator[None]:
    """Surrounds the work of a crew: threads take turns quickly, and assertions are explained in all of them.

    They are explained as pytest does it while it is at a check, which is in the main thread alone.
    """
    explained = _pytest.assertion.pytest_runtest_protocol(item)
    next(explained)
    before = sys.getswitchinterval()
    sys.setswitchinterval(_SWITCH)
    try:
        with steady():
            yield
    finally:
        sys.setswitchinterval(before)
        explained.close()


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Tell pytest that a fixture raised something."""
    outcome = item.stash.get(OUTCOME, None)
    if outcome is not None and outcome.raised is not None and outcome.when == "setup":
        raise outcome.raised


@pytest.hookimpl(tryfirst=True)
def pytest_pyfunc_call(pyfuncitem: pytest.Function) -> bool | None:
    """Tell pytest what a check came to that was carried out already."""
    outcome = pyfuncitem.stash.get(OUTCOME, None)
    if outcome is None:
        return None
    if outcome.raised is not None:
        raise outcome.raised
    return True
