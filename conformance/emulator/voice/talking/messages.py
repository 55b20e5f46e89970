"""What clients say on the socket that speaks."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Literal

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.parameters import shortened

Kind = Literal["text", "done", "clear", "error"]
_KINDS: dict[str, Kind] = {"text.delta": "text", "text.done": "done", "text.clear": "clear"}


@dataclass(slots=True)
class Order:
    """One thing to do. `text` is what is to be said, or what was wrong; `utterance` is the number it belongs to.

    `state` is where the conversation stood when it came.
    """

    kind: Kind
    text: str = ""
    utterance: int = 0
    state: str = field(default="idle", compare=False)


class Malformed(Exception):
    """A message that is none. `kind` is what it lacks."""

    def __init__(self, kind: str, text: str) -> None:
        super().__init__(text)
        self.kind = kind


def order(policy: Behaviour, message: str | bytes) -> Order | None:
    """What a message asks for; None where it is passed over."""
    try:
        return _order(policy, message)
    except Malformed as error:
        return None if error.kind in policy.talk_ignored else Order("error", str(error))


def _order(policy: Behaviour, message: str | bytes) -> Order:
    if isinstance(message, bytes):
        raise Malformed("binary", "expected a text frame")
    try:
        value = json.loads(message)
    except (ValueError, RecursionError):
        raise Malformed("no-json", f"not valid JSON: {shortened(message)}") from None
    if not isinstance(value, dict):
        raise Malformed("no-object", f"expected a JSON object, got {shortened(value)}")
    named = value.get("type")
    if not isinstance(named, str):
        raise Malformed("no-type", "type: missing")
    kind = _KINDS.get(named)
    if kind is None or (kind == "clear" and not policy.talk_clears):
        raise Malformed("unknown-type", f"type: unknown, got {shortened(named)}")
    return Order(kind, _delta(policy, value.get("delta")) if kind == "text" else "")


def _delta(policy: Behaviour, delta: object) -> str:
    if not isinstance(delta, str):
        raise Malformed("ill-typed", f"delta: expected a text, got {shortened(delta)}")
    if any("\ud800" <= char <= "\udfff" for char in delta):
        raise Malformed("ill-typed", "delta: half a character")
    longest = policy.talk_delta_longest
    if longest is not None and len(delta) > longest:
        if not policy.talk_delta_cut:
            raise Malformed("too-long", f"delta: longer than {longest} characters")
        delta = delta[:longest]
    return delta.strip() if policy.talk_strips_deltas else delta
