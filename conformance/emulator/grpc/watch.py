"""What calls say, written into the wire's log, and the answers that its script has for them."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from google.protobuf.json_format import MessageToDict
from grpc import StatusCode

from conformance.emulator.grpc.call import operation
from conformance.emulator.grpc.forms import FILES, fields
from conformance.emulator.wire import Answer, AsRest, Body, Wire
from conformance.emulator.wire.bodies import TEXT, Part

_MESSAGES = 1000  # messages of one call that are kept
_JSON, _FORM = "application/json", "multipart/form-data"


class Watch:
    """Watches one call; does nothing without a `wire`."""

    def __init__(self, wire: Wire | None, method: str, context: Any) -> None:
        self._wire = wire
        self._method = method
        self._said: list[Any] = []
        self._upload: _Upload | None = None
        self._ended = wire is None
        if wire is not None:
            self._entry = wire.log.begin(
                transport="grpc",
                operation=operation(method, None),
                method=method,
                path=method,
                headers=_metadata(context),
            )

    def heard(self, message: Any) -> None:
        """Note a message of the client."""
        if self._wire is None:
            return
        self._entry.operation = operation(self._method, message)
        if "data" in message.DESCRIPTOR.fields_by_name:
            self._upload = self._upload or _Upload()
            self._upload.heard(message)
        elif message.ByteSize() <= TEXT:
            self._said.append(MessageToDict(message, preserving_proto_field_name=True))

    def translated(self, method: str, path: str, query: str, content: bytes | None) -> None:
        """Note the request of REST that says the same, with its body of JSON if it has one."""
        if self._wire is not None:
            self._entry.as_rest = AsRest(method=method, path=path, query=query)
            if content is not None:
                kept = len(content) <= TEXT
                self._entry.as_rest.media_type = _JSON
                self._entry.as_rest.body = Body.of(content.decode()) if kept else Body(size=len(content))

    def planned(self) -> Answer | None:
        """The answer that is planned for the call, if any; that it was taken is noted."""
        if self._wire is None:
            return None
        found = self._wire.script.take(self._entry.operation)
        self._entry.planned = None if found is None else found.kind
        return found

    def end(self, code: StatusCode | None) -> None:
        """Note how the call was answered, before the client has the answer; None where it never was."""
        if self._ended or self._wire is None:
            return
        self._ended = True
        if self._upload is not None:
            self._entry.body = self._upload.body(complete=code is StatusCode.OK)
            self._entry.as_rest = self._upload.as_rest(complete=code is StatusCode.OK)
        elif self._said:
            self._entry.body = Body.of(json.dumps(self._said[0], ensure_ascii=False))
        self._wire.log.end(self._entry, code=None if code is None else code.name)


class _Upload:
    """The messages of an upload. Size and digest are those of the file; its bytes are not kept."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._part = Part(name="file", filename=None, content_type=None)
        self._fields: list[Part] | None = None
        self._said: list[Any] = []

    def heard(self, message: Any) -> None:
        data, said = message.data, {}
        if message.HasField("init"):
            self._part.filename = message.init.name
            self._fields = [
                Part(name=name, filename=None, content_type=None, size=len(text), text=text)
                for name, text in fields(message.init)
            ]
            said["init"] = MessageToDict(message.init, preserving_proto_field_name=True)
        if message.HasField("data"):
            self._digest.update(data)
            self._part.size += len(data)
            said["data"] = {"size": len(data)}
        if len(self._said) < _MESSAGES:
            self._said.append(said)

    def body(self, *, complete: bool) -> Body:
        return Body(
            size=self._part.size,
            sha256=self._digest.hexdigest(),
            text=json.dumps(self._said, ensure_ascii=False),
            parts=[self._part],
            complete=complete,
        )

    def as_rest(self, *, complete: bool) -> AsRest | None:
        """The form that says the same, if the upload was opened at all."""
        if self._fields is None:
            return None
        body = Body(size=self._part.size, parts=[*self._fields, self._part], complete=complete)
        return AsRest(method="POST", path=FILES, media_type=_FORM, body=body)


def _metadata(context: Any) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, value in context.invocation_metadata() or ():
        text = value.decode("latin-1") if isinstance(value, bytes) else value
        found[name] = f"{found[name]}, {text}" if name in found else text
    return found
