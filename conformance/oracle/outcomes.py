"""What is allowed as an answer: outcomes with their demands, and the world that follows from each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from conformance.oracle.state import World
from conformance.targets.call import Answer


class Fields(Protocol):
    """A JSON object whose absent fields read as `None`, as null ones do."""

    def __getitem__(self, name: str, /) -> Any:
        """The field `name`, or `None`."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Demand:
    """What one field of an answer has to be. `rule` is the requirement that says so.

    `name` leads to it: `expires_at`, or `data.0.file_output.expires_at` through objects and arrays.
    """

    rule: str
    name: str
    due: str
    holds: Callable[[Any], bool]

    def met(self, fields: Fields) -> bool:
        """Whether the field is as demanded."""
        return self.holds(_at(fields, self.name))

    def complaint(self, fields: Fields) -> str:
        """How the field differs, in words."""
        return f"{self.name} is {_at(fields, self.name)!r}, where {self.due} was due ({self.rule})"


def _at(fields: Fields, name: str) -> Any:
    """The value that `name` leads to; `None` where the way ends before."""
    first, *rest = name.split(".")
    value = fields[first]
    for step in rest:
        if isinstance(value, Mapping):
            value = value.get(step)
        elif isinstance(value, list) and step.isdecimal() and int(step) < len(value):
            value = value[int(step)]
        else:
            return None
    return value


def equal(rule: str, name: str, value: Any) -> Demand:
    """The field has this value, of this type: true is not 1. Null and absent are the same."""
    return Demand(
        rule=rule,
        name=name,
        due="nothing" if value is None else repr(value),
        holds=lambda seen: seen == value and isinstance(seen, bool) == isinstance(value, bool),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """One way in which the operation may be answered.

    `says` names it in words, `rule` is the requirement behind it. `status` judges the status, `demands` the
    fields, `content` is what the body has to be, if that matters. `then` gives the world that follows.
    """

    says: str
    rule: str
    status: Callable[[Answer], bool]
    then: Callable[[Answer], World]
    demands: tuple[Demand, ...] = ()
    content: bytes | None = field(default=None, repr=False)

    def allows(self, answer: Answer) -> bool:
        """Whether `answer` is of this kind."""
        return self.status(answer) and not self.complaint(answer)

    def complaint(self, answer: Answer) -> str:
        """What is wrong with the body of an answer whose status is right; empty if nothing."""
        if self.content is not None and answer.content != self.content:
            return (
                f"it carries {len(answer.content)} other bytes than the {len(self.content)} that were stored"
            )
        return next((d.complaint(answer) for d in self.demands if not d.met(answer)), "")


@dataclass(frozen=True, slots=True)
class Expectation:
    """All ways in which an operation may be answered at this point. No answer fits two of them."""

    outcomes: tuple[Outcome, ...]

    def match(self, answer: Answer) -> Outcome | None:
        """The outcome that `answer` is, or `None` if it is not allowed.

        Raises:
            Malformed: the answer should be JSON and is none.
        """
        return next((outcome for outcome in self.outcomes if outcome.allows(answer)), None)

    def complaint(self, answer: Answer) -> str:
        """In words, what was expected and what came."""
        ways = " or ".join(dict.fromkeys(f"{outcome.says} ({outcome.rule})" for outcome in self.outcomes))
        details = [outcome.complaint(answer) for outcome in self.outcomes if outcome.status(answer)]
        detail = f"; {' and '.join(dict.fromkeys(filter(None, details)))}" if any(details) else ""
        return f"expected {ways}, got: {answer!r}{detail}"
