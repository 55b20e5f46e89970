"""What all monitors share: which exchanges they judge, and which violations they keep."""

from __future__ import annotations

import threading
from dataclasses import dataclass

from conformance import trial
from conformance.targets.exchange import Exchange
from specs import Level, Operation, Spec

#: Of all violations the smallest are kept, to show one.
_KEPT = 5


@dataclass(frozen=True, slots=True)
class Violation:
    """An exchange that breaks a monitor's requirement, and the sentence that says how."""

    sentence: str
    exchange: Exchange

    @property
    def size(self) -> int:
        """How much there is to read: bytes of the answer and the address."""
        return len(self.exchange.response_body or b"") + len(self.exchange.url)


class Monitor:
    """Judges exchanges of documented operations on behalf of one requirement.

    Traffic of checks that only observe is left out: what they send is not documented, so nothing is
    promised of the answers.
    """

    requirement: str

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.judged = 0
        self.violations: list[Violation] = []
        self._lock = threading.Lock()

    def watch(self, exchange: Exchange, operation: Operation | None) -> None:
        """Judge one exchange, if it is of the kind that this monitor judges."""
        if operation is None or exchange.status is None:
            return
        # Few exchanges concern a monitor, so that comes first: every one of them passes every monitor.
        if not self.concerns(exchange, operation) or self._only_observed():
            return
        self.judged += 1
        sentence = self.judge(exchange, operation)
        if sentence is not None:
            with self._lock:  # examples may travel together
                self.violations.append(Violation(sentence, exchange))
                self.violations.sort(key=lambda violation: violation.size)
                del self.violations[_KEPT:]

    def _only_observed(self) -> bool:
        requirement = self.spec.requirements.get(trial.current().requirement)
        return requirement is not None and requirement.level == Level.OBSERVE

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Whether the requirement speaks of such an exchange."""
        raise NotImplementedError

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        """What is wrong with it, in a sentence, or `None`."""
        raise NotImplementedError
