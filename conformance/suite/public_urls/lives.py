"""Whole lives of files and their URLs, step by step, each answer held against the reference model.

Every step is written down as a line of a program, so that a life that went wrong can be lived again:

    f1 = life.upload(expires_after=7200)
    life.create_url(f1)
    life.advance(7300)
    life.fetch(f1, url=0)
"""

from __future__ import annotations

import math
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from enum import Enum
from typing import Any, Final

from conformance import trial
from conformance.checks import NoVerdict, Untestable
from conformance.client import Api
from conformance.oracle import (
    CreateUrl,
    Delete,
    FetchUrl,
    FileState,
    Moment,
    Operation,
    ReadContent,
    Retrieve,
    RevokeUrl,
    Upload,
    World,
    is_read,
    members,
    step,
)
from conformance.suite.programs import live
from conformance.suite.stored import PICTURE, Store
from conformance.suite.times import tolerance
from conformance.targets.call import Answer
from strategies.filters import Comparison
from strategies.media import Media

EXPIRES_AFTER: Final = "expires_after"
_FILTERS: Final = {
    True: Comparison("public_url", "!=", None).text,
    False: Comparison("public_url", "=", None).text,
}


class Omitted(Enum):
    """Stands for a field that is not sent, which is not the same as null on the wire."""

    OMITTED = "omitted"


OMITTED: Final = Omitted.OMITTED


@dataclass(frozen=True, slots=True)
class LifeFile:
    """A file of a life. `name` is what the program calls it."""

    name: str
    id: str

    def __repr__(self) -> str:
        return self.name


