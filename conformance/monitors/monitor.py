"""What all monitors of exchanges share: which of them they judge."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.monitors.keeping import Keeper
from conformance.targets.exchange import Exchange
from specs import Operation


@dataclass(frozen=True, slots=True)
class Violation:
    """An exchange that breaks a monitor's requirement, and the sentence that says how."""

    sentence: str
    exchange: Exchange

    @property
    def size(self) -> int:
        """How much there is to read: bytes of the answer and the address."""
        return len(self.exchange.response_body or b"") + len(self.exchange.url)


class Monitor(Keeper[Violation]):
    """Judges exchanges of documented operations on behalf of one requirement.

    Traffic of checks that only observe is left out: what they send is not documented, so nothing is
    promised of the answers.
    """

    def watch(self, exchange: Exchange, operation: Operation | None) -> None:
        """Judge one exchange, if it is of the kind that this monitor judges."""
        if operation is None or exchange.status is None:
            return
        # Few exchanges concern a monitor, so that comes first: every one of them passes every monitor.
        if not self.concerns(exchange, operation) or self.only_observed():
            return
        self.judged += 1
        sentence = self.judge(exchange, operation)
        if sentence is not None:
            self.keep([Violation(sentence, exchange)])

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Whether the requirement speaks of such an exchange."""
        raise NotImplementedError

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        """What is wrong with it, in a sentence, or `None`."""
        raise NotImplementedError
