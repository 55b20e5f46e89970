"""From how a check ended to its verdict: the outcome, the sentence, the counterexample, whom it points to."""

from __future__ import annotations

import traceback
from pathlib import Path
from typing import Any

import pytest

from conformance import trial
from conformance.drivers.protocol.problem import DriverProblem
from conformance.outcomes import NoVerdict
from specs import Level, Requirement


def judge(call: pytest.CallInfo[None], level: Level) -> tuple[str, str]:
    """The outcome of a check and a message for a person."""
    if call.excinfo is None:
        return ("observed" if level == Level.OBSERVE else "conforms"), ""
    error = call.excinfo.value
    if isinstance(error, NoVerdict):
        return "error", str(error)
    if isinstance(error, pytest.skip.Exception):
        return "untestable", str(error.msg)
    if isinstance(error, AssertionError):
        message = _sentence(error)
        if level == Level.OBSERVE:
            trial.current().observe("unexpected", message)
            return "observed", ""
        return "deviates", message
    if isinstance(error, (KeyboardInterrupt, SystemExit)):
        return "error", "the run was interrupted"
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}:{last.lineno}"
    return "error", f"the suite itself failed: {type(error).__name__}: {error} ({place})"


def _sentence(error: AssertionError) -> str:
    """What the assertion says, without what pytest adds to explain its parts.

    Its first line, and lines that begin with `#`, which are a list that belongs to it.
    """
    first, *more = str(error).split("\n")
    notes = [note for note in getattr(error, "__notes__", ()) if note.startswith("It did not")]
    lines = [
        " ".join([first.removeprefix("assert ").strip(), *notes]),
        *(line for line in more if line.startswith("#")),
    ]
    return "\n".join(lines).strip() or "the check failed"


def counterexample(current: trial.Trial) -> dict[str, Any] | None:
    """The inputs of the example that failed, or the steps of its program, as Python."""
    from strategies.source import imports_for, source_of

    failure = current.failure
    values = failure.values if failure else current.values
    program = failure.program if failure else current.program
    if program is not None:
        return {"kind": "program", "source": "\n".join(program), "imports": []}
    if not values:
        return None
    imports = sorted({line for value in values.values() for line in imports_for(value)})
    source = "\n".join(f"{name}={source_of(value)}," for name, value in values.items())
    return {"kind": "arguments", "source": source, "imports": imports}


def broken_rule(current: trial.Trial) -> str | None:
    """The rule that the failing input breaks, if it is a near miss."""
    values = current.failure.values if current.failure else current.values
    rules = (getattr(value, "rule", None) for value in (values or {}).values())
    return next((rule for rule in rules if isinstance(rule, str)), None)


def blame(outcome: str, requirement: Requirement, error: BaseException | None, *, driven: bool) -> str | None:
    """To whom an outcome points: where sources contradict each other, to the documentation.

    Where an SDK is `driven`, what deviates is the SDK, or what it speaks to; and its driver may break down.
    """
    if outcome == "error":
        return "driver" if isinstance(error, DriverProblem) else "suite"
    if outcome != "deviates":
        return None
    if requirement.contradicts:
        return "documentation"
    return "sdk" if driven else "service"
