"""Asking the one run of Schemathesis for what it found."""

from __future__ import annotations

from conformance import trial
from conformance.checks import Untestable, effort
from conformance.fuzzing.engine import Finding, Findings, explore
from conformance.session import Session


class Explored:
    """The run: it happens once, when somebody first asks."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._findings: Findings | None = None

    @property
    def findings(self) -> Findings:
        """What was found.

        Raises:
            Untestable: the target answered nothing.
        """
        if self._findings is None:
            target = self._session.target
            assert target is not None
            self._findings = explore(target, seed=effort.seed, examples=effort.examples, lean=effort.lean)
        if not self._findings.answers:
            raise Untestable("no request was answered")
        return self._findings

    def nothing_about(self, requirement: str) -> None:
        """End the check as the findings say.

        Raises:
            AssertionError: there is one that concerns `requirement`; the shortest way to it is shown.
        """
        found = self.findings.of(requirement)
        if not found:
            return
        show(found[0])
        more = "".join(f"\n# {finding.operation}: {finding.message}" for finding in found[1:])
        raise AssertionError(f"{found[0].message}{more}")


def show(finding: Finding) -> None:
    """Make the exchanges of a finding those of the check."""
    current = trial.current()
    current.begin()
    current.setup = []  # the traffic of the whole run explains nothing
    current.exchanges.clear()
    for exchange in finding.exchanges:
        current.record(exchange)
    current.fail()
