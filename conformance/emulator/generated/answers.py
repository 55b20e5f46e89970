"""Changes what a server answers: its status, its media type, its JSON."""

from __future__ import annotations

import copy
import json
from collections.abc import Sequence
from typing import Any

from starlette.types import Message, Send

from conformance.emulator.generated.fault import (
    BODY,
    MEDIA_TYPE,
    STATUS,
    Document,
    Effect,
    GeneratedFault,
)

#: So many bytes of an answer are looked at; longer ones pass untouched.
MOST = 8 * 1024 * 1024
_JSON = b"application/json"
_TEXT = b"text/plain"
_SUCCESS = range(200, 300)


class Answered:
    """In place of the server's `send`: changes the answer by `faults`.

    With `shown` nothing is changed, and what would have been is added there, by name.
    """

    def __init__(self, faults: Sequence[GeneratedFault], send: Send, shown: list[str] | None) -> None:
        self._faults = faults
        self._send = send
        self._shown = shown
        self._start: Message = {}
        self._content: bytearray | None = None

    async def __call__(self, message: Message) -> None:
        """Pass on one message of ASGI, changed where that is due."""
        if message["type"] == "http.response.start":
            await self._begin(message)
        elif message["type"] == "http.response.body" and self._content is not None:
            self._content += message.get("body", b"")
            if len(self._content) > MOST or not message.get("more_body", False):
                content, self._content = bytes(self._content), None
                await self._finish(content, more=message.get("more_body", False))
        else:
            await self._send(message)

    async def _begin(self, message: Message) -> None:
        self._start = message
        if self._is_json():
            self._content = bytearray()
        elif any(fault.part == STATUS for fault in self._faults):
            status = self._status(message["status"])
            await self._send({**message, "status": status})
        else:
            await self._send(message)

    async def _finish(self, content: bytes, *, more: bool) -> None:
        changed = content if more else self._changed(content)
        status = self._status(self._start["status"])
        if self._shown is None and status in _SUCCESS and self._start["status"] not in _SUCCESS:
            changed = b"{}"
        media_type = self._media_type()
        if changed == content and status == self._start["status"] and media_type == _JSON:
            await self._send(self._start)
            await self._send({"type": "http.response.body", "body": content, "more_body": more})
            return
        kept = [
            (name, value)
            for name, value in self._start["headers"]
            if name.lower() not in (b"content-length", b"content-type")
        ]
        if not more:
            kept.append((b"content-length", str(len(changed)).encode()))
        await self._send({**self._start, "status": status, "headers": [*kept, (b"content-type", media_type)]})
        await self._send({"type": "http.response.body", "body": changed, "more_body": more})

    def _is_json(self) -> bool:
        kind = next((value for name, value in self._start["headers"] if name.lower() == b"content-type"), b"")
        return bool(kind.lower().startswith(_JSON))

    def _status(self, status: int) -> int:
        for fault in self._faults:
            if fault.part == STATUS and fault.statuses[0] == status:
                if self._shown is None:
                    return fault.statuses[1]
                self._shown.append(fault.name)
        return status

    def _media_type(self) -> bytes:
        for fault in self._faults:
            if fault.part == MEDIA_TYPE and self._start["status"] in _SUCCESS:
                if self._shown is None:
                    return _TEXT
                self._shown.append(fault.name)
        return _JSON

    def _changed(self, content: bytes) -> bytes:
        """The body as the faults leave it. They are of answers to what was done, not of refusals."""
        faults = [fault for fault in self._faults if fault.part == BODY]
        if not faults or self._start["status"] not in _SUCCESS:
            return content
        try:
            document = Document(json.loads(content))
        except (ValueError, RecursionError):
            return content
        changed = False
        for fault in faults:
            if self._shown is not None:
                if fault.change(_copied(document)) is not Effect.NOTHING:
                    self._shown.append(fault.name)
            elif fault.change(document) is not Effect.NOTHING:
                changed = True
        return json.dumps(document.value).encode() if changed else content


def _copied(document: Document) -> Document:
    value: Any = copy.deepcopy(document.value)
    return Document(value)
