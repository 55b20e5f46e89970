"""The log: one entry a request, numbered from 1, in bounded memory."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from conformance.emulator.wire.bodies import Body

Transport = Literal["rest", "grpc", "socket"]
ENTRIES = 20_000  # as many are remembered at most
KEPT = 48 * 1024 * 1024  # bytes of text that they may hold together; the oldest go first
PAGE = 500  # entries in one answer


@dataclass(slots=True, kw_only=True)
class AsRest:
    """The request of REST that a call of gRPC says the same as."""

    method: str
    path: str
    query: str = ""
    media_type: str | None = None
    body: Body = field(default_factory=Body)

    def as_json(self) -> dict[str, Any]:
        """The request as the control plane shows it."""
        return {
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "media_type": self.media_type,
            "body": self.body.as_json(),
        }


@dataclass(slots=True, kw_only=True)
class Entry:
    """One request, call or connection; it is complete once `ended` is set.

    `at` and `ended` are Unix seconds. `operation` is the id that the specs have for it, if any. `method` of gRPC is the
    full name of the call, its headers the metadata, and `as_rest` is what it was carried out as. `status` is that of
    HTTP, `code` the name of gRPC's. `messages` are what was said on a socket, in the form of transcripts, `cut` if it
    was too much to be kept. `planned` is the kind of the scripted answer that it got.
    """

    number: int
    at: float
    transport: Transport
    operation: str | None
    method: str
    path: str
    query: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Body = field(default_factory=Body)
    status: int | None = None
    code: str | None = None
    ended: float | None = None
    planned: str | None = None
    messages: list[dict[str, Any]] | None = None
    cut: bool = False
    as_rest: AsRest | None = None

    @property
    def weight(self) -> int:
        """How much it holds, in characters, roughly."""
        said = sum(len(line.get("text", "")) + 100 for line in self.messages or ())
        said += 0 if self.as_rest is None else self.as_rest.body.weight
        return self.body.weight + said + len(self.query) + sum(map(len, self.headers.values())) + 500

    def as_json(self) -> dict[str, Any]:
        """The entry as the control plane shows it."""
        shown: dict[str, Any] = {
            "number": self.number,
            "at": round(self.at, 6),
            "ended": None if self.ended is None else round(self.ended, 6),
            "transport": self.transport,
            "operation": self.operation,
            "method": self.method,
            "path": self.path,
            "query": self.query,
            "headers": dict(self.headers),
            "body": self.body.as_json(),
            "status": self.status,
            "code": self.code,
            "planned": self.planned,
        }
        if self.messages is not None:
            shown["messages"], shown["cut"] = list(self.messages), self.cut
        if self.as_rest is not None:
            shown["as_rest"] = self.as_rest.as_json()
        return shown


class Log:
    """The entries of one emulator, of which the newest are kept."""

    def __init__(self, entries: int = ENTRIES, kept: int = KEPT) -> None:
        self._most = entries
        self._kept = kept
        self._entries: deque[tuple[Entry, int]] = deque()  # with the weight that was counted
        self._weight = 0
        self._last = 0

    def begin(
        self,
        *,
        transport: Transport,
        operation: str | None,
        method: str,
        path: str,
        query: str = "",
        headers: Mapping[str, str] | None = None,
    ) -> Entry:
        """Note that a request has come in; it is in the log from now on, and changes until it is ended."""
        self._last += 1
        entry = Entry(
            number=self._last,
            at=time.time(),
            transport=transport,
            operation=operation,
            method=method,
            path=path,
            query=query,
            headers=headers or {},
        )
        self._entries.append((entry, 0))
        self._forget()
        return entry

    def end(self, entry: Entry, *, status: int | None = None, code: str | None = None) -> None:
        """Note how it was answered; both are `None` where the connection ended without an answer."""
        entry.status, entry.code, entry.ended = status, code, time.time()
        if self._entries and (place := entry.number - self._entries[0][0].number) >= 0:
            self._weight += entry.weight - self._entries[place][1]
            self._entries[place] = (entry, entry.weight)
            self._forget()

    def after(self, number: int) -> list[Entry]:
        """The entries that came after the one with that number and are still remembered; a page of them."""
        first = self._entries[0][0].number if self._entries else 1
        start = max(0, number + 1 - first)
        return [self._entries[i][0] for i in range(start, min(start + PAGE, len(self._entries)))]

    def as_json(self, after: int) -> dict[str, Any]:
        """A page of entries. `next` is what to ask for after them, `lost` how many are forgotten already."""
        entries = self.after(after)
        first = entries[0].number if entries else self._last + 1
        return {
            "entries": [entry.as_json() for entry in entries],
            "next": entries[-1].number if entries else self._last,
            "lost": max(0, first - after - 1),
            "more": bool(entries) and entries[-1].number < self._last,
        }

    def _forget(self) -> None:
        while len(self._entries) > 1 and (len(self._entries) > self._most or self._weight > self._kept):
            _, weight = self._entries.popleft()
            self._weight -= weight
