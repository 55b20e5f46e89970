"""What an SDK made of an answer, in the terms in which checks speak of answers."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from conformance.drivers.protocol import Ready, SdkError
from conformance.targets.call import Answer, Judgement
from conformance.targets.driver.told import Place, guarded
from conformance.targets.jobs import FAILED
from specs import Operation
from strategies.near_misses import NearMiss

#: The status of what has none: the SDK broke down over it, or gave up.
NO_STATUS = 0
#: Names of gRPC statuses, and the HTTP statuses that say the same.
_CODES = {
    "INVALID_ARGUMENT": HTTPStatus.BAD_REQUEST,
    "FAILED_PRECONDITION": HTTPStatus.BAD_REQUEST,
    "OUT_OF_RANGE": HTTPStatus.BAD_REQUEST,
    "UNAUTHENTICATED": HTTPStatus.UNAUTHORIZED,
    "PERMISSION_DENIED": HTTPStatus.FORBIDDEN,
    "NOT_FOUND": HTTPStatus.NOT_FOUND,
    "UNIMPLEMENTED": HTTPStatus.NOT_FOUND,
    "ALREADY_EXISTS": HTTPStatus.CONFLICT,
    "ABORTED": HTTPStatus.CONFLICT,
    "RESOURCE_EXHAUSTED": HTTPStatus.TOO_MANY_REQUESTS,
    "UNAVAILABLE": HTTPStatus.SERVICE_UNAVAILABLE,
    "DEADLINE_EXCEEDED": HTTPStatus.GATEWAY_TIMEOUT,
    "INTERNAL": HTTPStatus.INTERNAL_SERVER_ERROR,
    "UNKNOWN": HTTPStatus.INTERNAL_SERVER_ERROR,
    "DATA_LOSS": HTTPStatus.INTERNAL_SERVER_ERROR,
}
#: With these a language itself says that an argument makes no sense; no SDK has a type of its own for that.
_OF_LANGUAGES = frozenset(
    {"TypeError", "ValueError", "OverflowError", "UnicodeEncodeError", "RangeError", "SyntaxError"}
)
#: The SDK says that it was refused, by whomever.
_REFUSALS = frozenset({"refused", "invalid", "failed"})
_POLL = "getVideo"


@dataclass(slots=True, kw_only=True)
class SdkAnswer(Answer):
    """What came back through an SDK. `error` is what it raised, and `sdk` names it.

    With `derived` the status is none that anybody sent: any 4xx stands for any other.
    """

    sdk: str
    error: SdkError | None = None
    derived: bool = False

    def refused(self, rule: str | NearMiss[Any]) -> Judgement:
        """As of any answer; where the SDK does not tell the status, that it was refused is all there is to know."""
        if not self.derived:
            return Answer.refused(self, rule)
        name = rule.rule if isinstance(rule, NearMiss) else rule
        return Judgement(self.is_refusal, lambda: f"{self!r}, where it had to be refused ({name})")

    @property
    def is_refusal(self) -> bool:
        """Whether the SDK says that it was refused."""
        return 400 <= self.status < 500

    def __repr__(self) -> str:
        if self.error is None:
            return f"{Answer.__repr__(self)} ({self.sdk})"
        how = {"refused": "was refused", "invalid": "refused the arguments"}.get(self.error.kind)
        said = how or {"timeout": "gave up waiting", "failed": "says that it failed"}.get(
            self.error.kind, "raised an error"
        )
        return f"{self.sdk} {said} in {self.operation.id}: {self.error}"


class _NoHeaders(Mapping[str, str]):
    """The headers of an answer, of which an SDK may tell the content type, and nothing else."""

    def __init__(self, told: Mapping[str, str], place: Place) -> None:
        self._told, self._place = told, place

    def __getitem__(self, name: str) -> str:
        return self._told[name] if name in self._told else self._place.at(f"the header {name}").is_not_told()

    def __iter__(self) -> Iterator[str]:
        return self._place.at("the headers").is_not_told()

    def __len__(self) -> int:
        return self._place.at("the headers").is_not_told()


def status_of(error: SdkError) -> tuple[int, bool]:
    """The HTTP status of an error, and whether it is derived.

    An error that the SDK has no type for is no refusal, also where one is due: who uses the SDK cannot tell whether
    the service refused or the SDK broke down. What a language itself raises for arguments that make no sense is one.
    """
    if error.status is not None:
        return error.status, False
    if error.kind == "unexpected" and error.type in _OF_LANGUAGES:
        return HTTPStatus.BAD_REQUEST, True
    if error.kind not in _REFUSALS:
        return NO_STATUS, True
    if error.code is not None and error.code in _CODES:
        return _CODES[error.code], True
    return HTTPStatus.BAD_REQUEST, True


def result_of(
    operation: Operation, error: SdkError | None, result: Mapping[str, Any] | None
) -> Mapping[str, Any]:
    """The documented JSON; that a job has failed is an answer to who asks for it, also where an SDK raises it."""
    if error is not None:
        return {"status": FAILED} if error.kind == "failed" and operation.id == _POLL else {}
    return result or {}


def content_of(result: Mapping[str, Any]) -> bytes:
    """The body that was told: bytes where it is no JSON, else JSON."""
    content = result.get("content")
    if isinstance(content, bytes):
        return content
    return json.dumps(_without_bytes(result)).encode()


def guarded_json(operation: Operation, ready: Ready, result: Mapping[str, Any]) -> Any:
    """The JSON that a check sees."""
    implemented = ready.implements[operation.id]
    return guarded(dict(result), implemented.results, Place(ready.title, operation.id))


def headers_of(operation: Operation, ready: Ready, result: Mapping[str, Any]) -> Mapping[str, str]:
    """The headers that a check sees."""
    # In JSON, a field of this name speaks of something within it.
    told = result.get("content_type") if isinstance(result.get("content"), bytes) else None
    known = {"content-type": told} if isinstance(told, str) else {}
    return _NoHeaders(known, Place(ready.title, operation.id))


def _without_bytes(value: Any) -> Any:
    if isinstance(value, bytes):
        return {"size": len(value)}
    if isinstance(value, Mapping):
        return {name: _without_bytes(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_without_bytes(each) for each in value]
    return value
