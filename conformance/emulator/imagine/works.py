"""What making images and videos takes beside the state: threads, room for big inputs, rates, and jobs at work."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import ParamSpec, TypeVar

from conformance.emulator.imagine.jobs import Jobs
from conformance.emulator.imagine.rates import Rates
from conformance.emulator.state import State

_Given = ParamSpec("_Given")
_Made = TypeVar("_Made")

THREADS = 2  # of each kind: pictures must not wait behind films


class Works:
    """One an application.

    `room` is held while inputs are in memory, so that many at once cannot add up; `big` while the body of a request
    is that has whole videos in it.
    """

    def __init__(self, state: State, *, rate_limits: bool = False) -> None:
        self.state = state
        self.rates = Rates(state.clock, on=rate_limits)
        self.room = asyncio.Semaphore(THREADS)
        self.big = asyncio.Lock()
        self._pictures = ThreadPoolExecutor(THREADS, "pictures")
        self._films = ThreadPoolExecutor(THREADS, "films")
        self.jobs = Jobs(state, self._films)

    async def drawn(
        self, function: Callable[_Given, _Made], *args: _Given.args, **kwargs: _Given.kwargs
    ) -> _Made:
        """What `function` returns, called in a thread for pictures."""
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._pictures, lambda: function(*args, **kwargs))

    def close(self) -> None:
        """Begin nothing more."""
        self._pictures.shutdown(wait=False, cancel_futures=True)
        self._films.shutdown(wait=False, cancel_futures=True)
