"""What a client does on a socket, move by move: the words that conversations are made of."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol, TypeAlias


class Recording(Protocol):
    """Audio as a recipe: few words that stand for many bytes."""

    def read(self) -> bytes:
        """The bytes, in the encoding that was agreed on."""
        ...


@dataclass(frozen=True, slots=True)
class Send:
    """A message in a text frame, as JSON."""

    message: Mapping[str, Any]

    @property
    def text(self) -> str:
        """What is sent."""
        return json.dumps(self.message, ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True)
class SendText:
    """A text frame that need not be a message at all."""

    text: str


@dataclass(frozen=True, slots=True)
class SendBytes:
    """A binary frame."""

    data: bytes


@dataclass(frozen=True, slots=True)
class Play:
    """Audio in binary frames of `chunk` bytes each; one frame for all of it where that is 0."""

    recording: Recording
    chunk: int = 0

    def frames(self) -> Iterator[bytes]:
        """What is sent, frame by frame."""
        data = self.recording.read()
        step = self.chunk or max(1, len(data))
        for start in range(0, len(data), step):
            yield data[start : start + step]


@dataclass(frozen=True, slots=True)
class Await:
    """Wait for `times` more events of a type than were waited for before.

    It ends sooner with an `error` event or the end of the connection, and after the target's time-out without a
    frame: that is written down as quiet.
    """

    event: str
    times: int = 1


@dataclass(frozen=True, slots=True)
class AwaitEnd:
    """Wait until the target hangs up, for `seconds` at most."""

    seconds: float = 2.0


@dataclass(frozen=True, slots=True)
class Pause:
    """Listen for so many seconds without sending; never a condition of anything that is judged."""

    seconds: float


@dataclass(frozen=True, slots=True)
class Linger:
    """Ping, and listen until the answer or a moment has passed: what was already under way arrives before."""


@dataclass(frozen=True, slots=True)
class Ping:
    """A ping frame."""

    data: bytes = b""


@dataclass(frozen=True, slots=True)
class Deaf:
    """Send on for the moves to come without reading what arrives, until something is awaited."""


@dataclass(frozen=True, slots=True)
class InPieces:
    """The same message as `move`, each frame split into `pieces` fragments."""

    move: Send | SendText | SendBytes
    pieces: int = 2


@dataclass(frozen=True, slots=True)
class AtOnce:
    """Messages that leave together, so that the target may have all of them before it answers the first."""

    moves: tuple[Send | SendText, ...]


@dataclass(frozen=True, slots=True)
class Close:
    """The closing handshake, with a code."""

    code: int = 1000


@dataclass(frozen=True, slots=True)
class Cut:
    """Break the connection off without a word."""


Move: TypeAlias = (
    Send
    | SendText
    | SendBytes
    | Play
    | Await
    | AwaitEnd
    | Pause
    | Linger
    | Ping
    | Deaf
    | InPieces
    | AtOnce
    | Close
    | Cut
)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A connection to the socket called `socket`, opened with `query`, and what the client does on it.

    A value of `query` may be a tuple for a parameter that is repeated. At the end of the moves the client closes.
    """

    socket: str
    query: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    moves: tuple[Move, ...] = ()
