"""Asking the judges of requests, which have seen all calls of the run, for their verdicts."""

from __future__ import annotations

from typing import Any

from conformance import trial
from conformance.checks import Untestable
from conformance.drivers.watched import WatchedDriver
from conformance.monitors.requests import Called, RequestMonitor
from conformance.monitors.requests.documented import UndocumentedFields
from conformance.outcomes import NotOffered
from conformance.session import Session
from conformance.targets.driver.exchange import METHOD, SdkExchange


def verdict(session: Session, requirement_id: str) -> None:
    """End the check as the judge of this requirement has seen it.

    Raises:
        AssertionError: a request breaks the requirement; the smallest one is told, and the call that led to it.
        Untestable: no request was made at all.
        NotOffered: none of those that the SDK made was of its kind.
    """
    monitor = _monitor(session, requirement_id)
    if not monitor.judged:
        raise _nothing(session, monitor)
    if monitor.violations:
        smallest = monitor.violations[0]
        current = trial.current()
        current.begin()
        current.setup = []
        current.record(exchange_of(smallest.called))
        current.fail()
        raise AssertionError(smallest.sentence)


def undocumented(session: Session) -> list[str]:
    """Fields of requests that no document knows, by operation.

    Raises:
        Untestable, NotOffered: no request could be looked at.
    """
    monitor = _monitor(session, UndocumentedFields.requirement)
    assert isinstance(monitor, UndocumentedFields)
    if not monitor.judged:
        raise _nothing(session, monitor)
    return sorted(monitor.found)


def exchange_of(called: Called) -> SdkExchange:
    """A call as the record of a check has it."""
    what = called.operation
    return SdkExchange(
        operation=what,
        identity=called.identity,
        method=METHOD,
        url=f"sdk:{what}",
        request_headers={},
        arguments=called.arguments,
    )


def _nothing(session: Session, monitor: RequestMonitor) -> Untestable:
    """Why there is nothing to judge."""
    driver: Any = getattr(session.target and session.target.transport, "driver", None)
    if monitor.grpc and monitor.not_grpc:
        return NotOffered(f"{driver.ready.title} speaks gRPC: {monitor.not_grpc}")
    if not driver.ready.implements:
        return NotOffered(f"{driver.ready.title} has no operation at all")
    if any(monitor.judged for monitor in driver.monitors):
        return NotOffered(f"{driver.ready.title} made no request of this kind")
    return Untestable("no request of the run was of this kind")


def _monitor(session: Session, requirement_id: str) -> RequestMonitor:
    driver: Any = getattr(session.target and session.target.transport, "driver", None)
    if not isinstance(driver, WatchedDriver):
        raise Untestable(
            "needs an SDK in front of the package's own emulator, which writes down what it is asked"
        )
    return next(monitor for monitor in driver.monitors if monitor.requirement == requirement_id)
