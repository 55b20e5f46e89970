"""What is said on a socket, in the form that transcripts have."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from starlette.types import Message

from conformance.emulator.wire.log import Entry

LINES = 5000  # of one connection; what comes after is not written down
TEXT = 2 * 1024 * 1024  # characters of one connection
LOST = frozenset({1005, 1006})  # codes of an end without a code: no frame carries them


class Talk:
    """Writes down one connection into its entry. Of binary frames size and digest are kept."""

    def __init__(self, entry: Entry) -> None:
        self._lines: list[dict[str, Any]] = []
        self._entry = entry
        self._opened = time.monotonic()
        self._text = 0
        entry.messages = self._lines

    def heard(self, message: Message) -> None:
        """Note what the client did."""
        if message["type"] == "websocket.receive":
            self._frame("client", message)
        elif message["type"] == "websocket.disconnect":
            code = message.get("code", 1005)
            if code == 1006:
                self._note("client", "lost", text="the connection ended without a close frame")
            else:
                self._close("client", code, message.get("reason") or "")

    def said(self, message: Message) -> None:
        """Note what the server does."""
        if message["type"] == "websocket.accept":
            self._opened = time.monotonic()
        elif message["type"] == "websocket.send":
            self._frame("server", message)
        elif message["type"] == "websocket.close":
            self._close("server", message.get("code", 1000), message.get("reason") or "")

    def _frame(self, who: str, message: Message) -> None:
        text = message.get("text")
        if text is not None:
            self._note(who, "text", text=text)
        else:
            data = message.get("bytes") or b""
            self._note(who, "binary", size=len(data), sha256=hashlib.sha256(data).hexdigest())

    def _close(self, who: str, code: int, reason: str) -> None:
        self._note(who, "close", **({} if code in LOST else {"code": code}), text=reason)

    def _note(self, who: str, frame: str, **more: Any) -> None:
        self._text += len(more.get("text", ""))
        if len(self._lines) >= LINES or self._text > TEXT:
            self._entry.cut = True
            return
        at = round(max(0.0, time.monotonic() - self._opened), 6)
        self._lines.append({"at": at, "from": who, "frame": frame, **more})
