"""What happens while one check runs: the inputs of the example at hand, its exchanges, its observations.

There is one current trial a process, which checks that send requests from several threads share. Only checks that are
carried out side by side, and examples that travel together, have one each, for as long as they do.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

if TYPE_CHECKING:
    from conformance.targets.exchange import Exchange
    from conformance.targets.sockets.transcript import Transcript

T = TypeVar("T")
U = TypeVar("U")

#: What was said on a socket so far, and what is to be said of its lines: their numbers and a sentence each.
Heard = tuple["Callable[[], Transcript]", tuple[tuple[int, str], ...]]
Spoken = tuple["Transcript", tuple[tuple[int, str], ...]]


class Witness(Protocol):
    """Is told of everything that a check looks at, with its requirement; `new` is an exchange that just begins."""

    def __call__(self, requirement: str, evidence: Exchange | Transcript, *, new: bool) -> None:
        """Take note."""


witness: Witness | None = None


@dataclass(frozen=True, slots=True)
class Failure:
    """The example that failed last, which after shrinking is the smallest."""

    values: Mapping[str, Any] | None
    program: tuple[str, ...] | None
    exchanges: tuple[Exchange, ...]
    transcripts: tuple[Spoken, ...] = ()


@dataclass(slots=True)
class Trial:
    """One check at work.

    `values` are the generated inputs of the current example, `None` before the first; `program` is the
    current sequence of a state machine, one line a step. `exchanges` are those since the example began, `heard`
    what is said on sockets since then. `drawn` says that the inputs are random by now, and will hardly come again.
    `kept` is what those keep with the check who make things once for all checks, since it goes with this one. What is
    not `watched` is left out of what is judged of all traffic.
    """

    check: str = ""
    requirement: str = ""
    values: Mapping[str, Any] | None = None
    program: list[str] | None = None
    setup: list[Exchange] = field(default_factory=list)
    exchanges: list[Exchange] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    observations: list[dict[str, Any]] = field(default_factory=list)
    examples: int = 0
    drawn: bool = False
    failure: Failure | None = None
    kept: dict[Hashable, Any] = field(default_factory=dict)
    watched: bool = True
    lacking: bool = False
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def branch(self) -> Trial:
        """A trial of one example that travels beside others, to be merged when it has ended."""
        if self.examples == 0:
            self.setup = list(self.exchanges)
        return Trial(
            check=self.check, requirement=self.requirement, setup=self.setup, examples=1, drawn=self.drawn,
            kept=self.kept, watched=self.watched,
        )  # fmt: skip

    def merge(self, branch: Trial) -> None:
        """Take over what a branch has seen. Of several failures the first is kept."""
        self.examples += branch.examples - 1
        self.lacking = self.lacking or branch.lacking
        self.exchanges = branch.exchanges
        self.values, self.program, self.heard = branch.values, branch.program, branch.heard
        for note in branch.observations:
            self.observe(note["what"], note["value"])
        self.failure = self.failure or branch.failure

    def rest(self, *, last: bool) -> None:
        """An example that travelled has ended well. Of what it did nothing is kept, unless it is the `last` of all."""
        if not last:
            self.exchanges, self.heard = [], []

    def begin(self, values: Mapping[str, Any] | None = None, program: list[str] | None = None) -> None:
        """Start the next example: what the previous one recorded is dropped, what fixtures did is kept."""
        if self.examples == 0:
            self.setup = list(self.exchanges)
        self.values, self.program = values, program
        self.exchanges = []
        self.heard = []
        self.examples += 1

    def fail(self) -> None:
        """Keep the example at hand as the one that failed."""
        program = None if self.program is None else tuple(self.program)
        self.failure = Failure(self.values, program, tuple(self.exchanges), self.transcripts())

    def record(self, exchange: Exchange) -> None:
        """Keep an exchange with the example that caused it."""
        with self._lock:
            self.exchanges.append(exchange)
        self._looks_at(exchange, new=True)

    def recall(self, *exchanges: Exchange | None) -> None:
        """Keep exchanges from before this check with the example, which looks at what they have brought."""
        with self._lock:
            known = {id(exchange) for exchange in self.exchanges}
            for exchange in exchanges:
                if exchange is not None and id(exchange) not in known:
                    known.add(id(exchange))
                    self.exchanges.append(exchange)
        for exchange in exchanges:
            if exchange is not None:
                self._looks_at(exchange)

    def _looks_at(self, evidence: Exchange | Transcript, *, new: bool = False) -> None:
        if witness is not None:
            witness(self.requirement, evidence, new=new)

    def hear(self, transcript: Callable[[], Transcript]) -> None:
        """Keep what is being said on a socket with the example that says it."""
        with self._lock:
            self.heard.append((transcript, ()))

    def recall_transcript(self, transcript: Transcript, marks: Iterable[tuple[int, str]] = ()) -> None:
        """Keep what was said before with the example that looks at it.

        `marks` are the lines that are found wanting, by their number from 0, each with a sentence that says why.
        """
        with self._lock:
            known = [(tell(), old) for tell, old in self.heard]
            before = next((old for each, old in known if each == transcript), ())
            added = tuple(mark for mark in marks if mark not in before)
            kept = zip(self.heard, known, strict=True)
            self.heard = [heard for heard, (each, _) in kept if each != transcript]
            self.heard.append((lambda: transcript, before + added))
        self._looks_at(transcript)

    def transcripts(self) -> tuple[Spoken, ...]:
        """What was said on sockets so far, in this example."""
        with self._lock:
            return tuple((tell(), marks) for tell, marks in self.heard)

    def observe(self, what: str, value: Any) -> None:
        """Note what the target did where the docs are silent; the same note is kept once."""
        note = {"what": what, "value": value}
        with self._lock:
            if note not in self.observations:
                self.observations.append(note)


_current = Trial()
_branch: ContextVar[Trial | None] = ContextVar("branch", default=None)


def current() -> Trial:
    """The trial of the check that is running; in a wave, that of the example at hand."""
    return _branch.get() or _current


@contextmanager
def within(branch: Trial) -> Iterator[None]:
    """Let `branch` be the current trial of this thread."""
    token = _branch.set(branch)
    try:
        yield
    finally:
        _branch.reset(token)


def carried(act: Callable[[T], U]) -> Callable[[T], U]:
    """`act` with the current trial, for threads that a check starts: those know of nothing."""
    here = current()

    def run(item: T) -> U:
        with within(here):
            return act(item)

    return run


def start(check: str, requirement: str) -> Trial:
    """Make a new trial the current one."""
    return adopt(Trial(check=check, requirement=requirement))


def adopt(known: Trial) -> Trial:
    """Make a trial the current one: a new one, or that of a check which was carried out beside others."""
    global _current  # noqa: PLW0603 - one check runs at a time, and the transport has to find it
    _current = known
    return known
