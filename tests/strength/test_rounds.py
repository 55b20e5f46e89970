"""What is judged for a fault, and in which order, and what is made of it."""

import pytest

from conformance.emulator.faults import FAULTS
from conformance.emulator.generated import generated
from conformance.strength.fault import GENERATED, WRITTEN, faults
from conformance.strength.matrix import AREA, Entry, Matrix, Settings, matrix
from conformance.strength.record import untripped

FAULT = "token-short"
OWN = FAULTS[FAULT].breaks
DERIVED = "createPublicUrl.answer.media-type"


def tried(*names, **settings):
    """The entries of faults after all rounds."""
    found = Matrix(settings=Settings(workers=1, **settings))
    matrix(found, faults(globs=names), lambda *_: None)
    return found


def test_every_fault_of_both_kinds_is_there_once():
    names = [each.name for each in faults()]

    assert len(names) == len(set(names))
    assert set(names) == {*FAULTS, *generated()}
    assert {each.kind for each in faults()} == {WRITTEN, GENERATED}
    assert {each.area for each in faults(areas=["voices"])} == {"voices"}


def test_its_own_requirement_is_judged_first_and_nothing_else_if_that_sees_it(judges):
    judges.deviating = {FAULT: [OWN]}

    entry = tried(FAULT).entries[FAULT]

    assert judges.of(FAULT) == [(OWN,)]
    assert (entry.caught.requirement, entry.deviating, entry.falsely) == (OWN, (OWN,), None)


def test_what_survives_is_tried_with_random_inputs_and_by_everything(judges):
    entry = tried(FAULT).entries[FAULT]

    assert judges.of(FAULT)[0] == (OWN,)
    assert judges.of(FAULT)[-1] is None
    assert max(job.examples for job in judges.jobs if job.fault == FAULT) > 0
    assert entry.caught is None
    assert entry.whole


def test_who_is_blamed_for_anothers_fault_is_named(judges):
    judges.deviating = {FAULT: ["files.delete.gone", OWN]}

    entry = tried(FAULT, scope=AREA).entries[FAULT]

    # The area of the fault has only one of them; what stands first in the catalogue is what a report names first.
    assert entry.falsely is None
    judges.deviating = {FAULT: ["public-url.create.accepted", OWN]}
    assert tried(FAULT, scope=AREA).entries[FAULT].falsely == "public-url.create.accepted"


def test_a_generated_fault_is_judged_by_what_meets_it(judges):
    judges.meeting = {DERIVED: ("public-url.create.accepted", "public-url.create.address")}
    judges.deviating = {DERIVED: ["public-url.create.address"]}

    entry = tried(DERIVED).entries[DERIVED]

    assert set(judges.of(DERIVED)[0]) <= set(judges.meeting[DERIVED])
    assert entry.caught.requirement == "public-url.create.address"
    assert entry.falsely is None


@pytest.mark.parametrize(
    ("blamed", "falsely"),
    [("public-url.create.address", False), ("access.key.required", True), ("images.generate.count", True)],
)
def test_a_generated_fault_is_blamed_falsely_on_an_area_that_has_nothing_to_do_with_it(
    judges, blamed, falsely
):
    found = Entry(
        tried=tried(DERIVED).entries[DERIVED].tried, met=("public-url.create.accepted",), deviating=(blamed,)
    )

    assert found.falsely == (blamed if falsely else None)


def test_a_generated_fault_that_nothing_meets_needs_no_judging(judges):
    entry = tried(DERIVED).entries[DERIVED]

    assert judges.of(DERIVED) == []
    assert (entry.met, entry.caught) == ((), None)


def test_the_control_has_every_seed_and_the_first_is_that_of_the_faults(judges):
    judges.deviating = {FAULT: [OWN]}

    found = tried(FAULT, seeds=(3, 4))

    assert [control.job.seed for control in found.controls] == [3, 4]
    assert {job.seed for job in judges.jobs if job.fault} == {3}


@pytest.mark.parametrize("names", [(FAULT,), (DERIVED,)])
def test_the_control_judges_whatever_is_judged_with_a_fault(judges, names):
    tried(*names)

    assert judges.jobs[0].fault is None
    assert judges.jobs[0].requirements == ((OWN,) if names == (FAULT,) else None)


def test_a_requirement_that_no_fault_trips_is_named(judges):
    found = tried(FAULT)

    names = untripped(found)
    assert OWN not in names
    assert "files.delete.gone" in names
