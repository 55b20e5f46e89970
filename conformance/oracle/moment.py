"""Time as far as it is known: an operation happened between two instants, so a deadline may or may not have passed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import Any

#: Times in answers are whole seconds, and nothing says which way they are rounded.
ROUNDING = 1


class Passed(Enum):
    """Whether a deadline has passed, as far as can be told."""

    NO = "no"
    MAYBE = "maybe"
    YES = "yes"


@dataclass(frozen=True, slots=True)
class Moment:
    """When the target carried out an operation: between `earliest` and `latest`, in its own Unix seconds."""

    earliest: float
    latest: float

    @classmethod
    def during(cls, sent: float, received: float, tolerance: float = 0.0) -> Moment:
        """The time between sending a request and having its answer, by a clock that may be `tolerance` s off."""
        return cls(sent - tolerance, received + tolerance)

    def later(self, seconds: float) -> Moment:
        """The same span, `seconds` later."""
        return Moment(self.earliest + seconds, self.latest + seconds)

    def shows_as(self, value: Any) -> bool:
        """Whether `value`, in whole Unix seconds, can be a time within this span."""
        if not is_time(value):
            return False
        return bool(self.earliest - ROUNDING <= value <= self.latest + ROUNDING)

    def passed(self, deadline: int | None) -> Passed:
        """Whether `deadline` has passed; `None` never does."""
        if deadline is None or self.latest < deadline - ROUNDING:
            return Passed.NO
        return Passed.YES if self.earliest >= deadline + ROUNDING else Passed.MAYBE

    def passed_one_of(self, deadlines: Iterable[int | None]) -> Passed:
        """Whether the deadline, which is one of these, has passed."""
        answers = {self.passed(deadline) for deadline in deadlines}
        return answers.pop() if len(answers) == 1 else Passed.MAYBE

    def fits_before(self, seconds: float, deadline: int | None) -> Passed:
        """Whether `seconds` from now lie at or before `deadline`: `YES` they do, `NO` they do not."""
        ends = self.later(seconds)
        if deadline is None or ends.latest <= deadline - ROUNDING:
            return Passed.YES
        return Passed.NO if ends.earliest > deadline + ROUNDING else Passed.MAYBE


def is_time(value: Any) -> bool:
    """Whether `value` is a JSON integer."""
    return isinstance(value, int) and not isinstance(value, bool)
