"""Rules about messages themselves, as `x-protocol.rules` lists them: each kind of rule is a function.

A rule gets the message and what was agreed on, and gives a sentence where the message breaks it. What a rule has to
remember from one message to the next, it keeps in the memory of its channel.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, TypeGuard

from conformance.monitors.sockets.events import RECEIVED, Event
from conformance.monitors.sockets.settings import Settings
from conformance.monitors.sockets.spans import ROUNDED, span_problem

_SHOWN: Final = 60


@dataclass(slots=True)
class Memory:
    """What the rules of one channel remember of the messages before."""

    seen: dict[int, bool] = field(default_factory=dict)
    last: dict[int, float] = field(default_factory=dict)
    said: dict[int, bool] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Rule:
    """One entry of the list, with its place in it."""

    number: int
    written: Mapping[str, Any]

    @property
    def requirement(self) -> str:
        """The requirement that it stands for."""
        text: str = self.written["requirement"]
        return text

    @property
    def kind(self) -> str:
        """What kind of rule it is."""
        return next(kind for kind in (*_KINDS_WITH_MEMORY, *_KINDS) if kind in self.written)

    @property
    def remembers(self) -> bool:
        """Whether it depends on what came before."""
        return self.kind in _KINDS_WITH_MEMORY

    def concerns(self, event: Event, settings: Settings) -> bool:
        """Whether it speaks of such a message on such a connection."""
        names = self.written["of"]
        if event.name not in (names if isinstance(names, list) else [names]):
            return False
        wanted, unwanted = self.written.get("if"), self.written.get("unless")
        return (wanted is None or settings.on(wanted)) and (unwanted is None or not settings.on(unwanted))

    def broken(
        self, event: Event, settings: Settings, memory: Memory, is_valid: Callable[[Event], str | None]
    ) -> str | None:
        """What is wrong with the message by this rule, or None."""
        assert event.message is not None
        if self.kind == "schema":
            return is_valid(event)
        if self.remembers:
            return _KINDS_WITH_MEMORY[self.kind](self, event.message, memory)
        return next(_KINDS[self.kind](self.written, event.message, settings), None)

    def remember(self, event: Event, memory: Memory) -> None:
        """Take notice of any event, also of the client's."""
        if self.kind == "preceded-by":
            self._count(event, memory)
        elif self.kind in ("rises", "spans") and self._resets(event):
            memory.last.pop(self.number, None)

    def _resets(self, event: Event) -> bool:
        if event.direction != RECEIVED:
            return False
        by = self.written.get("reset-by")
        if by is not None and event.message is not None and event.name == self.written["of"]:
            return all(event.message.get(name) == value for name, value in by.items())
        return event.name in self.written.get("reset", ())

    def _count(self, event: Event, memory: Memory) -> None:
        sent, _, pointer = self.written["said"].partition("#")
        if event.name == sent and event.message is not None:
            text = at(event.message, pointer)
            if isinstance(text, str) and any(character.isalnum() for character in text):
                memory.said[self.number] = True
        if event.name == self.written["preceded-by"] and event.message is not None:
            if at(event.message, self.written["filled"]):
                memory.seen[self.number] = True
        elif event.direction == RECEIVED and event.name in self.written["reset"]:
            memory.seen.pop(self.number, None)
            memory.said.pop(self.number, None)


def rules_of(protocol: Mapping[str, Any]) -> tuple[Rule, ...]:
    """The rules in `x-protocol`."""
    return tuple(Rule(number, written) for number, written in enumerate(protocol["rules"]))


