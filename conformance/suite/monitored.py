"""Asking monitors, which have watched the whole run, for their verdicts."""

from __future__ import annotations

from conformance import trial
from conformance.checks import Untestable
from conformance.outcomes import NotOffered
from conformance.session import Session


def verdict(session: Session, requirement_id: str) -> None:
    """End the check as the monitor of this requirement has seen it.

    Raises:
        AssertionError: an answer breaks the requirement; the smallest one is shown.
        Untestable: no exchange was of its kind.
        NotOffered: an SDK is driven.
    """
    monitor = next(m for m in session.monitors if m.requirement == requirement_id)
    if session.driven:  # what an SDK tells has no headers, and no status but of its own
        raise NotOffered("it speaks of answers as they are on the wire, and an SDK does not tell them so")
    if not monitor.judged:
        raise Untestable("no exchange of the run was of this kind")
    if monitor.violations:
        smallest = monitor.violations[0]
        current = trial.current()
        current.begin()
        current.setup = []  # the traffic that was made for this check explains nothing
        current.record(smallest.exchange)
        current.fail()
        raise AssertionError(smallest.sentence)
