"""What all judges of requests share: which calls they judge, and which violations they keep."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass
from typing import ClassVar

from conformance import trial
from conformance.monitors.requests.called import Called
from conformance.monitors.requests.sent import Sent
from specs import Level, Spec

#: Of all violations the smallest are kept, to show one.
_KEPT = 5


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


class RequestMonitor:
    """Judges the requests of an SDK on behalf of one requirement.

    Traffic of checks that only observe is left out, since what they send is not documented; so is that of checks that
    have said that nothing of theirs is to be judged.
    """

    requirement: str
    #: Why calls of gRPC are none of its concern, if they are not.
    not_grpc: ClassVar[str] = ""

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.judged = 0
        self.grpc = False  # whether any call was one of gRPC
        self.violations: list[Violation] = []
        self._lock = threading.Lock()

    def watch(self, called: Called) -> None:
        """Judge one call with its requests."""
        self.grpc = self.grpc or any(sent.grpc for sent in called.sent)
        if self._left_out() or not self.concerned(called):
            return
        self.judged += 1
        found = [Violation(sentence, called, sent) for sent, sentence in self.judge(called)]
        if found:
            with self._lock:
                self.violations += found
                self.violations.sort(key=lambda violation: violation.size)
                del self.violations[_KEPT:]

    def _left_out(self) -> bool:
        current = trial.current()
        requirement = self.spec.requirements.get(current.requirement)
        return not current.watched or (requirement is not None and requirement.level == Level.OBSERVE)

    def concerned(self, called: Called) -> bool:
        """Whether the requirement speaks of such a call."""
        return any(True for _ in self.concerns(called))

    def concerns(self, called: Called) -> Iterator[Sent]:
        """The requests of a call that the requirement speaks of."""
        raise NotImplementedError

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """What is wrong, each with the request that it is wrong with."""
        raise NotImplementedError
