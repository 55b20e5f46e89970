"""What all judges of requests share: which calls they judge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from conformance import trial
from conformance.monitors.keeping import Keeper
from conformance.monitors.requests.called import Called
from conformance.monitors.requests.sent import Sent
from specs import Spec


@dataclass(frozen=True, slots=True)
class Violation:
    """A request that breaks a requirement, and the sentence that says how."""

    sentence: str
    called: Called
    sent: Sent

    @property
    def size(self) -> tuple[int, str]:
        """How much there is to read."""
        return self.sent.size + len(self.sent.query), self.sentence


class RequestMonitor(Keeper[Violation]):
    """Judges the requests of an SDK on behalf of one requirement.

    Traffic of checks that only observe is left out, since what they send is not documented; so is that of checks that
    have said that nothing of theirs is to be judged.
    """

    #: Why calls of gRPC are none of its concern, if they are not.
    not_grpc: ClassVar[str] = ""

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self.grpc = False  # whether any call was one of gRPC

    def watch(self, called: Called) -> None:
        """Judge one call with its requests."""
        self.grpc = self.grpc or any(sent.grpc for sent in called.sent)
        if not trial.current().watched or self.only_observed() or not self.concerned(called):
            return
        self.judged += 1
        self.keep([Violation(sentence, called, sent) for sent, sentence in self.judge(called)])

    def concerned(self, called: Called) -> bool:
        """Whether the requirement speaks of such a call."""
        return any(True for _ in self.concerns(called))

    def concerns(self, called: Called) -> Iterator[Sent]:
        """The requests of a call that the requirement speaks of."""
        raise NotImplementedError

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """What is wrong, each with the request that it is wrong with."""
        raise NotImplementedError
