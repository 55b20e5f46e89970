"""What judges of exchanges and judges of an SDK's requests share: whose requirement it is, and what they keep."""

from __future__ import annotations

import threading
from typing import Any, Generic, Protocol, TypeVar

from conformance import trial
from specs import Level, Spec

#: Of all violations the smallest are kept, to show one.
_KEPT = 5


class Sized(Protocol):
    """What breaks a requirement."""

    @property
    def size(self) -> Any:
        """How much there is to read, in whatever can be ordered."""


Violated = TypeVar("Violated", bound=Sized)


class Keeper(Generic[Violated]):
    """Judges on behalf of one requirement, and keeps the smallest of what breaks it.

    `judged` is how much it has looked at, `violations` what broke the requirement, the smallest first.
    """

    requirement: str

    def __init__(self, spec: Spec) -> None:
        self.spec = spec
        self.judged = 0
        self.violations: list[Violated] = []
        self._lock = threading.Lock()

    def keep(self, found: list[Violated]) -> None:
        """Keep these, as far as they are among the smallest; examples may travel together."""
        if not found:
            return
        with self._lock:
            self.violations += found
            self.violations.sort(key=lambda violation: violation.size)
            del self.violations[_KEPT:]

    def only_observed(self) -> bool:
        """Whether the check at hand only observes: what it sends is not documented, and nothing is promised of it."""
        requirement = self.spec.requirements.get(trial.current().requirement)
        return requirement is not None and requirement.level == Level.OBSERVE
