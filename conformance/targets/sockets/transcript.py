"""What was said on a socket, frame by frame; it can be written down, read back, and judged without a server."""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, Self

Who = Literal["client", "server"]
Frame = Literal["text", "binary", "ping", "pong", "close", "lost", "quiet"]
_VERSION = 1


class TranscriptError(Exception):
    """A text is no transcript; the message says in one sentence where and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One frame, or one thing that happened to the connection. `at` is in seconds since it was opened.

    `text` is what a text frame or the reason of a close frame says; `data` what a binary one, a ping or a pong holds,
    `None` where only its `size` in bytes and its digest were kept. `lost`: the connection broke without a close
    frame, by the doing of `who`, and `text` tells how. `quiet`: the client has waited for `seconds`, and nothing came.
    """

    at: float
    who: Who
    frame: Frame
    text: str | None = None
    data: bytes | None = None
    size: int = 0
    code: int | None = None
    seconds: float = 0.0
    sha256: str | None = None

    @property
    def message(self) -> Mapping[str, Any] | None:
        """The JSON object that a text frame holds, or `None`."""
        if self.frame != "text" or self.text is None:
            return None
        try:
            value = json.loads(self.text)
        except (ValueError, RecursionError):
            return None
        return value if isinstance(value, dict) else None

    @property
    def type(self) -> str | None:
        """The type that the message names, or `None`."""
        message = self.message
        kind = None if message is None else message.get("type")
        return kind if isinstance(kind, str) else None

    def as_json(self) -> dict[str, Any]:
        """The line as transcripts are written."""
        record: dict[str, Any] = {"at": round(self.at, 6), "from": self.who, "frame": self.frame}
        if self.text is not None:
            record["text"] = self.text
        if self.data is not None:
            record["base64"] = base64.b64encode(self.data).decode("ascii")
        if self.size:
            record["size"] = self.size
        if self.code is not None:
            record["code"] = self.code
        if self.seconds:
            record["seconds"] = round(self.seconds, 6)
        if self.sha256 is not None:
            record["sha256"] = self.sha256
        return record

    @classmethod
    def from_json(cls, record: Mapping[str, Any]) -> Self:
        """The line that was written.

        Raises:
            KeyError, TypeError, ValueError: it is none.
        """
        data = record.get("base64")
        decoded = None if data is None else base64.b64decode(data, validate=True)
        for name, kind, what in (
            ("text", str, "a text"),
            ("sha256", str, "a text"),
            ("code", int, "a number"),
        ):
            if not isinstance(record.get(name), kind | None):
                raise TypeError(f"{name} has to be {what}")
        line = cls(
            at=float(record["at"]),
            who=record["from"],
            frame=record["frame"],
            text=record.get("text"),
            data=decoded,
            size=int(record.get("size", len(decoded or b""))),
            code=record.get("code"),
            seconds=float(record.get("seconds", 0)),
            sha256=record.get("sha256"),
        )
        if not 0 <= line.at < math.inf or not 0 <= line.seconds < math.inf:
            raise ValueError("times are seconds from 0 on")
        if line.who not in ("client", "server"):
            raise ValueError(f"from has to be client or server, not {line.who!r}")
        if line.frame not in ("text", "binary", "ping", "pong", "close", "lost", "quiet"):
            raise ValueError(f"there is no frame {line.frame!r}")
        return line


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A whole connection: the socket's name in the specs, the query that it was opened with, and the lines."""

    socket: str
    query: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)
    lines: tuple[Line, ...] = ()

    def jsonl(self) -> str:
        """The transcript as lines of JSON: a head, then a line a frame."""
        query = {name: list(v) if isinstance(v, tuple) else v for name, v in self.query.items()}
        head = {"transcript": _VERSION, "socket": self.socket, "query": query}
        records = [head, *(line.as_json() for line in self.lines)]
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)


def read_transcripts(lines: Iterable[str]) -> Iterator[Transcript]:
    """The transcripts in a text, one after the other.

    Raises:
        TranscriptError: a line is none of a transcript.
    """
    head: Mapping[str, Any] | None = None
    said: list[Line] = []
    for number, text in enumerate(lines, start=1):
        if not text.strip():
            continue
        try:
            record = json.loads(text)
            if "transcript" in record:
                if head is not None:
                    yield _whole(head, said)
                if record["transcript"] != _VERSION:
                    raise ValueError(f"transcripts of version {record['transcript']} are not known")  # noqa: TRY301
                head, said = record, []
                _whole(head, said)
            elif head is None:
                raise ValueError("a transcript begins with a line that names its socket")  # noqa: TRY301
            else:
                said.append(Line.from_json(record))
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            reason = f"{error} is missing" if isinstance(error, KeyError) else error
            raise TranscriptError(f"line {number} is no line of a transcript: {reason}") from None
    if head is not None:
        yield _whole(head, said)


def _whole(head: Mapping[str, Any], lines: list[Line]) -> Transcript:
    query = {
        str(name): tuple(map(str, value)) if isinstance(value, list) else str(value)
        for name, value in head.get("query", {}).items()
    }
    return Transcript(socket=str(head["socket"]), query=query, lines=tuple(lines))
