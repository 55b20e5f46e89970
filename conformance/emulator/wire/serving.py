"""Serving one planned answer over HTTP."""

from __future__ import annotations

import asyncio
import json
from typing import Any, Protocol

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.emulator.errors import SENTENCES
from conformance.emulator.wire.fields import dropped, enlarged, nulled, replaced
from conformance.emulator.wire.script import INSTEAD, Answer

BODY_SECONDS = 30.0  # for a body that is read for nothing but the log
BODILESS = frozenset({204, 304})


class Passing(Protocol):
    """The two ways of one exchange, and its end before its time."""

    async def receive(self) -> Message:
        """The next message of the server."""
        ...

    async def send(self, message: Message) -> None:
        """Give a message to the server."""
        ...

    async def hang_up(self) -> None:
        """End the connection as it is."""
        ...


async def serve(planned: Answer, app: ASGIApp, scope: Scope, passing: Passing) -> None:
    """Answer one request as planned."""
    if planned.kind in INSTEAD:
        await _instead(planned, app, scope, passing)
    elif planned.kind == "lost":
        await app(scope, passing.receive, _nowhere)
        await passing.hang_up()
    elif planned.kind == "late":
        await app(scope, passing.receive, _Late(passing.send, planned.seconds))
    elif planned.kind == "truncate":
        await app(scope, passing.receive, _Cut(passing.send, planned.bytes))
        await passing.hang_up()
    else:
        await app(scope, passing.receive, _Changed(planned, passing.send))


async def _instead(planned: Answer, app: ASGIApp, scope: Scope, passing: Passing) -> None:
    if planned.carried_out:
        await app(scope, passing.receive, _nowhere)
    else:
        await _read(passing.receive)
    assert planned.status is not None
    body = b""
    if planned.kind == "status" and planned.status not in BODILESS:
        sentence = {"code": SENTENCES.get(planned.status, "planned"), "error": "this answer was planned"}
        body = json.dumps(sentence if planned.body is None else planned.body).encode()
    fields = {"content-type": "application/json", **planned.headers, "content-length": str(len(body))}
    pairs = [(name.encode("latin-1"), value.encode("latin-1")) for name, value in fields.items()]
    await passing.send({"type": "http.response.start", "status": planned.status, "headers": pairs})
    shown = b"" if scope["method"] == "HEAD" else body
    await passing.send({"type": "http.response.body", "body": shown})


async def _read(receive: Receive) -> None:
    try:
        async with asyncio.timeout(BODY_SECONDS):
            while True:
                message = await receive()
                if message["type"] != "http.request" or not message.get("more_body", False):
                    return
    except TimeoutError:
        return


async def _nowhere(_: Message) -> None:
    return


class _Late:
    """Sends an answer some seconds after it is there."""

    def __init__(self, send: Send, seconds: float) -> None:
        self._send = send
        self._seconds = seconds

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await asyncio.sleep(self._seconds)
        await self._send(message)


class _Cut:
    """Sends the beginning of an answer, under a head that promises all of it."""

    def __init__(self, send: Send, left: int) -> None:
        self._send = send
        self._left = left

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            await self._send(message)
        elif self._left > 0:
            piece = message.get("body", b"")[: self._left]
            self._left -= len(piece)
            await self._send({**message, "body": piece, "more_body": True})


class _Changed:
    """Sends an answer with other fields, where it is a success and holds JSON."""

    def __init__(self, planned: Answer, send: Send) -> None:
        self._planned = planned
        self._send = send
        self._start: Message | None = None
        self._body = bytearray()

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            kind = dict(message["headers"]).get(b"content-type", b"")
            if message["status"] < 300 and kind.startswith(b"application/json"):
                self._start = message
                return
        if self._start is None:
            await self._send(message)
            return
        self._body += message.get("body", b"")
        if not message.get("more_body", False):
            body = json.dumps(changed(self._planned, json.loads(self._body)), ensure_ascii=False).encode()
            kept = [(name, value) for name, value in self._start["headers"] if name != b"content-length"]
            kept.append((b"content-length", str(len(body)).encode()))
            await self._send({**self._start, "headers": kept})
            await self._send({"type": "http.response.body", "body": body})


def changed(planned: Answer, value: Any) -> Any:
    """The JSON of an answer, with what the plan does to its fields; any other plan does nothing."""
    if planned.kind == "drop-fields":
        return dropped(value, planned.fields)
    if planned.kind == "null-fields":
        return nulled(value, planned.fields)
    if planned.kind == "add-fields":
        return enlarged(value)
    if planned.kind == "set-field":
        return replaced(value, planned.field, planned.value)
    return value
