"""Concurrent histories: were they answered as if the operations had come one after the other?

The search is that of Wing and Gong, with Lowe's memory of what was tried: an operation may come next if it was
sent before any other that is left was answered, and a set of operations done that leads to the same state is
never tried twice. The sequential object is the caller's: here the reference model, in which one answer may be
allowed in more than one way.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from typing import Generic, TypeVar

from conformance.oracle import Moment, Operation, World, is_read, step
from conformance.targets.call import Answer

S = TypeVar("S", bound=Hashable)
E = TypeVar("E", bound="Interval")


@dataclass(frozen=True, slots=True, kw_only=True)
class Interval:
    """When something was under way, in ns of one monotonic clock: it took effect at some instant within."""

    invoked: int
    returned: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Record(Interval):
    """One operation of one thread with its answer. `now` is the target's time meanwhile, in Unix seconds."""

    thread: int
    operation: Operation
    answer: Answer
    now: Moment

    @property
    def words(self) -> str:
        """The operation and what it was answered, on one line."""
        arguments = getattr(self.operation, "expires_after", None)
        shown = f" (expires_after {arguments})" if arguments is not None else ""
        return f"{type(self.operation).__name__}{shown}: {self.answer!r}"


@dataclass(frozen=True, slots=True)
class Order(Generic[E]):
    """The history is linearizable: `records` in an order that explains every answer."""

    records: tuple[E, ...]


@dataclass(frozen=True, slots=True)
class Conflict(Generic[E]):
    """The history is not: `done` is the longest beginning of any order, and none of `stuck` can come next.

    `later` are those that were sent only after one of `stuck` was answered.
    """

    done: tuple[E, ...]
    stuck: tuple[E, ...]
    later: tuple[E, ...] = ()

    @property
    def history(self) -> tuple[E, ...]:
        """All of it, by the time it was sent."""
        return tuple(sorted((*self.done, *self.stuck, *self.later), key=lambda record: record.invoked))


def linearize(
    history: Sequence[E], initial: S, apply: Callable[[S, E], Iterable[S]]
) -> Order[E] | Conflict[E]:
    """Look for an order of `history` that keeps to its intervals and in which every answer is allowed.

    Args:
        history: completed operations, in any order.
        initial: the state before all of them.
        apply: the states in which an operation, answered as it was, may leave a state; none if it may not.
    """
    records = sorted(history, key=lambda record: (record.invoked, record.returned))
    everything = (1 << len(records)) - 1
    tried: set[tuple[int, S]] = set()
    best: tuple[int, ...] = ()
    best_stuck: tuple[int, ...] = _next(records, 0)
    pending: list[tuple[int, S, tuple[int, ...]]] = [(0, initial, ())]
    while pending:
        done, state, order = pending.pop()
        if done == everything:
            return Order(tuple(records[i] for i in order))
        if (done, state) in tried:
            continue
        tried.add((done, state))
        candidates = _next(records, done)
        if len(order) > len(best):
            best, best_stuck = order, candidates
        for i in reversed(candidates):
            pending += [(done | 1 << i, after, (*order, i)) for after in apply(state, records[i])]
    later = [records[i] for i in range(len(records)) if i not in {*best, *best_stuck}]
    return Conflict(tuple(records[i] for i in best), tuple(records[i] for i in best_stuck), tuple(later))


def _next(records: Sequence[Interval], done: int) -> tuple[int, ...]:
    """Which of the records that are left may come next: those sent before any of them was answered."""
    left = [i for i in range(len(records)) if not done >> i & 1]
    first = min((records[i].returned for i in left), default=0)
    return tuple(i for i in left if records[i].invoked <= first)


def apply_model(world: World, record: Record) -> tuple[World, ...]:
    """The worlds in which the reference model may be after `record`."""
    outcome = step(world, record.operation, record.now).match(record.answer)
    return () if outcome is None else (outcome.then(record.answer),)


def judge(history: Sequence[Record], initial: World) -> Order[Record] | Conflict[Record]:
    """Whether the reference model explains `history`, which began in the world `initial`.

    A conflict is made smaller by leaving out reads that take no part in it: they change nothing, so a history
    that has an order has one without them, too.
    """
    verdict = linearize(history, initial, apply_model)
    if isinstance(verdict, Order):
        return verdict
    kept = list(history)
    for record in history:
        if is_read(record.operation):
            fewer = [other for other in kept if other is not record]
            smaller = linearize(fewer, initial, apply_model)
            if isinstance(smaller, Conflict):
                kept, verdict = fewer, smaller
    return verdict


def explain(verdict: Order[Record] | Conflict[Record], initial: World) -> str:
    """A conflict in words: a sentence that says why, then the history, one line an operation; else empty."""
    if isinstance(verdict, Order):
        return ""
    history = verdict.history
    number = {id(record): f"#{place}" for place, record in enumerate(history, 1)}
    world = initial
    for record in verdict.done:
        (world,) = apply_model(world, record)
    placed = ", ".join(number[id(record)] for record in verdict.done) or "nothing"
    reasons = "; ".join(
        f"{number[id(record)]} cannot come next, {_complaint(world, record)}" for record in verdict.stuck
    )
    start = history[0].invoked
    lines = [f"no order explains the answers: after {placed}, {reasons}"]
    for record in history:
        span = f"{_ms(record.invoked - start)} to {_ms(record.returned - start)} ms"
        lines.append(f"{number[id(record)]} thread {record.thread}, {span}, {record.words}")
    return "\n".join(lines)


def _complaint(world: World, record: Record) -> str:
    return step(world, record.operation, record.now).complaint(record.answer)


def _ms(nanoseconds: int) -> str:
    return f"{nanoseconds / 1e6:.2f}"
