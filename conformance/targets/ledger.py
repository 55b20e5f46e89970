"""What a run has created and not yet deleted, written down before anything is sent.

A run deletes what stands here and nothing else. The file is appended to line by line and survives a kill:
an intent without an outcome is a file that may exist under a name that only this run can have given.
"""

from __future__ import annotations

import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any


@dataclass(slots=True)
class Ledger:
    """The open account of one worker. `path` is where it is kept; without one it lives in memory."""

    path: Path | None = None
    _open: dict[str, str] = field(default_factory=dict)
    _unknown: dict[int, tuple[str, str]] = field(default_factory=dict)
    _file: IO[str] | None = None
    _number: int = 0
    created: int = 0
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def intend(self, identity: str, name: str) -> int:
        """Write down that a file called `name` is about to be uploaded; the number settles it later."""
        with self._lock:
            self._number += 1
            self._unknown[self._number] = (identity, name)
            self._write(event="intend", number=self._number, identity=identity, name=name)
            return self._number

    def settle(self, number: int, file_id: str | None) -> None:
        """The upload was answered: with `file_id`, or refused (`None`)."""
        with self._lock:
            identity, _ = self._unknown.pop(number)
            if file_id is not None and file_id not in self._open:
                self._open[file_id] = identity
                self.created += 1
            self._write(event="settle", number=number, file=file_id)

    def gone(self, file_id: str) -> None:
        """The file was deleted or has expired."""
        with self._lock:
            if self._open.pop(file_id, None) is not None:
                self._write(event="gone", file=file_id)

    def owns(self, file_id: str) -> bool:
        """Whether this run created the file and has not seen it go."""
        return file_id in self._open

    @property
    def outstanding(self) -> dict[str, str]:
        """File id → identity of the team that it belongs to, in the order of creation."""
        with self._lock:
            return dict(self._open)

    @property
    def unanswered(self) -> list[tuple[str, str]]:
        """(identity, name) of uploads that were sent and never answered."""
        with self._lock:
            return list(self._unknown.values())

    def _write(self, **record: Any) -> None:
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("a", encoding="utf-8")
        self._file.write(json.dumps(record, ensure_ascii=True) + "\n")
        self._file.flush()
