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
            return self._passed(message, REQUEST) if message["type"] == "websocket.receive" else message

        async def said(message: Message) -> None:
            await send(self._passed(message, ANSWER) if message["type"] == "websocket.send" else message)

        await self._app(scope, heard, said)

    async def _refuse(self, scope: Scope, send: Send) -> None:
        if "websocket.http.response" in scope.get("extensions", {}):
            start = {"type": "websocket.http.response.start", "status": _REFUSED_WITH, "headers": []}
            await send(start)
            await send({"type": "websocket.http.response.body", "body": b""})
        else:
            await send({"type": "websocket.close", "code": 1008})

    def _passed(self, message: Message, side: str) -> Message:
        text = message.get("text")
        if not text:
            return message
        try:
            value = json.loads(text)
        except (ValueError, RecursionError):
            return message
        kind = value.get(_TYPE) if isinstance(value, dict) else None
        effect, changed = self._apply(value, side=side, part=MESSAGE, message=kind)
        return {**message, "text": json.dumps(changed)} if effect is Effect.CHANGED else message

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
            if effect is Effect.CHANGED:
                whole = effect
        if self._note is not None:
            self._note(shown)
        return whole, document.value
