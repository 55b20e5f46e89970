"""The lines of a transcript as events of a protocol: which message each is, and which channels it concerns."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import jsonschema_rs

from conformance.targets.sockets.transcript import Line, Transcript
from specs import Socket

SENT: Final = "sent"
RECEIVED: Final = "received"
#: Events that are no messages: a text frame of the client's that is none, one that is of another form than the spec
#: has it, the end of the connection by either side, and the client's vain waiting.
MALFORMED: Final = "malformed"
ODD: Final = "odd"
CLOSE: Final = "close"
QUIET: Final = "quiet"
#: Of the server's: a frame that is no message, and a message that the spec does not know.
NO_MESSAGE: Final = "no message"
UNKNOWN: Final = "unknown"


@dataclass(frozen=True, slots=True)
class Event:
    """One event. `direction` is `sent` by the client or `received` by it; `message` is the JSON, where there is any.

    `channel` is the one that it concerns; None is all of them.
    """

    index: int
    at: float
    direction: str
    name: str
    message: Mapping[str, Any] | None
    channel: int | None
    line: Line


class Reader:
    """Tells the events of one socket."""

    def __init__(self, socket: Socket) -> None:
        self._binary = {m.direction: m.name for m in socket.messages.values() if m.binary}
        self._types: dict[tuple[str, str], str] = {}
        self._bare: dict[str, str] = {}
        for message in socket.messages.values():
            kind = message.schema.get("properties", {}).get("type", {})
            for value in kind.get("enum", [kind.get("const", message.name)]):
                self._types[message.direction, value] = message.name
            if message.bare is not None:
                self._bare[message.bare] = message.name
        self.validators = {
            message.name: jsonschema_rs.Draft202012Validator(dict(message.schema))
            for message in socket.messages.values()
            if not message.binary
        }
        self._projection: Mapping[str, str] = socket.protocol.get("projection", {})

    def events(self, transcript: Transcript) -> Iterator[Event]:
        """The events in their order; pings and pongs are none."""
        for index, line in enumerate(transcript.lines):
            if line.frame in ("ping", "pong"):
                continue
            direction = SENT if line.who == "client" else RECEIVED
            message = line.message
            name = self._name(line, direction, message)
            yield Event(index, line.at, direction, name, message, self._channel(direction, message), line)

    def _name(self, line: Line, direction: str, message: Mapping[str, Any] | None) -> str:
        if line.frame in ("close", "lost"):
            return CLOSE
        if line.frame == "quiet":
            return QUIET
        if line.frame == "binary":
            unknown = MALFORMED if direction == SENT else NO_MESSAGE
            return self._binary.get(direction, unknown)
        if (
            direction == SENT
            and (bare := self._bare.get((line.text or "").strip('" \n').lower())) is not None
        ):
            return bare
        if message is None or line.type is None:
            return MALFORMED if direction == SENT else NO_MESSAGE
        name = self._types.get((direction, line.type))
        if direction == RECEIVED:
            return name or UNKNOWN
        if name is None:
            return MALFORMED
        return name if self.validators[name].is_valid(message) else ODD

    def _channel(self, direction: str, message: Mapping[str, Any] | None) -> int | None:
        field = self._projection.get("channel" if direction == SENT else "field")
        value = None if field is None or message is None else message.get(field)
        return value if type(value) is int else None
