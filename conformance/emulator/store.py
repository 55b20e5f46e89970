"""Metadata in SQLite: one connection, short statements, a transaction around whatever belongs together."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from conformance.emulator.imagine.tables import SCHEMA as IMAGINE
from conformance.emulator.imagine.tables import Assets, Jobs
from conformance.emulator.records import File, Order, Sort, Url
from conformance.emulator.voice.tables import SCHEMA as VOICE
from conformance.emulator.voice.tables import Secrets, Voices

_SCHEMA = """
CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    team TEXT NOT NULL,
    filename TEXT NOT NULL,
    size INTEGER NOT NULL,
    content_type TEXT NOT NULL,
    purpose TEXT,
    created_at INTEGER NOT NULL,
    expires_at INTEGER,
    deleted INTEGER NOT NULL DEFAULT 0,
    url_token TEXT,
    extension TEXT
);
CREATE TABLE IF NOT EXISTS urls (
    seq INTEGER PRIMARY KEY AUTOINCREMENT,
    token TEXT NOT NULL UNIQUE,
    file_id TEXT NOT NULL,
    team TEXT NOT NULL,
    extension TEXT NOT NULL,
    lifetime INTEGER,
    expires_at INTEGER,
    ended INTEGER NOT NULL DEFAULT 0
);
CREATE INDEX IF NOT EXISTS files_by_time ON files (team, deleted, created_at, seq);
CREATE INDEX IF NOT EXISTS files_by_name ON files (team, deleted, filename, seq);
CREATE INDEX IF NOT EXISTS files_by_size ON files (team, deleted, size, seq);
CREATE INDEX IF NOT EXISTS urls_of_file ON urls (file_id);
CREATE INDEX IF NOT EXISTS urls_of_team ON urls (team, ended);
"""

_FILE = """
SELECT f.seq, f.id, f.team, f.filename, f.size, f.content_type, f.purpose, f.created_at, f.expires_at,
       f.deleted, u.token, u.extension, u.lifetime, u.expires_at, u.ended, f.extension
