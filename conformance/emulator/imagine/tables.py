"""Assets and jobs in SQLite, on the connection of the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from conformance.emulator.imagine.records import Asset, Job

SCHEMA = """
CREATE TABLE IF NOT EXISTS assets (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    name TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    ends_at REAL NOT NULL
);
CREATE INDEX IF NOT EXISTS assets_by_end ON assets (ends_at);
CREATE TABLE IF NOT EXISTS jobs (
    request_id TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    model TEXT NOT NULL,
    created_at REAL NOT NULL,
    work TEXT NOT NULL,
    inputs TEXT NOT NULL,
    ended_at REAL,
    outcome TEXT
) WITHOUT ROWID;
"""

_ASSET = "SELECT name, kind, content_type, size, ends_at FROM assets "
_JOB = "SELECT request_id, team, model, created_at, work, inputs, ended_at, outcome FROM jobs "


class Assets:
    """What ephemeral URLs serve."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, asset: Asset) -> None:
        """Add one."""
        self._connection.execute(
            "INSERT INTO assets (name, kind, content_type, size, ends_at) VALUES (?, ?, ?, ?, ?)",
            (asset.name, asset.kind, asset.content_type, asset.size, asset.ends_at),
        )

    def get(self, name: str) -> Asset | None:
        """The one with this name, whether its time has passed or not."""
        row = self._connection.execute(_ASSET + "WHERE name = ?", (name,)).fetchone()
        return None if row is None else Asset(*row)

    def ended(self, now: float) -> list[Asset]:
        """Those whose time has passed at `now`."""
        rows = self._connection.execute(_ASSET + "WHERE ends_at <= ?", (now,))
        return [Asset(*row) for row in rows]

    def oldest(self, room: int) -> list[Asset]:
        """Those, the oldest first, without which the others fit into `room` bytes."""
        total = int(self._connection.execute("SELECT ifnull(sum(size), 0) FROM assets").fetchone()[0])
        found: list[Asset] = []
        if total > room:
            for row in self._connection.execute(_ASSET + "ORDER BY seq"):
                if total <= room:
                    break
                found.append(Asset(*row))
                total -= found[-1].size
        return found

    def remove(self, asset: Asset) -> None:
        """Forget one."""
        self._connection.execute("DELETE FROM assets WHERE name = ?", (asset.name,))

    def blobs(self) -> Iterator[str]:
        """The names of all their contents."""
        return (Asset(*row).blob for row in self._connection.execute(_ASSET))


class Jobs:
    """The videos that were asked for."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, job: Job) -> None:
        """Add one that has not ended."""
        self._connection.execute(
            "INSERT INTO jobs (request_id, team, model, created_at, work, inputs) VALUES (?, ?, ?, ?, ?, ?)",
            (
                job.request_id,
                job.team,
                job.model,
                job.created_at,
                json.dumps(job.work),
                json.dumps(job.inputs),
            ),
        )

    def get(self, request_id: str) -> Job | None:
        """The one with this id."""
        row = self._connection.execute(_JOB + "WHERE request_id = ?", (request_id,)).fetchone()
        return None if row is None else _job(row)

    def end(self, job: Job, ended_at: float, outcome: dict[str, object]) -> None:
        """Keep what has become of one."""
        self._connection.execute(
            "UPDATE jobs SET ended_at = ?, outcome = ?, inputs = '[]' WHERE request_id = ?",
            (ended_at, json.dumps(outcome), job.request_id),
        )

    def open(self) -> list[Job]:
        """Those that have not ended, the oldest first."""
        rows = self._connection.execute(_JOB + "WHERE ended_at IS NULL ORDER BY created_at")
        return [_job(row) for row in rows]

    def blobs(self) -> Iterator[str]:
        """The names of all contents that some job needs."""
        return (name for job in self.open() for name in job.inputs)


def _job(row: tuple[str, str, str, float, str, str, float | None, str | None]) -> Job:
    request_id, team, model, created_at, work, inputs, ended_at, outcome = row
    return Job(
        request_id,
        team,
        model,
        created_at,
        json.loads(work),
        tuple(json.loads(inputs)),
        ended_at,
        None if outcome is None else json.loads(outcome),
    )
