"""Every fault of the emulator is caught by the checks of the requirement that it breaks."""

import os
from collections.abc import Iterator

import pytest
from wanted import wanted

import specs
from conformance.emulator.faults import FAULTS
from conformance.strength.job import Job, Outcome
from conformance.strength.judges import Judges
from specs import Level

SEED = 20260611


class Judged:
    """Fault → what the checks of its requirement came to; who asks too early waits."""

    def __init__(self, outcomes: Iterator[Outcome]) -> None:
        self._outcomes = outcomes
        self._known: dict[str, Outcome] = {}

    def __getitem__(self, fault: str) -> Outcome:
        while fault not in self._known:
            outcome = next(self._outcomes)
            self._known[outcome.job.fault] = outcome
        return self._known[fault]


@pytest.fixture(scope="module")
def judged(request):
    """Every fault that is asked for, judged by its own requirement, several at a time."""
    asked = wanted(request, "judged", "fault")
    jobs = [
        Job(
            fault=name,
            requirements=(fault.breaks,),
            examples=0,  # each is seen by what is enumerated, whatever is drawn beyond it
            seed=SEED,
            stop=True,
        )
        for name, fault in FAULTS.items()
        if name in asked
    ]
    with Judges(2 * (os.cpu_count() or 1)) as judges:
        yield Judged(judges.judge(jobs))


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_by_its_requirement(judged, fault):
    outcome = judged[fault]

    breaks = FAULTS[fault].breaks
    found = {deviation.requirement for deviation in outcome.deviations}
    assert found == {breaks}, f"{breaks} came to {outcome.outcomes or outcome.broken or 'nothing'}"


@pytest.mark.parametrize("level", [Level.MUST, Level.SHOULD])
def test_every_requirement_that_binds_has_a_fault(level):
    broken = {fault.breaks for fault in FAULTS.values()}

    unbroken = [
        r.id
        for r in specs.load().requirements.values()
        if r.level == level and r.excluded is None and not r.of_sdks and r.id not in broken
    ]

    assert unbroken == []
