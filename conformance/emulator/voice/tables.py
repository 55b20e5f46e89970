"""Custom voices and client secrets in SQLite, on the connection of the store."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator

from conformance.emulator.voice.records import Secret, Voice, blob_of

SCHEMA = """
CREATE TABLE IF NOT EXISTS voices (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    voice_id TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL,
    created_at REAL NOT NULL,
    labels TEXT NOT NULL,
    content_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    seconds REAL NOT NULL,
    deleted INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS voices_of_team ON voices (team, deleted, seq);
CREATE TABLE IF NOT EXISTS client_secrets (
    value TEXT PRIMARY KEY,
    team TEXT NOT NULL,
    expires_at REAL NOT NULL
) WITHOUT ROWID;
"""

_VOICE = "SELECT seq, voice_id, team, created_at, labels, content_type, size, seconds, deleted FROM voices "


class Voices:
    """The custom voices of all teams."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, voice: Voice) -> None:
        """Add one; its `seq` is the store's business and ignored."""
        self._connection.execute(
            "INSERT INTO voices (voice_id, team, created_at, labels, content_type, size, seconds)"
            " VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                voice.voice_id,
                voice.team,
                voice.created_at,
                json.dumps(dict(voice.labels)),
                voice.content_type,
                voice.size,
                voice.seconds,
            ),
        )

    def get(self, voice_id: str) -> Voice | None:
        """The one with this id, of whatever team, tombstones included."""
        row = self._connection.execute(_VOICE + "WHERE voice_id = ?", (voice_id,)).fetchone()
        return None if row is None else _voice(row)

    def of(self, team: str | None, *, after: int = 0, tombstones: bool = False) -> Iterator[Voice]:
        """Those of `team`, or of all, whose `seq` lies behind `after`; the oldest first."""
        rows = self._connection.execute(
            _VOICE + "WHERE (team = ? OR ? IS NULL) AND seq > ? AND deleted <= ? ORDER BY seq",
            (team, team, after, int(tombstones)),
        )
        return map(_voice, rows)

    def count(self, team: str, *, tombstones: bool = False) -> int:
        """How many the team has, or has ever had."""
        row = self._connection.execute(
            "SELECT count(*) FROM voices WHERE team = ? AND deleted <= ?", (team, int(tombstones))
        ).fetchone()
        return int(row[0])

    def change(self, voice: Voice) -> None:
        """Keep the labels, the time of creation and the size that `voice` has now."""
        self._connection.execute(
            "UPDATE voices SET labels = ?, created_at = ?, size = ? WHERE voice_id = ?",
            (json.dumps(dict(voice.labels)), voice.created_at, voice.size, voice.voice_id),
        )

    def delete(self, voice_id: str) -> None:
        """Turn one into a tombstone."""
        self._connection.execute("UPDATE voices SET deleted = 1 WHERE voice_id = ?", (voice_id,))

    def purge(self) -> None:
        """Drop tombstones."""
        self._connection.execute("DELETE FROM voices WHERE deleted = 1")

    def blobs(self) -> Iterator[str]:
        """The names of all their clips."""
        rows = self._connection.execute("SELECT voice_id FROM voices WHERE deleted = 0")
        return (blob_of(row[0]) for row in rows)


class Secrets:
    """The client secrets of all teams."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection

    def add(self, secret: Secret) -> None:
        """Add one."""
        self._connection.execute(
            "INSERT INTO client_secrets VALUES (?, ?, ?)", (secret.value, secret.team, secret.expires_at)
        )

    def get(self, value: str) -> Secret | None:
        """The one with this value, whether its time has passed or not."""
        row = self._connection.execute(
            "SELECT value, team, expires_at FROM client_secrets WHERE value = ?", (value,)
        ).fetchone()
        return None if row is None else Secret(*row)

    def purge(self, now: float) -> None:
        """Drop those whose time has passed."""
        self._connection.execute("DELETE FROM client_secrets WHERE expires_at <= ?", (now,))


def _voice(row: tuple[int, str, str, float, str, str, int, float, int]) -> Voice:
    seq, voice_id, team, created_at, labels, content_type, size, seconds, deleted = row
    return Voice(
        seq, voice_id, team, created_at, json.loads(labels), content_type, size, seconds, bool(deleted)
    )
