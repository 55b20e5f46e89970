"""What a run has created and not yet deleted, written down before anything is sent.

A run deletes what stands here and nothing else. The file is appended to line by line and survives a kill:
an intent without an outcome is a file that may exist under a name that only this run can have given.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any, Self


@dataclass(frozen=True, slots=True)
class Intent:
    """An upload that was sent. `at` is the target's time before that, in Unix seconds."""

    identity: str
    name: str
    at: float


@dataclass(slots=True)
class Ledger:
    """The open account of one worker. `path` is where it is kept; without one it lives in memory.

    `tag` is a text that only this run puts into the names of files.
    """

    path: Path | None = None
    tag: str = ""
    _open: dict[str, str] = field(default_factory=dict)
    _unknown: dict[int, Intent] = field(default_factory=dict)
    _foreign: set[str] = field(default_factory=set)
    _file: IO[str] | None = None
    _number: int = 0
    created: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    @classmethod
    def load(cls, path: Path) -> Self:
        """The account that a worker left in `path`, also one that was cut off; it is not written to again.

        Raises:
            OSError: it cannot be read.
        """
        ledger = cls()
        for line in path.read_text(encoding="utf-8", errors="replace").splitlines():
            try:
                ledger._apply(json.loads(line))
            except (ValueError, LookupError, TypeError):
                continue  # the line that the kill cut off
        return ledger

    def intend(self, identity: str, name: str, at: float) -> int:
        """Write down that a file called `name` is about to be uploaded; the number settles it later."""
        with self._lock:
            if self._number == 0:
                self._write({"event": "tag", "tag": self.tag})
            number = self._number + 1
            self._record({"event": "intend", "number": number, "identity": identity, "name": name, "at": at})
            return number

    def settle(self, number: int, file_id: str | None) -> None:
        """The upload was answered: with `file_id`, or refused (`None`)."""
        with self._lock:
            self._record({"event": "settle", "number": number, "file": file_id})

    def disown(self, number: int, file_id: str) -> None:
        """The upload was answered with a file that was there before: it is not to be touched."""
        with self._lock:
            self._record({"event": "disown", "number": number, "file": file_id})

    def gone(self, file_id: str) -> None:
        """The file was deleted or has expired."""
        with self._lock:
            if file_id in self._open:
                self._record({"event": "gone", "file": file_id})

    def owner(self, file_id: str) -> str | None:
        """The identity as which this run created the file, unless it has seen it go."""
        return self._open.get(file_id)

    def is_foreign(self, file_id: str) -> bool:
        """Whether the target passed a file off as new that was there before."""
        return file_id in self._foreign

    @property
    def outstanding(self) -> dict[str, str]:
        """File id → identity of the team that it belongs to, in the order of creation."""
        with self._lock:
            return dict(self._open)

    @property
    def unanswered(self) -> list[Intent]:
        """Uploads that were sent and of which it is not known whether they made a file."""
        with self._lock:
            return list(self._unknown.values())

    def close(self) -> None:
        """Close the file."""
        with self._lock:
            if self._file is not None:
                self._file.close()
                self._file = None

    def _record(self, record: dict[str, Any]) -> None:
        self._write(record)
        self._apply(record)

    def _apply(self, record: dict[str, Any]) -> None:
        match record["event"]:
            case "tag":
                self.tag = record["tag"]
            case "intend":
                self._number = record["number"]
                self._unknown[self._number] = Intent(record["identity"], record["name"], record["at"])
            case "settle":
                intent = self._unknown.pop(record["number"])
                if record["file"] is not None and record["file"] not in self._open:
                    self._open[record["file"]] = intent.identity
                    self.created += 1
            case "disown":
                del self._unknown[record["number"]]
                self._foreign.add(record["file"])
            case "gone":
                del self._open[record["file"]]

    def _write(self, record: dict[str, Any]) -> None:
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("a", encoding="utf-8")
        self._file.write(json.dumps(record, ensure_ascii=True) + "\n")
        self._file.flush()
