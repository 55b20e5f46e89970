"""Asking the one run of Schemathesis for what it found."""

from __future__ import annotations

from conformance import trial
from conformance.checks import Untestable, effort
from conformance.fuzzing.engine import Finding, Findings, explore
from conformance.fuzzing.process import EngineError
from conformance.fuzzing.retrial import again
from conformance.fuzzing.trails import trail_of
from conformance.session import Session
from conformance.targets.target import Target


class Explored:
    """The run: it happens once, when somebody first asks."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._findings: Findings | None = None
        self._broken: EngineError | None = None

    @property
    def findings(self) -> Findings:
        """What was found.

        Raises:
            Untestable: the target answered nothing.
            EngineError: Schemathesis broke down.
        """
        if self._broken is not None:
            raise self._broken
        if self._findings is None:
            try:
                self._findings = explore(
                    self._target,
                    seed=effort.seed,
                    examples=effort.examples,
                    lean=effort.lean,
                    areas=self._session.selection.explored,
                )
            except EngineError as error:
                self._broken = error  # it would not do better for the next check
                raise
        if not self._findings.answers:
            raise Untestable("no request was answered")
        return self._findings

    def nothing_about(self, requirement: str) -> None:
        """End the check as the findings say; where one is replayed, as it comes out now.

        Raises:
            AssertionError: there is one that concerns `requirement`; the shortest way to it is shown.
        """
        replayed = trial.current().values
        if replayed is not None:
            trial.current().begin(replayed)
            sentence = again(replayed["trail"], requirement, self._target)
            assert sentence is None, sentence
            return
        found = self.findings.of(requirement)
        if not found:
            return
        self._show(found[0])
        more = "".join(f"\n# {finding.operation}: {finding.message}" for finding in found[1:])
        raise AssertionError(f"{found[0].message}{more}")

    @property
    def _target(self) -> Target:
        assert self._session.target is not None
        return self._session.target

    def _show(self, finding: Finding) -> None:
        """Make the exchanges of a finding those of the check, and the requests its input."""
        keys, base_url = self._target.transport.keys, self._target.profile.base_url or ""
        trail = trail_of(finding.code, finding.exchanges, keys, base_url)
        current = trial.current()
        current.begin({"trail": trail} if trail.steps else None)
        for exchange in finding.exchanges:
            current.record(exchange)
        current.fail()
