"""Changes what is said on a socket: the query of its handshake, the client's messages, the server's."""

from __future__ import annotations

import copy
import json
from collections.abc import Callable, Sequence
from typing import Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from conformance.emulator.generated.fault import (
    ANSWER,
    MESSAGE,
    QUERY,
    REQUEST,
    STATUS,
    Document,
    Effect,
    GeneratedFault,
)
from conformance.emulator.generated.texts import fields_of

_REFUSED_WITH = 400
_TYPE = "type"


class Talking:
    """One socket of `app` with `faults` in what is said. With `note` nothing is changed, and names are given to it."""

    def __init__(
        self, app: ASGIApp, faults: Sequence[GeneratedFault], note: Callable[[Sequence[str]], None] | None
    ) -> None:
        self._app = app
        self._faults = faults
        self._note = note

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve the socket until it ends."""
        effect, changed = self._apply(fields_of(scope["query_string"]), side=REQUEST, part=QUERY)
        if effect is Effect.REFUSED:
            await receive()
            await self._refuse(scope, send)
            return
        if effect is Effect.CHANGED:
            scope = {**scope, "query_string": urlencode(changed, doseq=True).encode()}

        async def heard() -> Message:
            message = await receive()
            return self._passed(message, REQUEST)[0] if message["type"] == "websocket.receive" else message

        async def said(message: Message) -> None:
            if message["type"] == "websocket.http.response.start":
                message = {**message, "status": self._status(message["status"])}
            for each in self._passed(message, ANSWER) if message["type"] == "websocket.send" else (message,):
                await send(each)

        await self._app(scope, heard, said)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        if "websocket.http.response" in scope.get("extensions", {}):
            start = {"type": "websocket.http.response.start", "status": _REFUSED_WITH, "headers": []}
            await send(start)
            await send({"type": "websocket.http.response.body", "body": b""})
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _status(self, status: int) -> int:
        found = [fault for fault in self._faults if fault.part == STATUS and fault.statuses[0] == status]
        if self._note is not None:
            self._note([fault.name for fault in found])
            return status
        return found[0].statuses[1] if found else status

    def _passed(self, message: Message, side: str) -> Sequence[Message]:
        """What becomes of a message: nothing, one or two."""
        text = message.get("text")
        if not text:
            return (message,)
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return (message,)
        kind = value.get(_TYPE) if isinstance(value, dict) else None
        effect, changed = self._apply(value, side=side, part=MESSAGE, message=kind)
        if effect is Effect.CHANGED:
            message = {**message, "text": json.dumps(changed)}
        return {Effect.LEFT_OUT: (), Effect.TWICE: (message, message)}.get(effect, (message,))

    def _apply(self, value: Any, *, side: str, part: str, message: Any = "") -> tuple[Effect, Any]:
        """What the faults make of a value. A message that a fault would refuse is passed on: sockets have no answer."""
        shown = []
        document = Document(value)
        whole = Effect.NOTHING
        for fault in self._faults:
            if fault.side != side or fault.part != part or (part == MESSAGE and fault.message != message):
                continue
            if self._note is not None:
                if fault.change(Document(copy.deepcopy(value))) is not Effect.NOTHING:
                    shown.append(fault.name)
                continue
            effect = fault.change(document)
            if effect is Effect.REFUSED and part == QUERY:
                return effect, value
            if effect not in (Effect.NOTHING, Effect.REFUSED):
                whole = effect
        if self._note is not None:
            self._note(shown)
        return whole, document.value
