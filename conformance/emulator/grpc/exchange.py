"""One request of HTTP within this process: its body goes in piece by piece, and its answer comes out likewise.

Neither is ever in memory as a whole because of that: whoever is faster waits for the other.
"""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import AsyncIterator, Callable, Mapping

from starlette.types import ASGIApp, Message, Scope

log = logging.getLogger("conformance.emulator")

# The event loop itself does not keep what runs in it.
_RUNNING: set[asyncio.Task[None]] = set()


class Exchange:
    """Calls `app` with the request that `scope` describes, as a server of HTTP would.

    When the client is gone (`hang_up`), the application is told so and comes to its own end; it is never interrupted,
    since that could leave something half done.
    """

    def __init__(self, app: ASGIApp, scope: Scope) -> None:
        self.status: int | None = None
        self.headers: Mapping[str, str] = {}
        self._pieces: deque[bytes] = deque()
        self._whole = False  # nothing follows the pieces
        self._told = False  # the application knows that
        self._chunk: bytes | None = None
        self._answered = False
        self._gone = False
        self._over = False
        self._changed = asyncio.Event()
        task = asyncio.get_running_loop().create_task(self._run(app, scope))
        _RUNNING.add(task)
        task.add_done_callback(_RUNNING.discard)

    # The side of the client

    async def feed(self, piece: bytes) -> bool:
        """Send a piece of the body. False once nobody wants more of it."""
        await self._until(lambda: not self._pieces or self._unwanted)
        if self._unwanted:
            return False
        self._pieces.append(piece)
        self._changed.set()
        return True

    def finish(self) -> None:
        """Say that the body is complete."""
        self._whole = True
        self._changed.set()

    def hang_up(self) -> None:
        """Be gone. Harmless once the answer is complete."""
        self._gone = True
        self._changed.set()

    async def begin(self) -> bool:
        """Wait for the answer to begin, and so for `status` and `headers`. False: there is none."""
        await self._until(lambda: self.status is not None or self._over)
        return self.status is not None

    async def chunks(self) -> AsyncIterator[bytes]:
        """The body of the answer."""
        while True:
            await self._until(lambda: self._chunk is not None or self._answered or self._over)
            if self._chunk is None:
                return
            chunk, self._chunk = self._chunk, None
            self._changed.set()
            yield chunk

    @property
    def complete(self) -> bool:
        """Whether the answer has come to its end, and was not broken off."""
        return self._answered

    # The side of the application

    async def _run(self, app: ASGIApp, scope: Scope) -> None:
        try:
            await app(scope, self._receive, self._send)
        except Exception:
            log.exception("%s %s failed", scope["method"], scope["path"])
        finally:
            self._over = True
            self._changed.set()

    async def _receive(self) -> Message:
        await self._until(
            lambda: bool(self._pieces) or self._gone or (self._whole and not self._told) or self._unwanted
        )
        if self._gone:
            return {"type": "http.disconnect"}
        if self._pieces:
            piece = self._pieces.popleft()
            self._changed.set()
            return {"type": "http.request", "body": piece, "more_body": True}
        if self._whole and not self._told:
            self._told = True
            return {"type": "http.request", "body": b"", "more_body": False}
        return {"type": "http.disconnect"}

    async def _send(self, message: Message) -> None:
        """Take a part of the answer. After the client has gone nobody minds, as with a server of HTTP."""
        if self._gone:
            return
        if message["type"] == "http.response.start":
            self.headers = {
                name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]
            }
            self.status = message["status"]
        elif message["type"] == "http.response.body":
            if chunk := message.get("body", b""):
                await self._until(lambda: self._chunk is None or self._gone)
                self._chunk = None if self._gone else bytes(chunk)
            self._answered = not message.get("more_body", False)
        self._changed.set()

    @property
    def _unwanted(self) -> bool:
        """Whether more of the body would be of no use."""
        answering = self.status is not None and not self._told
        return self._gone or self._over or self._answered or answering

    async def _until(self, holds: Callable[[], bool]) -> None:
        while not holds():
            self._changed.clear()
            await self._changed.wait()