def at(message: Any, pointer: str) -> Any:
    """The value at a JSON pointer; None where there is none."""
    value = message
    for part in pointer.strip("/").split("/"):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def _each(written: Mapping[str, Any], message: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The parts that a rule is about, with what they are called: the message, or the members of one of its lists."""
    pointer = written.get("each")
    if pointer is None:
        yield "the message", message
        return
    for number, part in enumerate(at(message, pointer) or ()):
        if isinstance(part, Mapping):
            yield f"{pointer.strip('/')}[{number}]", part


def _base64(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    text = at(message, written["base64"])
    if text is None:
        return
    try:
        base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError, TypeError):
        yield f"{_name(written['base64'])} is no base64: {_short(text)}"


def _filled(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    if not at(message, written["filled"]):
        yield f"{_name(written['filled'])} is missing or empty"


def _strings(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    for pointer in written["strings"]:
        value = at(message, pointer)
        if not isinstance(value, str) or not value:
            yield f"{_name(pointer)} has to be a text, and is {_short(value)}"


def _never(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    if all(message.get(name) == value and name in message for name, value in written["never"].items()):
        yield " and ".join(f"{name} is {str(value).lower()}" for name, value in written["never"].items())


def _absent(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    for what, part in _each(written, message):
        value = at(part, written["absent"])
        if value is not None:
            yield f"{what} has {_name(written['absent'])} {_short(value)}, which was not asked for"


def _has(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    for what, part in _each(written, message):
        if part.get(written["has"]) is None:
            yield f"{what} has no {written['has']}, which was asked for"


def _share(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    value = at(message, written["share"])
    if not _is_number(value) or not 0 <= value <= 1:
        yield f"{_name(written['share'])} has to be a number from 0 to 1, and is {_short(value)}"


def _below(written: Mapping[str, Any], message: Mapping[str, Any], settings: Settings) -> Iterator[str]:
    pointer, parameter = written["below"]
    value, limit = at(message, pointer), settings.get(parameter)
    if type(value) is not int or value < 0 or (type(limit) is int and value >= limit):
        yield f"{_name(pointer)} has to be a number from 0 and below {limit}, and is {_short(value)}"


def _not_negative(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    for pointer in written["not-negative"]:
        value = at(message, pointer)
        if not _is_number(value) or value < 0:
            yield f"{_name(pointer)} has to be a number from 0 on, and is {_short(value)}"


def _ordered(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    first, second = written["ordered"]
    for what, part in _each(written, message):
        low, high = part.get(first), part.get(second)
        if _is_number(low) and _is_number(high) and low > high:
            yield f"{what} has {first} {low}, after its {second} {high}"


def _equal_lengths(written: Mapping[str, Any], message: Mapping[str, Any], _: Settings) -> Iterator[str]:
    lists = [at(message, pointer) for pointer in written["equal-lengths"]]
    lengths = [len(each) if isinstance(each, list) else 0 for each in lists]
    if len(set(lengths)) > 1:
        names = map(_name, written["equal-lengths"])
        yield " and ".join(f"{name} has {length}" for name, length in zip(names, lengths, strict=True))


def _preceded_by(rule: Rule, _: Mapping[str, Any], memory: Memory) -> str | None:
    if memory.said.get(rule.number) and not memory.seen.get(rule.number):
        return f"text was sent, and no {rule.written['preceded-by']} with audio came before"
    return None


def _rises(rule: Rule, message: Mapping[str, Any], memory: Memory) -> str | None:
    if not all(message.get(name) == value for name, value in rule.written.get("where", {}).items()):
        return None
    value, before = at(message, rule.written["rises"]), memory.last.get(rule.number)
    if not _is_number(value):
        return None
    memory.last[rule.number] = value
    if before is not None and value < before - ROUNDED:
        return f"{_name(rule.written['rises'])} is {value}, and was {before} before"
    return None


def _spans(rule: Rule, message: Mapping[str, Any], memory: Memory) -> str | None:
    spans = at(message, rule.written["spans"])
    if not isinstance(spans, list) or not spans:
        return None
    problem, last = span_problem(spans, after=memory.last.get(rule.number, 0.0))
    memory.last[rule.number] = last
    return None if problem is None else f"{_name(rule.written['spans'])}{problem}"


_Plain = Callable[[Mapping[str, Any], Mapping[str, Any], Settings], Iterator[str]]
_KINDS: Final[Mapping[str, _Plain]] = {
    "schema": lambda *_: iter(()),  # validators are compiled once, and come from outside
    "base64": _base64,
    "strings": _strings,
    "never": _never,
    "absent": _absent,
    "has": _has,
    "share": _share,
    "below": _below,
    "not-negative": _not_negative,
    "ordered": _ordered,
    "equal-lengths": _equal_lengths,
    "filled": _filled,
}
_KINDS_WITH_MEMORY: Final[Mapping[str, Callable[[Rule, Mapping[str, Any], Memory], str | None]]] = {
    "preceded-by": _preceded_by,
    "rises": _rises,
    "spans": _spans,
}


def _is_number(value: Any) -> TypeGuard[float]:
    return type(value) in (int, float)


def _name(pointer: str) -> str:
    return pointer.strip("/").replace("/", ".")


def _short(value: Any) -> str:
    shown = repr(value)
    return shown if len(shown) <= _SHOWN else f"{shown[: _SHOWN - 1]}…"
