"""The bytes of files: durably in a folder, or in memory with the big ones in unnamed temporary files."""

from __future__ import annotations

import asyncio
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Protocol

SPOOL = 1024 * 1024  # bytes kept in memory before a temporary file takes over
CHUNK = 256 * 1024


class Draft(Protocol):
    """Content on its way in. Nobody sees it until it is kept."""

    def write(self, data: bytes) -> None:
        """Append `data`."""

    async def keep(self, name: str) -> None:
        """Make the content durable under `name`."""

    def drop(self) -> None:
        """Forget the content; harmless after `keep`."""


class Blobs(Protocol):
    """A place for content by name."""

    def draft(self) -> Draft:
        """Begin new content."""

    def read(self, name: str) -> Iterable[bytes]:
        """The content in chunks.

        Raises:
            KeyError: there is none under that name.
        """

    def remove(self, name: str) -> None:
        """Forget the content under `name`, if there is any."""


async def kept(blobs: Blobs, name: str, content: bytes) -> None:
    """Keep content that is all there."""
    draft = blobs.draft()
    try:
        await asyncio.to_thread(draft.write, content)
        await draft.keep(name)
    finally:
        draft.drop()


class FolderBlobs:
    """One file of the folder each. What was not kept before a crash is swept at the next start."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.drafts = folder / "drafts"
        self.kept = folder / "content"
        for place in (self.drafts, self.kept):
            place.mkdir(parents=True, exist_ok=True)

    def draft(self) -> Draft:
        """Begin a file among the drafts."""
        descriptor, path = tempfile.mkstemp(dir=self.drafts)
        return _FolderDraft(os.fdopen(descriptor, "wb"), Path(path), self.kept)

    def read(self, name: str) -> Iterable[bytes]:
        """See `Blobs.read`. The file is opened at once, so a deletion cannot cut the reader off."""
        try:
            file = (self.kept / name).open("rb")
        except FileNotFoundError:
            raise KeyError(name) from None
        return Reader(file)

    def remove(self, name: str) -> None:
        """See `Blobs.remove`."""
        (self.kept / name).unlink(missing_ok=True)

    def sweep(self, known: Iterable[str]) -> int:
        """Remove what no metadata speaks of, and return how many files that were."""
        names = set(known)
        orphans = [*self.drafts.iterdir(), *(path for path in self.kept.iterdir() if path.name not in names)]
        for path in orphans:
            path.unlink(missing_ok=True)
        return len(orphans)


class _FolderDraft:
    def __init__(self, file: IO[bytes], path: Path, kept: Path) -> None:
        self._file = file
        self._path = path
        self._kept = kept

    def write(self, data: bytes) -> None:
        self._file.write(data)

    async def keep(self, name: str) -> None:
        await asyncio.to_thread(self._settle, name)

    def _settle(self, name: str) -> None:
        # The order matters: bytes on disk, then the name, then the folder that holds the name.
        self._file.flush()
        os.fsync(self._file.fileno())
        self._file.close()
        self._path.rename(self._kept / name)
        descriptor = os.open(self._kept, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)

    def drop(self) -> None:
        with suppress(OSError):
            self._file.close()
        self._path.unlink(missing_ok=True)


class MemoryBlobs:
    """Content that ends with the process, however that ends."""

    def __init__(self) -> None:
        self._kept: dict[str, bytes | IO[bytes]] = {}

    def draft(self) -> Draft:
        """Begin content in memory."""
        return _MemoryDraft(self._kept)

    def read(self, name: str) -> Iterable[bytes]:
        """See `Blobs.read`."""
        content = self._kept[name]
        if isinstance(content, bytes):
            return (content,)
        return Reader(os.fdopen(os.dup(content.fileno()), "rb"))

    def remove(self, name: str) -> None:
        """See `Blobs.remove`."""
        content = self._kept.pop(name, None)
        if content is not None and not isinstance(content, bytes):
            content.close()


class _MemoryDraft:
    def __init__(self, kept: dict[str, bytes | IO[bytes]]) -> None:
        self._kept = kept
        self._file: IO[bytes] = tempfile.SpooledTemporaryFile(SPOOL)  # noqa: SIM115 - outlives us
        self._size = 0
        self._settled = False

    def write(self, data: bytes) -> None:
        self._size += len(data)
        self._file.write(data)

    async def keep(self, name: str) -> None:
        if self._size <= SPOOL:
            self._file.seek(0)
            self._kept[name] = self._file.read()
        else:
            self._file.flush()
            self._kept[name] = self._file
            self._settled = True

    def drop(self) -> None:
        if not self._settled:
            self._file.close()


class Reader:
    """Content on its way out: iterate once. It has its own position, and no deletion cuts it off."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file = file

    def __iter__(self) -> Iterator[bytes]:
        descriptor, position = self._file.fileno(), 0
        with self._file:
            while chunk := os.pread(descriptor, CHUNK, position):
                position += len(chunk)
                yield chunk

    def close(self) -> None:
        """Let go of a reader that nobody iterates."""
        self._file.close()
