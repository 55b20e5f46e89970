"""The automaton of a socket, read from `x-protocol`: states, transitions, and what is owed where.

docs/sockets.md explains the words; this module only gives them types.
"""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

_GUARD = re.compile(r"(\w+) (<=|>=|==|<|>) (\w+)")
_OPERATORS: Mapping[str, Callable[[int, int], bool]] = {
    "<": operator.lt,
    "<=": operator.le,
    "==": operator.eq,
    ">=": operator.ge,
    ">": operator.gt,
}

Counts = tuple[int, ...]


class ProtocolError(ValueError):
    """`x-protocol` says something that is not understood; the message says what."""


@dataclass(frozen=True, slots=True)
class Guard:
    """A comparison of a counter with another one or with a number. Counters are named by their places."""

    left: int
    compare: Callable[[int, int], bool]
    right: int | None
    number: int

    def holds(self, counts: Counts) -> bool:
        """Whether it does."""
        return self.compare(counts[self.left], self.number if self.right is None else counts[self.right])


@dataclass(frozen=True, slots=True)
class Transition:
    """What may follow an event: the next state, the counter that goes up, and under which condition."""

    to: str
    count: int | None
    guard: Guard | None

    def applies(self, counts: Counts) -> bool:
        """Whether it can be taken."""
        return self.guard is None or self.guard.holds(counts)

    def counted(self, counts: Counts) -> Counts:
        """The counters after it."""
        if self.count is None:
            return counts
        return (*counts[: self.count], counts[self.count] + 1, *counts[self.count + 1 :])


@dataclass(frozen=True, slots=True)
class Debt:
    """In these states (None: in all), and where the guard holds, the server still has to send `event`."""

    states: frozenset[str] | None
    guard: Guard | None
    event: str
    requirement: str

    def holds(self, state: str, counts: Counts) -> bool:
        """Whether it is owed there."""
        return (self.states is None or state in self.states) and (
            self.guard is None or self.guard.holds(counts)
        )


@dataclass(frozen=True, slots=True)
class Protocol:
    """The automaton. `transitions` maps state, direction and event; what is missing there is not allowed.

    `repeatable` are the messages of the client of which a second one in a row changes nothing.
    """

    start: str
    zero: Counts
    transitions: Mapping[tuple[str, str, str], tuple[Transition, ...]]
    means: Mapping[str, str]
    owes: tuple[Debt, ...]
    unexpected: tuple[Debt, ...]
    repeatable: frozenset[str]

    def blamed(self, event: str, state: str, counts: Counts) -> str | None:
        """The requirement that says that the event may not come there, or None where none does."""
        for entry in self.unexpected:
            if entry.event == event and entry.holds(state, counts):
                return entry.requirement
        return None

    def owed(self, state: str, counts: Counts) -> Debt | None:
        """What the server still has to send there, or None."""
        return next((debt for debt in self.owes if debt.holds(state, counts)), None)


def protocol_of(document: Mapping[str, Any], readings: Mapping[str, Any]) -> Protocol:
    """The automaton in `document`, without the transitions that other readings than `readings` would allow.

    Raises:
        ProtocolError: something in it is not understood.
    """
    counters = {name: place for place, name in enumerate(document["counters"])}
    states = document["states"]
    transitions: dict[tuple[str, str, str], tuple[Transition, ...]] = {}
    for state, record in states.items():
        for direction in ("sent", "received"):
            merged = {**document["always"].get(direction, {}), **(record.get(direction) or {})}
            for event, written in merged.items():
                listed = written if isinstance(written, list) else [written]
                transitions[state, direction, event] = tuple(
                    _transition(each, state, states, counters) for each in listed if _is_read(each, readings)
                )
    return Protocol(
        start=document["start"],
        zero=(0,) * len(counters),
        transitions=transitions,
        means={state: record["means"] for state, record in states.items()},
        owes=tuple(_debts(document["owes"], states, counters)),
        unexpected=tuple(_debts(document["unexpected"], states, counters)),
        repeatable=frozenset(_repeatable(transitions)),
    )


def _repeatable(transitions: Mapping[tuple[str, str, str], tuple[Transition, ...]]) -> Iterator[str]:
    events = {event for _, direction, event in transitions if direction == "sent"}
    for event in events:
        reached = {
            to.to
            for (_, direction, sent), found in transitions.items()
            if (direction, sent) == ("sent", event)
            for to in found
        }
        if all(
            transitions.get((state, "sent", event)) == (Transition(state, None, None),) for state in reached
        ):
            yield event


def _is_read(written: Mapping[str, Any], readings: Mapping[str, Any]) -> bool:
    """Whether a transition is one of the chosen readings. What was not chosen allows all."""
    return all(readings.get(name, value) == value for name, value in written.get("reading", {}).items())


def _transition(
    written: Mapping[str, Any], state: str, states: Iterable[str], counters: Mapping[str, int]
) -> Transition:
    if unknown := set(written) - {"to", "count", "guard", "reading"}:
        raise ProtocolError(f"state {state}: a transition has no {', '.join(sorted(unknown))}")
    to = written.get("to", state)
    if to not in states:
        raise ProtocolError(f"state {state}: a transition leads to {to}, which is no state")
    count = written.get("count")
    if count is not None and count not in counters:
        raise ProtocolError(f"state {state}: {count} is no counter")
    return Transition(to, None if count is None else counters[count], _guard(written, counters))


def _debts(
    records: Iterable[Mapping[str, Any]], states: Iterable[str], counters: Mapping[str, int]
) -> Iterable[Debt]:
    for record in records:
        named = record.get("in")
        if named is not None and (unknown := set(named) - set(states)):
            raise ProtocolError(f"{record['event']}: there is no state {', '.join(sorted(unknown))}")
        yield Debt(
            None if named is None else frozenset(named),
            _guard(record, counters),
            record["event"],
            record["requirement"],
        )


def _guard(record: Mapping[str, Any], counters: Mapping[str, int]) -> Guard | None:
    text = record.get("guard")
    if text is None:
        return None
    match = _GUARD.fullmatch(text)
    if match is None or match[1] not in counters or not (match[3] in counters or match[3].isdecimal()):
        raise ProtocolError(f"{text!r} compares no counter with a counter or a number")
    right = counters.get(match[3])
    return Guard(counters[match[1]], _OPERATORS[match[2]], right, 0 if right is not None else int(match[3]))
