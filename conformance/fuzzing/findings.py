"""What Schemathesis finds, and which requirement each finding concerns."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import specs
from conformance.fuzzing.concerns import UNPROMISED, concern, knows_no
from conformance.fuzzing.messages import Failed
from conformance.fuzzing.violations import broken_by
from conformance.monitors.answers import UNREAD, media_type
from conformance.targets.exchange import Exchange
from specs import Operation

#: The codes of Schemathesis: what our own judges say, a server error, a broken schema that was accepted, a method that
#: no document has, a key that nobody asked for.
OURS, ERROR, ACCEPTED, METHOD, KEYLESS = "ST901", "ST101", "ST201", "ST204", "ST401"
#: What an answer looks like. No source says how a request is refused that was never understood.
SHAPES = frozenset({"ST104", "ST105", "ST106", "ST108", "ST109", "ST110"})
#: The same promise, of a key that was never issued.
_WRONG_KEY = {
    "access.key.required": "access.key.wrong",
    "access.voice.key": "access.voice.wrong-key",
    "transcription.key.missing": "transcription.key.unknown",
}
#: What was generated stands in the message after this.
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that Schemathesis found, and the requirement that it concerns; `exchanges` lead to it."""

    requirement: str
    code: str
    operation: str
    message: str
    exchanges: tuple[Exchange, ...]

    @property
    def size(self) -> tuple[int, int]:
        """How much there is to read: requests, and the bytes of their addresses, headers and bodies."""
        return len(self.exchanges), sum(map(_length, self.exchanges))


@dataclass(frozen=True, slots=True)
class Findings:
    """What a run found, and how many answers it has seen. `unsent` says why requests were held back."""

    found: tuple[Finding, ...]
    answers: int
    unsent: tuple[str, ...]

    def of(self, requirement: str) -> list[Finding]:
        """Those that concern a requirement, the shortest way to it first."""
        return sorted((f for f in self.found if f.requirement == requirement), key=lambda f: f.size)


class Finds:
    """Collects findings; of those that are alike the smallest is kept."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str, str], Finding] = {}

    def add(self, failed: Failed, exchanges: Sequence[Exchange]) -> None:
        """Take in what failed, and what led to it."""
        finding = _meaning(failed, tuple(exchanges))
        alike = finding.requirement, finding.code, finding.operation
        if alike not in self._kept or finding.size < self._kept[alike].size:
            self._kept[alike] = finding

    def all(self) -> tuple[Finding, ...]:
        """What was found so far."""
        return tuple(self._kept.values())


def is_free(code: str, exchange: Exchange) -> bool:
    """Whether no source says how a refusal looks, where `code` says that it looks otherwise.

    Most are JSON that says what was wrong, which has requirements of its own; under which name of JSON is told nowhere.
    """
    status = exchange.status or 0
    if code not in SHAPES or not 400 <= status < 500:
        return False
    return status in UNREAD or media_type(exchange.response_headers).endswith("+json")


def _length(exchange: Exchange) -> int:
    headers: Iterable[str] = (text for pair in exchange.request_headers.items() for text in pair)
    body = b"" if exchange.content is None else b"".join(exchange.content())
    return len(exchange.url) + sum(map(len, headers)) + len(body)


def _meaning(failed: Failed, exchanges: tuple[Exchange, ...]) -> Finding:
    operation = specs.load().operations.get(failed.operation)
    return Finding(
        requirement=_requirement(failed, operation, exchanges),
        code=failed.code,
        operation="" if operation is None else operation.id,
        message=_sentence(failed, operation),
        exchanges=exchanges,
    )


def _requirement(failed: Failed, operation: Operation | None, exchanges: Sequence[Exchange]) -> str:
    code, status = failed.code, exchanges[-1].status if exchanges else None
    if code == OURS:
        return failed.title if failed.title in specs.load().requirements else UNPROMISED
    if exchanges and is_free(code, exchanges[-1]):
        return UNPROMISED
    if (
        code == ERROR
        and operation is not None
        and any(status in each for each in operation.refusals.values())
    ):
        return UNPROMISED  # it is the documented way to refuse
    if code == ACCEPTED:
        return broken_by(operation, exchanges[-1]) if operation is not None and exchanges else UNPROMISED
    if code == METHOD and operation is not None and status is not None and knows_no(operation, status):
        return UNPROMISED  # it lacks a header, of which the docs say nothing
    if code == KEYLESS:
        # With which status a key is refused has requirements of its own, and several readings.
        if (status or 0) // 100 != 2:
            return UNPROMISED
        required = concern(code, operation)
        return _WRONG_KEY.get(required, required) if exchanges[-1].identity == "wrong" else required
    return concern(code, operation)


def _sentence(failed: Failed, operation: Operation | None) -> str:
    words = " ".join(failed.message.split())
    if failed.code == OURS:
        return words[:_SHOWN]
    name = "" if operation is None else f"{operation.id}: "
    return f"{name}{failed.title}: {words}"[:_SHOWN]
