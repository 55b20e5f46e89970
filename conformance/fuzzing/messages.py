"""What is said between a run and the process of Schemathesis that works for it: values, sent whole over one socket."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Job:
    """What is to be explored: the first thing that is said. `timeout` is in seconds.

    `key` is that of the team under test, `second_key` another team's, if there is one. With `examples` 0 nothing is
    drawn at random. `left_out` are operations that nobody may ask for, or that others explore. It is explored what
    each operation does `by_itself`, and what they do in whole `lives`. `known` names something that is there, by the
    parameter of a path that can name it.
    """

    base_url: str
    key: str
    second_key: str
    timeout: float
    seed: int
    examples: int
    left_out: tuple[str, ...] = ()
    by_itself: bool = True
    lives: bool = True
    known: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Asked:
    """A request that is to be carried. `case` is how Schemathesis calls it, and empty for its own probes."""

    case: str
    method: str
    url: str
    headers: Mapping[str, str]
    body: bytes | None


@dataclass(frozen=True, slots=True)
class Answered:
    """What came of it; `seconds` is how long it took."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float


@dataclass(frozen=True, slots=True)
class Refused:
    """Nothing came of it, or it may not be sent: a sentence that says why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Failed:
    """A check of Schemathesis that failed. `cases` lead to it, in the order in which they were sent."""

    code: str
    title: str
    message: str
    operation: str
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Scenario:
    """Some cases that belong together have been judged; nothing more will be said of them."""

    cases: tuple[str, ...]
    answers: int
    failures: tuple[Failed, ...]


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something of the schema could not be tried: a sentence that says what, and why."""

    sentence: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The process itself failed; `trace` is for those who look after it."""

    sentence: str
    trace: str


@dataclass(frozen=True, slots=True)
class Ended:
    """All that was to be explored is."""


#: What the process says without being answered.
Told = Scenario | Trouble | Broken | Ended
