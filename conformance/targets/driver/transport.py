"""A transport whose documented operations are carried out by an SDK; everything else stays on HTTP."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conformance import trial, waves
from conformance.drivers.protocol import Driver, SdkError, Told
from conformance.drivers.protocol.driver import UNSUPPORTED
from conformance.outcomes import NotOffered, NoVerdict
from conformance.targets.call import Answer, Call
from conformance.targets.clock import Clock
from conformance.targets.driver.answers import (
    SdkAnswer,
    content_of,
    guarded_json,
    headers_of,
    result_of,
    status_of,
)
from conformance.targets.driver.arguments import arguments_of
from conformance.targets.driver.exchange import SdkExchange
from conformance.targets.exchange import Exchange
from conformance.targets.http import HttpTransport
from conformance.targets.profile import Profile
from specs import Operation

#: Something that every target answers, whatever it is.
_ANYTHING = "/"


@dataclass(slots=True, kw_only=True)
class DriverTransport(HttpTransport):
    """Sends documented operations through an SDK.

    Opening URLs that the target gave, the control plane and clean-up stay on HTTP: they have to work whatever the SDK
    does, and nobody promises that an SDK has them. Of a check nothing else does (docs/decisions/0010).
    """

    driver: Driver

    def send(self, call: Call, identity: str) -> Answer:
        """Carry out one documented operation as `identity`, by the SDK.

        Raises:
            NotOffered: the SDK does not have the operation or an argument, or only REST can carry the call.
            NoVerdict: the driver broke the protocol, or the target is away.
            BudgetSpent: as for HTTP.
        """
        try:
            return self._send(call, identity)
        except NotOffered:
            # Who helps checks may pass over an operation that is not there, and miss in the end what would have come
            # of it. An argument that is not there is no such reason: there are other ways to ask.
            if call.operation.id not in self.driver.ready.implements:
                trial.current().lacking = True
            raise

    def _send(self, call: Call, identity: str) -> Answer:
        ready = self.driver.ready
        arguments = arguments_of(call, identity, ready)
        if call.operation.method != "GET":
            self._spare(call.path.get("file_id", ""))
        waves.go_on()
        enter = self._books.open(call, identity, self.profile)
        exchange = SdkExchange.of(call, identity, arguments)
        trial.current().record(exchange)
        self.meter.count(call.operation.id)
        sent, began = self.clock.now(), time.monotonic()
        try:
            said = self.driver.call(call.operation.id, arguments, identity)
        except NoVerdict as problem:
            exchange.error = str(problem)
            raise
        finally:
            exchange.seconds = time.monotonic() - began
        answer = self._told(call.operation, exchange, said, sent)
        enter(_plain(answer, exchange.result or {}))
        return answer

    def takes(self, operation: str, argument: str) -> bool:
        """Whether the SDK has a place for an argument, which a check may leave out where it does not matter."""
        known = self.driver.ready.implements.get(operation)
        return known is not None and not known.cannot_express({argument: None})

    @property
    def direct(self) -> Direct:
        """The same target over REST, as clean-up needs it."""
        return Direct(self, self.profile, self.clock)

    def close(self) -> None:
        """Stop the driver, too."""
        self.driver.stop()
        HttpTransport.close(self)

    def _told(
        self, operation: Operation, exchange: SdkExchange, said: Told | SdkError, sent: float
    ) -> SdkAnswer:
        ready = self.driver.ready
        error = said if isinstance(said, SdkError) else None
        status, derived = (operation.success[0], True) if error is None else status_of(error)
        result = result_of(operation, error, said.result if isinstance(said, Told) else None)
        if error is not None:
            exchange.error = f"{error.kind}: {error}"
            if error.kind == UNSUPPORTED:
                raise NotOffered(f"{ready.title} has no words for it in {operation.id}: {error.message}")
            if error.kind == "network" and not self._is_there():
                raise NoVerdict(f"{ready.title} had no connection, and neither has anybody else: {error}")
            if result:
                status = operation.success[0]
        if result or error is None:
            exchange.result = result
            exchange.response_body = content_of(result)
        exchange.status = status or None
        if trial.current().watched:
            for watch in self.watchers:
                watch(exchange, operation)
        return SdkAnswer(
            operation=operation,
            status=status,
            headers=headers_of(operation, ready, result),
            content=exchange.response_body or b"",
            sent=sent,
            received=self.clock.now(),
            exchange=exchange,
            sdk=ready.title,
            error=error,
            derived=derived,
            _json=guarded_json(operation, ready, result),
        )

    def _is_there(self) -> bool:
        """Whether the target answers: then it is the SDK that did not find it."""
        try:
            self.plain("GET", _ANYTHING)
        except NoVerdict:
            return False
        return True


@dataclass(slots=True)
class Direct:
    """The target of a driver's transport over REST, with the same accounts."""

    transport: DriverTransport
    profile: Profile
    clock: Clock

    def send(self, call: Call, identity: str) -> Answer:
        """Carry out a documented operation as `identity`, by a request."""
        return HttpTransport.send(self.transport, call, identity)

    def fetch(
        self, operation: Operation, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Open a URL that the target gave."""
        return self.transport.fetch(operation, url, method=method, headers=headers)

    def takes(self, operation: str, argument: str) -> bool:
        """Whether there is a place for an argument."""
        return HttpTransport.takes(self.transport, operation, argument)

    def plain(self, method: str, path: str, *, body: Any = None, identity: str = "none") -> Exchange:
        """One request outside the documented operations."""
        return self.transport.plain(method, path, body=body, identity=identity)


def _plain(answer: SdkAnswer, result: Mapping[str, Any]) -> Answer:
    """The same for the accounts, which may look at everything that there is."""
    return Answer(
        operation=answer.operation,
        status=answer.status,
        headers={},
        content=answer.content,
        sent=answer.sent,
        received=answer.received,
        _json=result,
    )