FROM files f LEFT JOIN urls u ON u.token = f.url_token
"""
_URL = "SELECT seq, token, file_id, team, extension, lifetime, expires_at, ended FROM urls "

_KEYS: dict[Sort, str] = {"created_at": "f.created_at", "filename": "f.filename", "size": "f.size"}


class StoreError(Exception):
    """The store cannot be opened; the message says why, for a person."""


class Store:
    """All metadata. `path` is the database file, or None for memory.

    Raises:
        StoreError: the file is no database, cannot be written, or another process has it open.
    """

    def __init__(self, path: Path | None) -> None:
        try:
            self._connection = sqlite3.connect(path or ":memory:", isolation_level=None, timeout=0.5)
            # Exclusive: two servers on one folder would sweep each other's uploads.
            self._connection.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._connection.execute("PRAGMA journal_mode = WAL")
            self._connection.execute("PRAGMA synchronous = FULL")
            self._connection.executescript(_SCHEMA + IMAGINE + VOICE)
            self._extend()
            self._connection.execute("BEGIN IMMEDIATE")
            self._connection.execute("COMMIT")
        except sqlite3.Error as error:
            if "locked" in str(error):
                raise StoreError(f"cannot keep data in {path}: another emulator is using it") from error
            raise StoreError(f"cannot keep data in {path}: {error}") from error
        self.assets = Assets(self._connection)
        self.jobs = Jobs(self._connection)
        self.voices = Voices(self._connection)
        self.secrets = Secrets(self._connection)

    def _extend(self) -> None:
        """Give a database of an earlier version what it lacks."""
        columns = {row[1] for row in self._connection.execute("PRAGMA table_info(files)")}
        if "extension" not in columns:
            self._connection.execute("ALTER TABLE files ADD COLUMN extension TEXT")

    def close(self) -> None:
        """Write back and let go of the file."""
        self._connection.close()

    @contextmanager
    def together(self) -> Iterator[None]:
        """Everything inside happens as one, or not at all."""
        self._connection.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._connection.execute("ROLLBACK")
            raise
        self._connection.execute("COMMIT")

    # Settings

    def setting(self, name: str) -> float | str | bytes | None:
        """The value kept under `name`."""
        row = self._connection.execute("SELECT value FROM settings WHERE name = ?", (name,)).fetchone()
        return None if row is None else row[0]

    def keep_setting(self, name: str, value: float | str | bytes) -> None:
        """Keep `value` under `name`."""
        self._connection.execute("INSERT OR REPLACE INTO settings VALUES (?, ?)", (name, value))

    # Files

    def add_file(self, file: File) -> None:
        """Add a file; its `seq` and URL are the store's business and ignored."""
        self._connection.execute(
            "INSERT INTO files (id, team, filename, size, content_type, purpose, created_at, expires_at,"
            " extension) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                file.id,
                file.team,
                file.filename,
                file.size,
                file.content_type,
                file.purpose,
                file.created_at,
                file.expires_at,
                file.extension,
            ),
        )

    def file(self, file_id: str) -> File | None:
        """The file with this id, of whatever team, tombstones included."""
        row = self._connection.execute(_FILE + "WHERE f.id = ?", (file_id,)).fetchone()
        return None if row is None else _file(row)

    def files(
        self,
        team: str | None,
        *,
        sort_by: Sort = "created_at",
        order: Order = "asc",
        after: tuple[int | str, int] | None = None,
        inclusive: bool = False,
        any_case: bool = False,
        tombstones: bool = False,
    ) -> Iterator[File]:
        """Files in order, read as needed: those of `team`, or of all.

        `after` is the sort key and the `seq` to go on behind, or from on if `inclusive`. `any_case` sorts
        names as if they had none.
        """
        key = _KEYS[sort_by]
        if any_case and sort_by == "filename":
            key += " COLLATE NOCASE"
        where: list[str] = []
        arguments: list[int | str] = []
        if team is not None:
            where.append("f.team = ?")
            arguments.append(team)
        if not tombstones:
            where.append("f.deleted = 0")
        if after is not None:
            sign = (">" if order == "asc" else "<") + ("=" if inclusive else "")
            where.append(f"({key}, f.seq) {sign} (?, ?)")
            arguments += after
        condition = f"WHERE {' AND '.join(where)}" if where else ""
        rows = self._connection.execute(
            f"{_FILE} {condition} ORDER BY {key} {order}, f.seq {order}",
            arguments,
        )
        return map(_file, rows)

    def twins(self, file: File) -> list[File]:
        """Other files of the team with the same name and size, oldest first."""
        rows = self._connection.execute(
            _FILE + "WHERE f.team = ? AND f.deleted = 0 AND f.filename = ? AND f.size = ? AND f.id != ?"
            " ORDER BY f.seq",
            (file.team, file.filename, file.size, file.id),
        )
        return [_file(row) for row in rows]

    def namesakes(self, file: File) -> list[File]:
        """Other files of the team with the same name, oldest first."""
        rows = self._connection.execute(
            _FILE + "WHERE f.team = ? AND f.deleted = 0 AND f.filename = ? AND f.id != ? ORDER BY f.seq",
            (file.team, file.filename, file.id),
        )
        return [_file(row) for row in rows]

    def move_file(self, file_id: str, expires_at: int | None) -> None:
        """Change when a file ends."""
        self._connection.execute("UPDATE files SET expires_at = ? WHERE id = ?", (expires_at, file_id))

    def delete_file(self, file_id: str) -> None:
        """Turn a file into a tombstone."""
        self._connection.execute("UPDATE files SET deleted = 1 WHERE id = ?", (file_id,))

    def purge(self, now: float) -> None:
        """Drop tombstones and what expired, with their URLs."""
        self._connection.execute("DELETE FROM files WHERE deleted = 1 OR expires_at <= ?", (now,))
        self._connection.execute("DELETE FROM urls WHERE file_id NOT IN (SELECT id FROM files)")

    def ids(self) -> Iterator[str]:
        """The ids of all files that have content."""
        rows = self._connection.execute("SELECT id FROM files WHERE deleted = 0")
        return (row[0] for row in rows)

    # URLs

    def add_url(
        self, file: File, token: str, extension: str, lifetime: int | None, expires_at: int | None
    ) -> None:
        """Give a file a new current URL; one that it had before has ended."""
        self._connection.execute("UPDATE urls SET ended = 1 WHERE token = ?", (file.url_token,))
        self._connection.execute(
            "INSERT INTO urls (token, file_id, team, extension, lifetime, expires_at)"
            " VALUES (?, ?, ?, ?, ?, ?)",
            (token, file.id, file.team, extension, lifetime, expires_at),
        )
        self._connection.execute("UPDATE files SET url_token = ? WHERE id = ?", (token, file.id))

    def move_url(self, token: str, lifetime: int | None, expires_at: int | None) -> None:
        """Change when a URL ends."""
        self._connection.execute(
            "UPDATE urls SET lifetime = ?, expires_at = ? WHERE token = ?", (lifetime, expires_at, token)
        )

    def end_url(self, token: str | None) -> None:
        """End a URL."""
        self._connection.execute("UPDATE urls SET ended = 1 WHERE token = ?", (token,))

    def revive_url(self, token: str, lifetime: int | None, expires_at: int | None) -> None:
        """Let a URL that has ended serve again."""
        self._connection.execute("UPDATE urls SET ended = 0 WHERE token = ?", (token,))
        self.move_url(token, lifetime, expires_at)

    def url(self, token: str) -> Url | None:
        """The URL with this token, whatever became of it."""
        row = self._connection.execute(_URL + "WHERE token = ?", (token,)).fetchone()
        return None if row is None else _url(row)

    def urls_of(self, file_id: str) -> list[Url]:
        """Every URL that the file ever had, oldest first."""
        rows = self._connection.execute(_URL + "WHERE file_id = ? ORDER BY seq", (file_id,))
        return [_url(row) for row in rows]

    def newest_url(self, team: str, *, but: str = "", active: bool = False) -> Url | None:
        """The team's newest URL, leaving out those of the file `but` and, if `active`, those that ended."""
        row = self._connection.execute(
            _URL + "WHERE team = ? AND file_id != ? AND ended <= ? ORDER BY seq DESC LIMIT 1",
            (team, but, int(not active)),
        ).fetchone()
        return None if row is None else _url(row)

    def count_urls(self) -> int:
        """How many URLs were ever handed out."""
        row = self._connection.execute("SELECT ifnull(max(seq), 0) FROM urls").fetchone()
        return int(row[0])

    def count_active(self, team: str, now: float) -> int:
        """How many URLs of the team serve a file at `now`."""
        row = self._connection.execute(
            "SELECT count(*) FROM urls u JOIN files f ON f.id = u.file_id"
            " WHERE u.team = ? AND u.ended = 0 AND f.deleted = 0"
            " AND ifnull(u.expires_at > ?, 1) AND ifnull(f.expires_at > ?, 1)",
            (team, now, now),
        ).fetchone()
        return int(row[0])


def _file(row: tuple[object, ...]) -> File:
    return File(*row)  # type: ignore[arg-type]


def _url(row: tuple[object, ...]) -> Url:
    return Url(*row)  # type: ignore[arg-type]
