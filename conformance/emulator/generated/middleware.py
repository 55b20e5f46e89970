"""Puts generated faults between the server and an emulator that has none; or notes which would have done something.

Only exchanges of the fault's own operation are touched, and of them only JSON and forms of a reasonable size. All else
passes as it is.
"""

from __future__ import annotations

import copy
import json
import re
import time
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import IO, Any
from urllib.parse import urlencode

from starlette.types import ASGIApp, Message, Receive, Scope, Send

import specs
from conformance.emulator.generated.answers import Answered
from conformance.emulator.generated.fault import (
    ANSWER,
    BODY,
    FORM,
    QUERY,
    REQUEST,
    Document,
    Effect,
    GeneratedFault,
)
from conformance.emulator.generated.forms import Form
from conformance.emulator.generated.sockets import Talking
from conformance.emulator.generated.texts import fields_of

#: So many bytes of a body are looked at; longer ones pass untouched.
MOST = 1024 * 1024
_REFUSAL = json.dumps({"code": "invalid-argument", "error": "refused by a generated fault"}).encode()
_REFUSED_WITH = 400


class Notes:
    """Which faults would have changed something, one JSON line an exchange."""

    def __init__(self, path: Path) -> None:
        self._file: IO[str] = path.open("a", encoding="utf-8")

    def note(self, names: Sequence[str]) -> None:
        """Write down that these would have shown just now."""
        if names:
            self._file.write(json.dumps({"time": round(time.time(), 6), "faults": names}) + "\n")
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        self._file.close()


class Mutated:
    """The application `app` with `faults` in what passes. With `notes` nothing is changed, and everything noted."""

    def __init__(self, app: ASGIApp, faults: Iterable[GeneratedFault], notes: Notes | None = None) -> None:
        self._app = app
        self._notes = notes
        self._faults: dict[str, list[GeneratedFault]] = {}
        for fault in faults:
            for operation in fault.operations:
                self._faults.setdefault(operation, []).append(fault)
        spec = specs.load()
        # Those that live on a server of their own have a folder of their own in the emulator.
        self._routes = [
            (operation.method, _pattern(operation.path, elsewhere=not operation.authenticated), operation.id)
            for operation in sorted(spec.operations.values(), key=lambda each: each.path.count("{"))
            if operation.id in self._faults
        ]
        self._sockets = {
            socket.path: f"{socket.id}-socket"
            for socket in spec.sockets.values()
            if f"{socket.id}-socket" in self._faults
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request or one socket."""
        if scope["type"] == "websocket" and scope["path"] in self._sockets:
            faults = self._faults[self._sockets[scope["path"]]]
            note = None if self._notes is None else self._notes.note
            await Talking(self._app, faults, note)(scope, receive, send)
            return
        operation = self._operation(scope) if scope["type"] == "http" else None
        if operation is None:
            await self._app(scope, receive, send)
            return
        await self._exchange(self._faults[operation], scope, receive, send)

    def _operation(self, scope: Scope) -> str | None:
        for method, pattern, operation in self._routes:
            if scope["method"] == method and pattern.fullmatch(scope["path"]):
                return operation
        return None

    async def _exchange(
        self, faults: Sequence[GeneratedFault], scope: Scope, receive: Receive, send: Send
    ) -> None:
        shown: list[str] = []
        asked = await _Request.read(scope, receive)
        for fault in faults:
            if fault.side == REQUEST:
                effect = asked.try_on(fault) if self._notes else asked.change(fault)
                if effect is Effect.REFUSED and not self._notes:
                    await _refuse(send)
                    return
                if effect is not Effect.NOTHING:
                    shown.append(fault.name)
        answers = [fault for fault in faults if fault.side == ANSWER]
        answered = Answered(answers, send, shown if self._notes else None)
        await self._app(asked.scope, asked.receive, answered)
        if self._notes:
            self._notes.note(shown)


class _Request:
    """A request that can be changed before it is passed on."""

    def __init__(self, scope: Scope, receive: Receive, content: bytes | None) -> None:
        self.scope = scope
        self._receive = receive
        self._content = content
        self._sent = content is None
        self.form: Form | None = None
        self._parsed = False
        self._json: Any = None

    @classmethod
    async def read(cls, scope: Scope, receive: Receive) -> _Request:
        """The request, with its body if that is of a kind and a size to be looked at."""
        headers: Mapping[bytes, bytes] = dict(scope["headers"])
        length = headers.get(b"content-length", b"")
        kind = headers.get(b"content-type", b"").lower()
        known = kind.startswith((b"application/json", b"multipart/form-data"))
        if not length.isdigit() or not 0 < int(length) <= MOST or not known:
            return cls(scope, receive, None)
        content = bytearray()
        while True:
            message = await receive()
            if message["type"] != "http.request":
                return cls(scope, _saying(message), None)
            content += message.get("body", b"")
            if not message.get("more_body", False):
                return cls(scope, receive, bytes(content))

    async def receive(self) -> Message:
        """The body in one piece, then whatever the server says."""
        if self._sent:
            return await self._receive()
        self._sent = True
        return {"type": "http.request", "body": self._content or b"", "more_body": False}

    def try_on(self, fault: GeneratedFault) -> Effect:
        """What the fault would do to it."""
        document = self._document(fault.part)
        return Effect.NOTHING if document is None else fault.change(Document(copy.deepcopy(document.value)))

    def change(self, fault: GeneratedFault) -> Effect:
        """Let the fault change it."""
        document = self._document(fault.part)
        if document is None:
            return Effect.NOTHING
        effect = fault.change(document)
        if effect is Effect.CHANGED:
            self._rewrite(fault.part, document.value)
        return effect

    def _document(self, part: str) -> Document | None:
        if part == QUERY:
            return Document(fields_of(self.scope["query_string"]))
        if self._content is None:
            return None
        if part == FORM:
            self.form = Form.read(dict(self.scope["headers"]).get(b"content-type", b""), self._content)
            return None if self.form is None else Document(self.form.fields())
        if part == BODY and not self._parsed:
            self._parsed = True
            try:
                self._json = Document(json.loads(self._content))
            except (ValueError, RecursionError):
                self._json = None
        found: Document | None = self._json
        return found

    def _rewrite(self, part: str, value: Any) -> None:
        if part == QUERY:
            self.scope = {**self.scope, "query_string": urlencode(value, doseq=True).encode()}
            return
        if part == FORM:
            assert self.form is not None
            self._content = self.form.with_fields(value)
        else:
            self._content = json.dumps(value).encode()
        headers = [(name, value) for name, value in self.scope["headers"] if name != b"content-length"]
        headers.append((b"content-length", str(len(self._content)).encode()))
        self.scope = {**self.scope, "headers": headers}


def _pattern(path: str, *, elsewhere: bool) -> re.Pattern[str]:
    below = re.sub(r"\\\{[^}]*\\\}", "[^/]+", re.escape(path))
    return re.compile(f"/[^/]+{below}" if elsewhere else below)


def _saying(message: Message) -> Receive:
    async def receive() -> Message:
        return message

    return receive


async def _refuse(send: Send) -> None:
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(_REFUSAL)).encode())]
    await send({"type": "http.response.start", "status": _REFUSED_WITH, "headers": headers})
    await send({"type": "http.response.body", "body": _REFUSAL})
