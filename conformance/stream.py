"""Writes the event stream: one JSON object a line, flushed at once, so a killed run leaves what it knew."""

from __future__ import annotations

import json
import threading
import time
from pathlib import Path
from typing import IO, Any


class EventStream:
    """Appends events to a file; without a path it swallows them."""

    def __init__(self, path: Path | None, worker: str) -> None:
        self._file: IO[str] | None = None if path is None else path.open("a", encoding="utf-8")
        self._worker = worker
        self._lock = threading.Lock()  # checks that are carried out side by side begin when they do

    def write(self, event: str, **fields: Any) -> None:
        """Append one event with the time and this worker's name."""
        if self._file is None:
            return
        record = {"event": event, "time": round(time.time(), 6), "worker": self._worker, **fields}
        line = json.dumps(record, ensure_ascii=True) + "\n"
        with self._lock:
            self._file.write(line)
            self._file.flush()

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
