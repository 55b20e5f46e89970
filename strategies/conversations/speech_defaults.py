"""What a handshake of the socket that speaks may leave out: the same utterance without it, and with each value."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from strategies.conversations.moves import Conversation
from strategies.conversations.speaking import conversation, least, say, socket

_TEXT = "Good morning, all of you, wherever you may be today."


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A parameter, and what else is asked for so that its value can be told by what is heard."""

    name: str
    beside: Mapping[str, str]

    @property
    def default(self) -> Any:
        """The documented value of a query without it."""
        return socket().parameter(self.name)["default"]

    @property
    def values(self) -> tuple[Any, ...]:
        """The default, and the documented values that are farthest from it."""
        schema = socket().parameter(self.name)
        listed = sorted(schema["enum"]) if "enum" in schema else [schema["minimum"], schema["maximum"]]
        return (
            self.default,
            *dict.fromkeys(value for value in (listed[0], listed[-1]) if value != self.default),
        )

    def said(self, value: Any = None) -> Conversation:
        """An utterance, spoken at `value`; without one the parameter is left out."""
        named = {} if value is None else {self.name: str(value)}
        return conversation(*say(_TEXT), query={**least(), **self.beside, **named})


def codec() -> LeftOut:
    """Told by the stream itself."""
    return LeftOut("codec", {})


def sample_rate() -> LeftOut:
    """Told by the stream of the codec that is used without another."""
    return LeftOut("sample_rate", {})


def bit_rate() -> LeftOut:
    """Told by how many bytes the only codec with bit rates takes."""
    return LeftOut("bit_rate", {})


def speed() -> LeftOut:
    """Told by how long it takes, in samples that need no decoder."""
    rate = socket().parameter("sample_rate")["default"]
    return LeftOut("speed", {"codec": "pcm", "sample_rate": str(rate)})


def with_timestamps() -> LeftOut:
    """Told by whether there are any."""
    return LeftOut("with_timestamps", {})
