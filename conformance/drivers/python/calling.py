"""Calling the functions of an SDK for Python, whose clients may be asynchronous."""

from __future__ import annotations

import asyncio
import contextlib
import inspect
from collections.abc import Callable, Iterable
from typing import Any

from conformance.drivers.python.spoken import Spoken


class Caller:
    """Calls the clients of one `mode`: `sync`, or `aio`, whose clients all belong to one loop."""

    def __init__(self, mode: str) -> None:
        self.aio = mode == "aio"
        self._loop = asyncio.new_event_loop()

    def made(self, make: Callable[[], Any]) -> Any:
        """What `make` gives; it is called in the loop if it makes something that belongs there."""

        async def inside() -> Any:
            return make()

        return self._loop.run_until_complete(inside()) if self.aio else make()

    def carried_out(self, function: Callable[..., Any], call: Spoken) -> Any:
        """What a call of `function` gives."""

        async def awaited() -> Any:
            return await function(*call.positional, **call.keywords)

        if self.aio:
            return self._loop.run_until_complete(awaited())
        return function(*call.positional, **call.keywords)

    def close(self, clients: Iterable[Any]) -> None:
        """Close clients, whatever comes of it."""
        for client in clients:
            with contextlib.suppress(Exception):
                closing = client.close()
                if inspect.isawaitable(closing):
                    self._loop.run_until_complete(closing)
