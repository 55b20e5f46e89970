"""Planned answers on their way through this process, before they become messages."""

from __future__ import annotations

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.emulator.wire import Answer
from conformance.emulator.wire.serving import serve


class Planned:
    """The application `app`, with `planned` as its answer."""

    def __init__(self, app: ASGIApp, planned: Answer) -> None:
        self._app = app
        self._planned = planned

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        await serve(self._planned, self._app, scope, _Ways(receive, send))


class _Ways:
    """The two ways of an exchange. It ends with the application, and so there is nothing to be done to hang up."""

    def __init__(self, receive: Receive, send: Send) -> None:
        self._receive = receive
        self._send = send

    async def receive(self) -> Message:
        """The next message of the client."""
        return await self._receive()

    async def send(self, message: Message) -> None:
        """Give a message to the client."""
        await self._send(message)

    async def hang_up(self) -> None:
        """End the connection."""
