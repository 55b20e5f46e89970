"""One request as the emulator has written it down."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Self
from urllib.parse import parse_qsl

#: gRPC's word for success.
_OK = "OK"


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a form. `text` is there where it was small and UTF-8."""

    name: str
    filename: str | None
    content_type: str | None
    size: int
    text: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """A request, a call of gRPC, or a connection of a socket.

    `at` and `ended` are Unix seconds. `operation` is the documented one, if it is any. `text` is the body where it was
    kept: JSON of the messages for gRPC. `parts` are those of a form. `planned` is the kind of the answer that a check
    had planned for it. `messages` are the lines of a transcript. `as_rest` is, for a call of gRPC, the request of REST
    that says the same, as far as the emulator has found one.
    """

    number: int
    at: float
    transport: str
    operation: str | None
    method: str
    path: str
    query: str
    headers: Mapping[str, str] = field(repr=False)
    size: int
    text: str | None
    parts: tuple[Part, ...] | None
    complete: bool
    status: int | None
    code: str | None
    ended: float | None
    planned: str | None
    messages: tuple[Mapping[str, Any], ...]
    as_rest: Sent | None = None

    @classmethod
    def of(cls, record: Mapping[str, Any]) -> Self:
        """From an entry of the log."""
        body, said = record["body"], record.get("as_rest")
        parts = body.get("parts")
        return cls(
            number=record["number"],
            at=record["at"],
            transport=record["transport"],
            operation=record["operation"],
            method=record["method"],
            path=record["path"],
            query=record["query"],
            headers=record["headers"],
            size=body["size"],
            text=body.get("text"),
            parts=None if parts is None else tuple(Part(**part) for part in parts),
            complete=body.get("complete", True),
            status=record["status"],
            code=record["code"],
            ended=record.get("ended"),
            planned=record.get("planned"),
            messages=tuple(record.get("messages", ())),
            as_rest=None if said is None else cls.of({**record, **_translated(said), "as_rest": None}),
        )

    @property
    def rest(self) -> bool:
        """Whether it is plain HTTP."""
        return self.transport == "rest"

    @property
    def grpc(self) -> bool:
        """Whether it is a call of gRPC."""
        return self.transport == "grpc"

    @property
    def succeeded(self) -> bool:
        """Whether it was answered with success."""
        return self.code == _OK or (self.status is not None and 200 <= self.status < 300)

    @property
    def summary(self) -> str:
        """What it is, on one line and without its values."""
        if self.grpc:
            return self.method
        return f"{self.method} {self.path}" + (f"?{self.query}" if self.query else "")

    @property
    def parameters(self) -> list[tuple[str, str]]:
        """The query, name by name."""
        return parse_qsl(self.query, keep_blank_values=True)

    @property
    def media_type(self) -> str:
        """What the body is said to be, without parameters."""
        return self.headers.get("content-type", "").partition(";")[0].strip().lower()

    def json(self) -> Any:
        """The body, parsed.

        Raises:
            ValueError: it was not kept, or is no JSON.
        """
        if self.text is None:
            raise ValueError("the body was not kept")
        try:
            return json.loads(self.text)
        except RecursionError:
            raise ValueError("nested too deeply") from None


def _translated(said: Mapping[str, Any]) -> dict[str, Any]:
    """What an entry tells of the request of REST; all else is as with the call."""
    media_type = said["media_type"]
    return {**said, "headers": {} if media_type is None else {"content-type": media_type}}
