"""What is no fault because it is only observed is observed indeed: the notes of its requirement are other ones."""

import os
from collections.abc import Iterator, Mapping

import pytest
from wanted import wanted

from conformance.emulator.generated import no_faults
from conformance.emulator.generated.silent import OBSERVED, observing
from conformance.strength.job import Job, Outcome
from conformance.strength.judges import Judges

SEED = 20260611


def _job(name, requirements):
    return Job(fault=name, requirements=requirements, examples=0, seed=SEED)


class Observed:
    """Name of what is no fault → the notes about it; who asks too early waits."""

    def __init__(self, outcomes: Iterator[Outcome]) -> None:
        self._outcomes = outcomes
        self._usual: list[Outcome] = []
        self._known: dict[str, Outcome] = {}

    def __getitem__(self, name: str) -> Outcome:
        while name not in self._known or len(self._usual) < 2:
            outcome = next(self._outcomes)
            if outcome.job.fault is None:
                self._usual.append(outcome)
            else:
                self._known[outcome.job.fault] = outcome
        return self._known[name]

    def usual(self, requirement: str) -> Mapping[str, str]:
        """The notes where nothing is changed, but for those that differ from run to run."""
        first, second = (outcome.observed.get(requirement, {}) for outcome in self._usual)
        return {what: value for what, value in first.items() if second.get(what) == value}


@pytest.fixture(scope="module")
def observed(request):
    """Everything that is asked for, several at a time; and twice the emulator as it is."""
    asked = wanted(request, "observed", "name")
    every = tuple(dict.fromkeys(requirement for name in asked for requirement in observing(name)))
    jobs = [
        _job(None, every),
        _job(None, every),
        *(_job(name, observing(name)) for name in no_faults() if name in asked),
    ]
    with Judges(2 * (os.cpu_count() or 1)) as judges:
        yield Observed(judges.judge(jobs))


@pytest.mark.parametrize("name", no_faults())
def test_what_is_no_fault_changes_what_is_observed(observed, name):
    """Of one of the requirements that are said to record it; nothing deviates meanwhile."""
    outcome = observed[name]

    assert not outcome.broken
    assert not outcome.deviations
    changed = [
        what
        for requirement in observing(name)
        for what, value in observed.usual(requirement).items()
        if outcome.observed.get(requirement, {}).get(what) not in (None, value)
    ]
    assert changed, f"{observing(name)} observed the same as ever: {outcome.observed}"


def test_every_requirement_that_is_said_to_observe_does():
    """No pattern stands there for nothing."""
    assert {requirement for name in no_faults() for requirement in observing(name)} == {*OBSERVED.values()}
