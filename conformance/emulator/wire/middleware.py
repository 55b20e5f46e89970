"""Stands before the emulator: writes down what comes in, and serves what is planned."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Iterable, Mapping

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.emulator.app import CONTROL
from conformance.emulator.protocol import hang_up
from conformance.emulator.wire import Wire
from conformance.emulator.wire.bodies import Reader
from conformance.emulator.wire.control import Control
from conformance.emulator.wire.log import Entry, Log
from conformance.emulator.wire.operations import Operations
from conformance.emulator.wire.serving import serve
from conformance.emulator.wire.talks import Talk

OPENED = 101  # the status of a handshake that was accepted
EARLY = 1000  # messages that are taken while a client ought to wait


class Recorded:
    """The application `app`, with everything that it is asked in the wire's log. The control plane is not."""

    def __init__(self, app: ASGIApp, wire: Wire) -> None:
        self._app = app
        self._wire = wire
        self._control = Control(wire)
        self._operations = Operations()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] == "websocket":
            await self._socket(scope, receive, send)
        elif scope["type"] != "http":
            await self._app(scope, receive, send)
        elif self._control.owns(scope["path"]):
            await self._control(scope, receive, send)
        elif scope["path"].startswith(CONTROL):
            await self._app(scope, receive, send)
        else:
            await self._exchange(scope, receive, send)

    async def _exchange(self, scope: Scope, receive: Receive, send: Send) -> None:
        entry = self._wire.log.begin(
            transport="rest",
            operation=self._operations.of(scope["method"], scope["path"]),
            method=scope["method"],
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=headers(scope["headers"]),
        )
        passing = _Passing(self._wire.log, entry, receive, send)
        planned = self._wire.script.take(entry.operation)
        try:
            if planned is None:
                await self._app(scope, passing.receive, passing.send)
            else:
                entry.planned = planned.kind
                await serve(planned, self._app, scope, passing)
        finally:
            passing.end()

    async def _socket(self, scope: Scope, receive: Receive, send: Send) -> None:
        entry = self._wire.log.begin(
            transport="socket",
            operation=self._operations.of_socket(scope["path"]),
            method="GET",
            path=scope["path"],
            query=scope["query_string"].decode("latin-1"),
            headers=headers(scope["headers"]),
        )
        planned = self._wire.script.take(entry.operation)
        talking = _Talking(entry, receive, send)
        try:
            if planned is not None:
                entry.planned = planned.kind
                talking.late = planned.seconds
            if planned is not None and planned.status is not None:
                await talking.refuse(planned.status, planned.headers)
            else:
                await self._app(scope, talking.receive, talking.send)
        finally:
            self._wire.log.end(entry, status=entry.status)


class _Talking:
    """One connection on its way. With `late` its first message comes so many seconds later.

    Meanwhile what the client sends is taken and noted: that is how one tells whether it waits for its turn.
    """

    def __init__(self, entry: Entry, receive: Receive, send: Send) -> None:
        self.late = 0.0
        self._entry = entry
        self._talk = Talk(entry)
        self._receive = receive
        self._send = send
        self._early: deque[Message] = deque()

    async def receive(self) -> Message:
        """The next message of the server."""
        return self._early.popleft() if self._early else await self._heard()

    async def send(self, message: Message) -> None:
        """Pass a message on."""
        if message["type"] == "websocket.accept":
            self._entry.status = OPENED
        elif message["type"] == "websocket.http.response.start":
            self._entry.status = message["status"]
        elif message["type"] == "websocket.send" and self.late:
            await self._wait()
        self._talk.said(message)
        await self._send(message)

    async def refuse(self, status: int, fields: Mapping[str, str]) -> None:
        """Refuse the handshake."""
        await self._receive()
        pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields.items()]
        await self.send({"type": "websocket.http.response.start", "status": status, "headers": pairs})
        await self.send({"type": "websocket.http.response.body", "body": b"", "more_body": False})

    async def _wait(self) -> None:
        until, self.late = asyncio.get_running_loop().time() + self.late, 0.0
        try:
            async with asyncio.timeout_at(until):
                while len(self._early) < EARLY:
                    self._early.append(await self._heard())
                await asyncio.Event().wait()
        except TimeoutError:
            return

    async def _heard(self) -> Message:
        message = await self._receive()
        self._talk.heard(message)
        return message


class _Passing:
    """One exchange on its way: its body in, its status out."""

    def __init__(self, log: Log, entry: Entry, receive: Receive, send: Send) -> None:
        self._log = log
        self._entry = entry
        self._receive = receive
        self._send = send
        self._reader = Reader(entry.headers.get("content-type", ""))
        length = entry.headers.get("content-length", "0")
        self._complete = length == "0" and "transfer-encoding" not in entry.headers

    async def receive(self) -> Message:
        """The next message of the server."""
        message = await self._receive()
        if message["type"] == "http.request":
            self._reader.feed(message.get("body", b""))
            self._complete = self._complete or not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        """Pass a message on. What it tells is in the log before the client has it, and may ask for it."""
        if message["type"] == "http.response.start":
            self._entry.status = message["status"]
        self.end()
        await self._send(message)

    async def hang_up(self) -> None:
        """End the connection as it is."""
        await hang_up(self._receive)

    def end(self) -> None:
        """Write down how far it has come."""
        self._entry.body = self._reader.body(complete=self._complete)
        self._log.end(self._entry, status=self._entry.status)


def headers(pairs: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    """Headers by their names in lower case; the values of one that is there twice stand in a row."""
    found: dict[str, str] = {}
    for name, value in pairs:
        key, text = name.decode("latin-1").lower(), value.decode("latin-1")
        found[key] = f"{found[key]}, {text}" if key in found else text
    return found
