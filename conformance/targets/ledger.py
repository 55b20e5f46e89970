"""What a run has created and not yet deleted, written down before anything is sent.

A run deletes what stands here and nothing else: files and voices. The file is appended to line by line and
survives a kill: an intent without an outcome is something that may exist under a name that only this run can have
given.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import IO, Any, Self

from conformance import trial

#: The kinds of things that an account has.
FILE, VOICE = "file", "voice"


@dataclass(frozen=True, slots=True)
class Intent:
    """An upload, a generation to be stored, or a voice, that was sent. `at` is the target's time then, in Unix seconds.

    What is `slow` was never answered and may be at work still, so that its file may yet appear. `kind` says what it
    was to make: `FILE` or `VOICE`.
    """

    identity: str
    name: str
    at: float
    slow: bool = False
    kind: str = FILE


@dataclass(frozen=True, slots=True)
class Job:
    """A video that was started, to be stored when it is done. `began` is our own time, in Unix seconds."""

    number: int
    intent: Intent
    request_id: str
    began: float


@dataclass(slots=True)
class Ledger:
    """The open account of one worker. `path` is where it is kept; without one it lives in memory.

    `tag` is a text that only this run puts into the names of files and voices.

    An intent ends in one of three ways. An upload is settled with its file, and so is a voice. Images are found, as
    many as there are, and then it is ended. A video becomes a job, and the job is found its file and ended.
    What an id is of, a file where nothing else is said, is part of what it is known by.
    """

    path: Path | None = None
    tag: str = ""
    _open: dict[str, str] = field(default_factory=dict)
    _voices: dict[str, str] = field(default_factory=dict)
    _unknown: dict[int, Intent] = field(default_factory=dict)
    _jobs: dict[int, Job] = field(default_factory=dict)
    _generated: dict[str, float] = field(default_factory=dict)
    _foreign: set[tuple[str, str]] = field(default_factory=set)
    _gone: set[tuple[str, str]] = field(default_factory=set)
    _makers: dict[tuple[str, str], str] = field(default_factory=dict)
    _file: IO[str] | None = None
    _attempted: dict[tuple[str, str], None] = field(default_factory=dict)
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

    def intend(self, identity: str, name: str, at: float, *, slow: bool = False, kind: str = FILE) -> int:
        """Write down that something called `name` is about to be made; the number settles it later."""
        with self._lock:
            if self._number == 0:
                self._write({"event": "tag", "tag": self.tag})
            number = self._number + 1
            self._record({
                "event": "intend", "number": number, "identity": identity, "name": name, "at": at, "slow": slow,
                "kind": kind,
            })  # fmt: skip
            return number

    def settle(self, number: int, file_id: str | None) -> None:
        """The upload was answered: with `file_id`, which may be a voice's, or refused (`None`)."""
        with self._lock:
            kind = self._unknown[number].kind
            self._record({"event": "settle", "number": number, "file": file_id})
            if file_id is not None:
                self._makers.setdefault((kind, file_id), trial.current().check)

    def attempted(self, kind: str) -> list[str]:
        """The identities as which something of this kind was to be made, also where it was refused."""
        with self._lock:
            return [identity for of, identity in self._attempted if of == kind]

    def disown(self, number: int, file_id: str) -> None:
        """The upload was answered with something that was there before: it is not to be touched."""
        with self._lock:
            self._record({"event": "disown", "number": number, "file": file_id})

    def found(self, number: int, files: Iterable[str]) -> None:
        """The answer to a generation names `files`; what the ledger has had already is no new one."""
        with self._lock:
            new = [file_id for file_id in files if not self._knows(file_id)]
            if new and (number in self._unknown or number in self._jobs):
                self._record({"event": "found", "number": number, "files": new})
                self._makers |= {(FILE, file_id): trial.current().check for file_id in new}

    def started(self, number: int, request_id: str) -> None:
        """The generation is a video: it is polled by `request_id`."""
        with self._lock:
            self._record({"event": "started", "number": number, "job": request_id, "began": time.time()})

    def ended(self, number: int, *, sure: bool) -> None:
        """The generation has an outcome. Unless that is `sure`, more may have been stored than was told."""
        with self._lock:
            if number in self._unknown or number in self._jobs:
                self._record({"event": "ended", "number": number, "sure": sure})

    def numbers_of(self, request_id: str) -> list[int]:
        """The jobs that are polled by `request_id`."""
        with self._lock:
            return [job.number for job in self._jobs.values() if job.request_id == request_id]

    def adopt(self, identity: str, files: Iterable[str], at: float) -> None:
        """Files appeared that nobody had asked for; none of them is older than `at`."""
        if new := [file_id for file_id in files if not self._knows(file_id)]:
            number = self.intend(identity, "", at)
            self.found(number, new)
            self.ended(number, sure=True)

    def unverified(self, file_id: str) -> float | None:
        """Since when the file can exist, if a generation named it and it was not yet looked at, else `None`.

        The answer to a generation does not say how old a file is. Before one is changed, it is looked at.
        """
        return self._generated.get(file_id)

    def verified(self, file_id: str, *, ours: bool) -> None:
        """It was looked at: the run has created it, or it was there before."""
        with self._lock:
            self._record({"event": "verified", "file": file_id, "ours": ours})

    def gone(self, file_id: str, *, kind: str = FILE) -> None:
        """The file was deleted or has expired, or the voice was deleted."""
        with self._lock:
            if file_id in self._of(kind):
                self._record({"event": "gone", "file": file_id, "kind": kind})

    def owner(self, file_id: str, *, kind: str = FILE) -> str | None:
        """The identity as which this run created the file or voice, unless it has seen it go."""
        return self._of(kind).get(file_id)

    def is_foreign(self, file_id: str, *, kind: str = FILE) -> bool:
        """Whether the target passed something off as new that was there before."""
        return (kind, file_id) in self._foreign

    def has_had(self, file_id: str, *, kind: str = FILE) -> bool:
        """Whether the run has created it, and may have seen it go."""
        return file_id in self._of(kind) or (kind, file_id) in self._gone

    def _of(self, kind: str) -> dict[str, str]:
        return self._voices if kind == VOICE else self._open

    def _knows(self, file_id: str) -> bool:
        return self.has_had(file_id) or self.is_foreign(file_id)

    @property
    def outstanding(self) -> dict[str, str]:
        """File id → identity of the team that it belongs to, in the order of creation."""
        with self._lock:
            return dict(self._open)

    @property
    def voices(self) -> dict[str, str]:
        """The same for voices."""
        with self._lock:
            return dict(self._voices)

    def maker(self, id_: str) -> str | None:
        """The check while which a file or voice came to be known, also of one that is gone; `None` if it never did."""
        with self._lock:
            return self._makers.get((FILE, id_), self._makers.get((VOICE, id_)))

    def made_by(self, check: str) -> tuple[dict[str, str], dict[str, str]]:
        """Of what is outstanding, the files and the voices that came to be known while `check` was carried out."""
        with self._lock:
            files, voices = (
                {id_: who for id_, who in self._of(kind).items() if self._makers.get((kind, id_)) == check}
                for kind in (FILE, VOICE)
            )
            return files, voices

    @property
    def unanswered(self) -> list[Intent]:
        """What was sent and of which it is not known whether it has made something, or something more."""
        with self._lock:
            return list(self._unknown.values())

    @property
    def jobs(self) -> list[Job]:
        """Videos of which it is not known whether they have ended."""
        with self._lock:
            return list(self._jobs.values())

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
                self._attempted[record["kind"], record["identity"]] = None
                self._unknown[self._number] = Intent(
                    record["identity"], record["name"], record["at"], record["slow"], record["kind"]
                )
            case "settle":
                intent = self._unknown.pop(record["number"])
                held = self._of(intent.kind)
                if record["file"] is not None and record["file"] not in held:
                    held[record["file"]] = intent.identity
                    self.created += 1
            case "disown":
                self._foreign.add((self._unknown.pop(record["number"]).kind, record["file"]))
            case "gone":
                del self._of(record["kind"])[record["file"]]
                if record["kind"] == FILE:
                    self._generated.pop(record["file"], None)
                self._gone.add((record["kind"], record["file"]))
            case _:
                self._apply_generated(record)

    def _apply_generated(self, record: dict[str, Any]) -> None:
        match record["event"]:
            case "found":
                intent = self._intent(record["number"])
                for file_id in record["files"]:
                    self._open[file_id] = intent.identity
                    self._generated[file_id] = intent.at
                    self.created += 1
            case "started":
                number = record["number"]
                self._jobs[number] = Job(number, self._unknown.pop(number), record["job"], record["began"])
            case "ended":
                number = record["number"]
                intent = self._intent(number)
                self._unknown.pop(number, None)
                self._jobs.pop(number, None)
                if not record["sure"]:
                    self._unknown[number] = replace(intent, slow=False)
            case "verified":
                self._generated.pop(record["file"], None)
                if not record["ours"]:
                    del self._open[record["file"]]
                    self._foreign.add((FILE, record["file"]))
                    self.created -= 1

    def _intent(self, number: int) -> Intent:
        return self._jobs[number].intent if number in self._jobs else self._unknown[number]

    def _write(self, record: dict[str, Any]) -> None:
        if self.path is None:
            return
        if self._file is None:
            self._file = self.path.open("a", encoding="utf-8")
        self._file.write(json.dumps(record, ensure_ascii=True) + "\n")
        self._file.flush()
