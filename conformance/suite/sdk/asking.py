"""Asking an SDK by the names that the docs use, with an eye on the wire."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from conformance import trial
from conformance.client import Api
from conformance.drivers.protocol import SdkError
from conformance.drivers.protocol.driver import Silent
from conformance.drivers.watched import WatchedDriver
from conformance.monitors.requests import Sent
from conformance.monitors.requests.called import NATIVE
from conformance.outcomes import NotOffered
from conformance.targets.call import Judgement
from conformance.targets.driver.exchange import METHOD, SdkExchange, shown
from conformance.targets.tap import Tap

#: Errors that a program can tell from others by their type.
TYPED = frozenset({"refused", "invalid", "failed", "timeout", "network", "malformed"})
_UNSUPPORTED = "unsupported"
#: What an SDK may take for an answer that was spoilt on purpose, in seconds; some try several times, and pause.
PATIENCE = 90.0
#: Longer texts are cut where they are shown: addresses are not.
_LONGEST = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Heard:
    """What an SDK made of a call: `result` or `error`, neither of them if it `hung`; `sent` is what it sent meanwhile.

    `before` and `after` are the target's time around it, in Unix seconds.
    """

    sdk: str
    what: str
    result: Mapping[str, Any] | None
    error: SdkError | None
    hung: bool
    sent: tuple[Sent, ...]
    before: float
    after: float

    @property
    def accepted(self) -> Judgement:
        """Whether the SDK came back with a result."""
        return Judgement(self.result is not None, lambda: f"{self!r}, where a result was due")

    @property
    def orderly(self) -> Judgement:
        """Whether it came back with a result, or with an error that has a type."""
        holds = self.result is not None or (self.error is not None and self.error.kind in TYPED)
        return Judgement(holds, lambda: f"{self!r}, where a result or an error with a type was due")

    @property
    def failed(self) -> Judgement:
        """Whether it ended in an error with a type."""
        holds = self.error is not None and self.error.kind in TYPED
        return Judgement(holds, lambda: f"{self!r}, where an error with a type was due")

    def __getitem__(self, path: str) -> Any:
        """What the answer of one of the client's own functions has there."""
        values: Mapping[str, Any] = self.told.get("values", {})
        return values[path]

    def has(self, name: str) -> bool:
        """Whether it has a field at all."""
        told: Mapping[str, bool] = self.told.get("has", {})
        return told[name]

    @property
    def told(self) -> Mapping[str, Any]:
        """The result, empty where there is none."""
        return self.result or {}

    @property
    def length(self) -> int | None:
        """How many, of a list."""
        length: int | None = self.told.get("length")
        return length

    def requests(self, *operations: str) -> list[Sent]:
        """What was sent for these operations."""
        return [sent for sent in self.sent if sent.operation in operations]

    def __repr__(self) -> str:
        if self.hung:
            return f"{self.sdk} never came back from {self.what}"
        if self.error is not None:
            typed = "an error" if self.error.kind in TYPED else "an error without a type of its own"
            return f"{self.sdk} raised {typed} in {self.what}: {self.error}"
        text = json.dumps(_brief(shown(self.result)), ensure_ascii=False)
        return f"{self.sdk} gave for {self.what}: {text if len(text) <= 300 else f'{text[:299]}…'}"