@dataclass(slots=True)
class Life:
    """The life of some files. Each method is one step: it asks the target, asks the model, and compares.

    A file is the value of an `upload`, or the id of a file that this life knows nothing of. All methods
    raise `AssertionError`, with a sentence, where the model does not allow the answer; `Untestable` where the
    target cannot do what the step needs; `NoVerdict` where the network or a rate limit had its say.
    """

    api: Api
    store: Store
    world: World = field(default_factory=World)
    program: list[str] = field(default_factory=list)
    _uploads: int = 0

    def __post_init__(self) -> None:
        """Start the life as an example of its own."""
        trial.current().begin(program=self.program)

    # --- the steps

    def upload(self, expires_after: int | None = None) -> LifeFile | None:
        """Store a picture that no other file of this life has; `None` if its expiry had to be refused."""
        self._uploads += 1
        name = f"f{self._uploads}"
        # All of different sizes, so that one file's bytes are never taken for another's.
        media = Media(PICTURE.kind, PICTURE.size + 64 * self._uploads, self._uploads)
        filename = self.store.name(media.extension)
        before = self.world
        self._step(
            f"{name} = life.upload({_keyword(expires_after, default=None)})",
            Upload(name=filename, content=media.read(), expires_after=expires_after),
            lambda: self.api.files.upload(
                media,
                filename,
                content_type=media.content_type,
                purpose="assistants",
                expires_after=expires_after,
            ),
        )
        if self.world is before:
            return None
        return LifeFile(name, self.world.files[-1].id)

    def create_url(self, file: LifeFile | str, expires_after: int | Omitted | None = OMITTED) -> None:
        """Give the file its URL; `None` sends null."""
        body = {} if expires_after is OMITTED else {EXPIRES_AFTER: expires_after}
        seconds = None if isinstance(expires_after, Omitted) else expires_after
        keyword = _keyword(expires_after, default=OMITTED)
        self._step(
            f"life.create_url({file!r}{keyword and f', {keyword}'})",
            CreateUrl(_id(file), seconds),
            lambda: self.api.public_urls.create(_id(file), body),
        )

    def revoke(self, file: LifeFile | str) -> None:
        """End the file's URL."""
        self._step(
            f"life.revoke({file!r})",
            RevokeUrl(_id(file)),
            lambda: self.api.public_urls.revoke(_id(file)),
        )

    def delete(self, file: LifeFile | str) -> None:
        """Remove the file."""
        self._step(f"life.delete({file!r})", Delete(_id(file)), lambda: self.api.files.delete(_id(file)))

    def get(self, file: LifeFile | str) -> None:
        """Look at the file's metadata."""
        self._step(f"life.get({file!r})", Retrieve(_id(file)), lambda: self.api.files.get(_id(file)))

    def content(self, file: LifeFile | str) -> None:
        """Read the file with a key."""
        self._step(
            f"life.content({file!r})", ReadContent(_id(file)), lambda: self.api.files.content(_id(file))
        )

    def fetch(self, file: LifeFile, url: int = 0) -> None:
        """Open a URL that the file has or had; they are counted from 0, in the order of their creation."""
        addresses = self.state(file).addresses
        if not 0 <= url < len(addresses):
            raise Untestable(f"needs a life in which {file!r} gets {url + 1} URLs")
        address = addresses[url]
        self._step(
            f"life.fetch({file!r}, url={url})",
            FetchUrl(address),
            lambda: self.api.public_urls.fetch(address),
        )

    def find(self, with_url: bool | None = None) -> None:  # noqa: FBT001 - it is given by name
        """List the files, all or those with or without an active URL."""
        line = "life.find()" if with_url is None else f"life.find(with_url={with_url})"
        complaint = ""

        def holds() -> bool:
            nonlocal complaint
            before = self.api.clock.now()
            listed = self._listed(with_url=with_url)
            now = Moment.during(before, self.api.clock.now(), tolerance(self.api))
            complaint = members(self.world, now, with_url=with_url).complaint(listed)
            return not complaint

        def find() -> None:
            if not self.api.eventually(holds):
                raise self._deviation(f"in the list, {complaint}")

        self._recorded(line, find)

    def advance(self, seconds: int) -> None:
        """Turn the target's clock forward."""
        if not self.api.clock.adjustable:
            raise Untestable("needs a clock that can be turned (the control plane of an emulator)")
        self._recorded(f"life.advance({seconds})", lambda: self.api.clock.advance(seconds))

    # --- around the steps

    def state(self, file: LifeFile) -> FileState:
        """What the model knows of the file."""
        state = self.world.file(file.id)
        assert state is not None
        return state

    def until(self, deadline: int, *, after: bool) -> int:
        """Seconds to advance to come to lie clearly before or clearly after `deadline`; below 1, that is past."""
        margin = 2 * tolerance(self.api) + 2
        left = deadline - self.api.clock.now()
        return math.ceil(left + margin) if after else math.floor(left - margin)

    def until_end(self, file: LifeFile, *, of_url: bool, after: bool) -> int:
        """The same for the end of a file's active URL, or of the file; 0 if nothing ends."""
        state = self.state(file)
        ends = state.url.ends[0] if of_url and state.url is not None else state.expires_at
        return 0 if ends is None else self.until(ends, after=after)

    def end(self) -> None:
        """Delete the files that are left. This is no step: nothing is judged."""
        for file in self.world:
            if not file.deleted:
                with suppress(NoVerdict):
                    self.api.files.delete(file.id)

    def _step(self, line: str, operation: Operation, send: Callable[[], Answer]) -> None:
        self._recorded(line, lambda: self._compare(operation, send))

    def _compare(self, operation: Operation, send: Callable[[], Answer]) -> None:
        complaint = ""

        def holds() -> bool:
            nonlocal complaint
            answer = self.heard(send())
            now = Moment.during(answer.sent, answer.received, tolerance(self.api))
            expectation = step(self.world, operation, now)
            outcome = expectation.match(answer)
            if outcome is None:
                complaint = expectation.complaint(answer)
                return False
            self.world = outcome.then(answer)
            return True

        # What a write was answered stands; what a read shows may take its time where a profile says so.
        held = self.api.eventually(holds) if is_read(operation) else holds()
        if not held:
            raise self._deviation(complaint)

    def heard(self, answer: Answer) -> Answer:
        """The answer, unless it speaks of the team's other URLs rather than of this life's."""
        if answer.status in answer.operation.refusals.get("quota", ()):
            raise NoVerdict(f"{answer!r}: a rate limit or the team's quota of URLs stands in the way")
        return answer

    def _recorded(self, line: str, act: Callable[[], None]) -> None:
        self.program.append(line)
        try:
            act()
        except AssertionError:
            trial.current().fail()
            raise

    def _deviation(self, complaint: str) -> AssertionError:
        return AssertionError(f"step {len(self.program)}, {self.program[-1]}: {complaint}")

    def _listed(self, *, with_url: bool | None) -> list[dict[str, Any]]:
        """The newest files, as far back as this life's go: others' need not be walked through."""
        parameters = self.api.spec.operations["listFiles"].parameters
        query: dict[str, str | int] = {
            "limit": next(p["schema"]["maximum"] for p in parameters if p["name"] == "limit"),
            "order": "desc",
            "sort_by": "created_at",
        }
        if with_url is not None:
            query["filter"] = _FILTERS[with_url]
        oldest = min((file.created_at or 0 for file in self.world), default=math.inf)
        listed: list[dict[str, Any]] = []
        for page in self.api.files.pages(**query):
            if not page.accepted:
                raise self._deviation(repr(page.accepted))
            files = page["data"]
            if not isinstance(files, list):
                raise self._deviation(f"{page!r} has no array of files")
            listed += [file for file in files if isinstance(file, dict)]
            last = listed[-1].get("created_at") if listed else None
            if isinstance(last, int) and last < oldest:
                break
        return listed


def replay_program(api: Api, store: Store, program: str) -> None:
    """Live the life that `program` describes, and delete its files.

    Raises:
        ProgramError: it holds anything but a life's steps; nothing was sent.
        AssertionError: the target went wrong (again).
    """
    live(program, lambda: Life(api, store), STEPS)


STEPS: Final = ("upload", "create_url", "revoke", "delete", "get", "content", "fetch", "find", "advance")


def _id(file: LifeFile | str) -> str:
    return file if isinstance(file, str) else file.id


def _keyword(value: int | Omitted | None, *, default: Omitted | None) -> str:
    return "" if value is default else f"{EXPIRES_AFTER}={value!r}"
