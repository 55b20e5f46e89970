"""What the model knows of a team's files and their URLs. Values only: a step makes new ones."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from conformance.oracle.moment import Moment, Passed
from conformance.oracle.operations import Keep


@dataclass(frozen=True, slots=True, kw_only=True)
class Url:
    """A file's URL that nobody has ended yet, though its time may have passed.

    `ends` holds every Unix second at which it may end, `None` for never: one, unless the docs were silent
    and the answer did not tell. `asked` holds what the last explicit `expires_after` was, in seconds.
    """

    address: str
    ends: tuple[int | None, ...]
    asked: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class FileState:
    """One file. Times are Unix seconds as the target told them; `dead` are addresses that must never serve again.

    Of a file that was generated nobody knows content and time of creation until they are first told: `None`.
    """

    id: str
    name: str
    content: bytes | None
    created_at: int | None
    expires_at: int | None = None
    url: Url | None = None
    dead: tuple[str, ...] = ()
    deleted: bool = False

    def gone(self, now: Moment) -> Passed:
        """Whether the file is deleted or its time has passed."""
        return Passed.YES if self.deleted else now.passed(self.expires_at)

    def url_ended(self, now: Moment) -> Passed:
        """Whether the file has no active URL (any more)."""
        if self.url is None or self.gone(now) is Passed.YES:
            return Passed.YES
        ended = now.passed_one_of(self.url.ends)
        return Passed.MAYBE if ended is Passed.NO and self.gone(now) is Passed.MAYBE else ended

    def told(self, *, created_at: Any = None, content: bytes | None = None) -> FileState:
        """The file with what was not known of it before."""
        return replace(
            self,
            created_at=created_at if self.created_at is None else self.created_at,
            content=content if self.content is None else self.content,
        )

    @property
    def addresses(self) -> tuple[str, ...]:
        """Every address that the file ever had, the latest last."""
        return self.dead if self.url is None else (*self.dead, self.url.address)

    def without_url(self) -> FileState:
        """The file after its URL has ended for good."""
        return replace(self, url=None, dead=self.addresses)

    def with_url(self, url: Url) -> FileState:
        """The file with `url` as its active one; a former one with another address is dead."""
        kept = self if self.url is None or self.url.address == url.address else self.without_url()
        return replace(kept, url=url)


@dataclass(frozen=True, slots=True, kw_only=True)
class JobState:
    """A video that was started at `started`. `sound` says whether all its inputs were there by then.

    `over` says that it was polled to its end.
    """

    id: str
    started: Moment
    sound: bool
    keep: Keep | None = None
    over: bool = False


@dataclass(frozen=True, slots=True)
class World:
    """All files that the model has heard of, deleted ones too, in the order of their making; and all videos."""

    files: tuple[FileState, ...] = ()
    jobs: tuple[JobState, ...] = ()

    def file(self, file_id: str) -> FileState | None:
        """The file with this id, if there ever was one."""
        return next((file for file in self.files if file.id == file_id), None)

    def owner(self, address: str) -> FileState | None:
        """The file that has or had the URL `address`."""
        return next((file for file in self.files if address in file.addresses), None)

    def holding(self, state: FileState) -> World:
        """The world with `state` in place of the file with its id, or in addition."""
        if self.file(state.id) is None:
            return replace(self, files=(*self.files, state))
        files = tuple(state if file.id == state.id else file for file in self.files)
        return replace(self, files=files)

    def job(self, request_id: str) -> JobState | None:
        """The video that was started under this id, if there ever was one."""
        return next((job for job in self.jobs if job.id == request_id), None)

    def running(self, state: JobState) -> World:
        """The world with `state` in place of the video with its id, or in addition."""
        return replace(self, jobs=(*(job for job in self.jobs if job.id != state.id), state))

    @property
    def deleted(self) -> frozenset[str]:
        """Ids of files that were deleted."""
        return frozenset(file.id for file in self.files if file.deleted)

    @property
    def addresses(self) -> frozenset[str]:
        """Every address that any file ever had."""
        return frozenset(address for file in self.files for address in file.addresses)

    def __iter__(self) -> Iterator[FileState]:
        return iter(self.files)