@dataclass(slots=True, kw_only=True)
class Sdk:
    """The SDK of a run. `patience` is how long it may take, in seconds, before it counts as hanging."""

    api: Api
    driver: WatchedDriver
    tap: Tap
    patience: float = PATIENCE
    _spoilt: str = ""

    @property
    def title(self) -> str:
        """Its name and version."""
        return self.driver.ready.title

    def has(self, operation: str, arguments: Mapping[str, Any] | None = None) -> bool:
        """Whether it has an operation, and places for the arguments."""
        known = self.driver.ready.implements.get(operation)
        return known is not None and not known.cannot_express(arguments or {})

    def first(self, *operations: str) -> str:
        """The first of these operations that it has.

        Raises:
            NotOffered: it has none.
        """
        for operation in operations:
            if self.has(operation):
                return operation
        raise NotOffered(f"{self.title} has none of {', '.join(operations)}")

    def native(
        self,
        function: str,
        *positional: Any,
        read: tuple[str, ...] = (),
        has: tuple[str, ...] = (),
        **keywords: Any,
    ) -> Heard:
        """Call one of the client's own functions; `read` and `has` are what to look at in its answer.

        Raises:
            NotOffered: the SDK does not have it, or not that argument.
        """
        asked = {
            "function": function,
            "positional": list(positional),
            "keywords": keywords,
            "read": list(read),
            "has": list(has),
        }
        arguments = {name: value for name, value in asked.items() if value or name == "function"}
        if NATIVE not in self.driver.ready.implements:
            raise NotOffered(f"{self.title} has no {function}: the docs speak of the Python SDK")
        return self._called(NATIVE, arguments, function)

    def call(self, operation: str, **arguments: Any) -> Heard:
        """Carry out a documented operation.

        Raises:
            NotOffered: the SDK does not have it, or not that argument.
        """
        known = self.driver.ready.implements.get(operation)
        if known is None:
            raise NotOffered(f"{self.title} has no {operation}")
        if missing := known.cannot_express(arguments):
            raise NotOffered(f"{self.title} has no place for {' and '.join(missing[:3])} in {operation}")
        return self._called(operation, arguments, operation)

    def _called(self, operation: str, arguments: Mapping[str, Any], what: str) -> Heard:
        exchange = SdkExchange(
            operation=operation,
            identity="first",
            method=METHOD,
            url=f"sdk:{what}",
            request_headers={},
            content=lambda: [json.dumps(shown(arguments)).encode()],
            arguments=arguments,
        )
        trial.current().record(exchange)
        before, began = self.api.clock.now(), time.monotonic()
        said: Any = None
        try:
            said = self.driver.call(operation, arguments, seconds=self.patience)
        except Silent as problem:
            exchange.error = str(problem)
        finally:
            exchange.seconds = time.monotonic() - began
        error = said if isinstance(said, SdkError) else None
        if error is not None:
            exchange.error = f"{error.kind}: {error}"
            if error.kind == _UNSUPPORTED:
                raise NotOffered(f"{self.title} has no place for it in {what}: {error.message}")
        elif said is not None:
            exchange.result = said.result or {}
            exchange.response_body = json.dumps(shown(exchange.result)).encode()
        return Heard(
            sdk=self.title,
            what=f"{what}{self._spoilt}",
            result=None if error is not None or said is None else said.result or {},
            error=error,
            hung=said is None,
            sent=self.driver.last.sent if self.driver.last is not None else (),
            before=before,
            after=self.api.clock.now(),
        )

    @contextmanager
    def answered(self, operation: str, kind: str, *, times: int = 1, **how: Any) -> Iterator[None]:
        """Within the block the next answers to an operation are spoilt. Nothing of it is judged by monitors."""
        self.tap.plan(operation, {"kind": kind, **how}, times)
        current = trial.current()
        watched, current.watched = current.watched, False
        self._spoilt = f" ({operation} was made to answer {_words(kind, how)})"
        try:
            yield
        finally:
            self._spoilt = ""
            current.watched = watched
            self.tap.clear()

    def over_rest(self, ask: Callable[[], Heard]) -> Heard:
        """What `ask` gives, if it went over plain HTTP.

        Raises:
            NotOffered: it went another way.
        """
        heard = ask()
        if not any(sent.rest for sent in heard.sent):
            raise NotOffered(f"{self.title} does not speak plain HTTP, which alone knows redirections")
        return heard


def _words(kind: str, how: Mapping[str, Any]) -> str:
    """What is done to an answer, for a person to read."""
    names = ", ".join(how.get("fields", ()))
    if kind == "status":
        after = ", once it was carried out" if how.get("carried_out") else ""
        return f"{int(how['status'])}{after}"
    return {
        "empty": f"{int(how.get('status', 200))} without a body",
        "drop-fields": f"without {names}",
        "null-fields": f"with null as {names}",
        "add-fields": "with fields that no document knows",
        "set-field": f"with {how.get('field')} = {json.dumps(how.get('value'))[:60]}",
        "truncate": f"no more than {how.get('bytes')} bytes",
        "late": f"{how.get('seconds')} s later",
        "lost": "nothing at all",
    }[kind]


def _brief(value: Any) -> Any:
    """JSON without the middle of texts that nobody would read, such as images."""
    if isinstance(value, Mapping):
        return {name: _brief(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_brief(each) for each in value]
    return f"{value[:40]}…" if isinstance(value, str) and len(value) > _LONGEST else value


def includes(value: Any, usual: Any) -> bool:
    """Whether an SDK tells all that it usually does, and the same; it may pass on fields that it does not know."""
    if isinstance(value, Mapping) and isinstance(usual, Mapping):
        return all(name in value and includes(value[name], each) for name, each in usual.items())
    if isinstance(value, list) and isinstance(usual, list):
        return len(value) == len(usual) and all(map(includes, value, usual))
    return bool(value == usual)


def nothing(value: Any) -> bool:
    """Whether an SDK tells by this that there is no value: a field that is not there has the default of its type."""
    return value is None or value in ("", 0, b"") or value in ([], {})
