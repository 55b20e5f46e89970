"""Answers that are planned: the next requests of an operation get them, in the order in which they were planned."""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, get_args

Kind = Literal[
    "status", "drop-fields", "null-fields", "add-fields", "set-field", "truncate", "late", "empty", "lost"
]
KINDS: tuple[str, ...] = get_args(Kind)
#: Kinds for which the operation is not carried out unless the plan says so.
INSTEAD = frozenset({"status", "empty"})
PLANS = 1000  # answers that may be planned at a time
PATIENCE = 600.0  # seconds that an answer may be late


class Malformed(Exception):
    """A plan that is none; the message names the field."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What is done to an answer.

    `status`: it has this status, `headers` and `body` (JSON, or a sentence of ours); the operation is carried out
    before only with `carried_out`. `empty`: the same with nothing in it. `drop-fields`, `null-fields`: these `fields`,
    as dotted names with `[]` for what is in a list, are left out, or are null also where there were none.
    `add-fields`: each object has one more that
    is not documented. `set-field`: `field` has `value`. `truncate`: the connection ends after so many `bytes` of the
    body. `late`: it comes `seconds` later. `lost`: the operation is carried out, and the connection ends without an
    answer.
    """

    kind: Kind
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))
    body: Any = None
    carried_out: bool = True
    fields: tuple[str, ...] = ()
    field: str = ""
    value: Any = None
    bytes: int = 0
    seconds: float = 0.0


class Script:
    """What is planned, by operation."""

    def __init__(self) -> None:
        self._planned: dict[str, deque[Answer]] = {}

    def plan(self, operation: str, answer: Answer, times: int = 1) -> None:
        """Give this answer to the next so many requests of the operation that have no other planned.

        Raises:
            Malformed: more than anybody needs.
        """
        if times + sum(map(len, self._planned.values())) > PLANS:
            raise Malformed(f"times: more than {PLANS} answers are planned")
        self._planned.setdefault(operation, deque()).extend([answer] * times)

    def take(self, operation: str | None) -> Answer | None:
        """The answer that a request of the operation gets now, or `None` for the ordinary one."""
        waiting = self._planned.get(operation) if operation is not None else None
        return waiting.popleft() if waiting else None

    def clear(self) -> int:
        """Forget all plans, and say how many there were left."""
        left = sum(map(len, self._planned.values()))
        self._planned.clear()
        return left


def parsed(record: Mapping[str, Any]) -> tuple[str, Answer, int]:
    """The operation, the answer and how many times, of a plan as the control plane takes it.

    Raises:
        Malformed: it is none.
    """
    operation, times, answer = record.get("operation"), record.get("times", 1), record.get("answer")
    if not isinstance(operation, str):
        raise Malformed("operation: the id of an operation is required")
    if isinstance(times, bool) or not isinstance(times, int) or times < 1:
        raise Malformed("times: expected a whole number from 1 on")
    if not isinstance(answer, dict):
        raise Malformed("answer: an object is required")
    return operation, _answer(answer), times


def _answer(record: Mapping[str, Any]) -> Answer:
    kind = record.get("kind")
    if kind not in KINDS:
        raise Malformed(f"answer.kind: expected one of {', '.join(KINDS)}")
    known = {
        "kind",
        "status",
        "headers",
        "body",
        "carried_out",
        "fields",
        "field",
        "value",
        "bytes",
        "seconds",
    }
    if unknown := sorted(set(record) - known):
        raise Malformed(f"answer: unknown fields {', '.join(unknown)}")
    status = record.get("status", 200 if kind == "empty" else None)
    if kind in INSTEAD and (
        isinstance(status, bool) or not isinstance(status, int) or not 200 <= status < 600
    ):
        raise Malformed("answer.status: expected a status from 200 to 599")
    headers, fields = record.get("headers", {}), record.get("fields", [])
    if not isinstance(headers, dict) or not all(isinstance(v, str) for v in headers.values()):
        raise Malformed("answer.headers: expected texts by name")
    if not isinstance(fields, list) or not all(isinstance(f, str) for f in fields):
        raise Malformed("answer.fields: expected a list of names")
    name, size, seconds = record.get("field", ""), record.get("bytes", 0), record.get("seconds", 0)
    if not isinstance(name, str) or (kind == "set-field" and not name):
        raise Malformed("answer.field: a name is required")
    if isinstance(size, bool) or not isinstance(size, int) or size < 0:
        raise Malformed("answer.bytes: expected a whole number from 0 on")
    if isinstance(seconds, bool) or not isinstance(seconds, int | float):
        raise Malformed("answer.seconds: expected a number")
    if not math.isfinite(seconds) or not 0 <= seconds <= PATIENCE:
        raise Malformed(f"answer.seconds: must lie between 0 and {PATIENCE:g}")
    return Answer(
        kind=kind,
        status=status,
        headers=MappingProxyType({key.lower(): value for key, value in headers.items()}),
        body=record.get("body"),
        carried_out=bool(record.get("carried_out", kind not in INSTEAD)),
        fields=tuple(fields),
        field=name,
        value=record.get("value"),
        bytes=size,
        seconds=float(seconds),
    )
