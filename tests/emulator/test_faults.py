"""Faults: one for every requirement that binds, and each does something."""

import dataclasses
import re

import httpx
import pytest

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults import FAULTS, UnknownFault, behaviour
from conformance.emulator.process import EmulatorProcess
from conformance.emulator.readings import READINGS

SPEC = specs.load()
TRUE = Behaviour()
FIELDS = {field.name for field in dataclasses.fields(Behaviour)}


def test_every_binding_requirement_has_a_fault():
    """MUST and SHOULD, unless excluded. What SDKs promise is broken by SDKs that are made up: `tests/suite_sdk`."""
    all_ = [r for r in SPEC.requirements.values() if not r.of_sdks]
    binding = {r.id for r in all_ if r.level != "OBSERVE" and not r.excluded}

    assert {fault.breaks for fault in FAULTS.values()} == binding


def test_every_bound_has_a_fault_at_both_ends():
    """Where a requirement speaks of bounds, both included or both excluded."""
    for requirement in (
        "files.upload.expiry-accepted",
        "files.upload.expiry-bounds",
        "files.list.limit-range",
        "public-url.expiry.own",
        "public-url.expiry.bounds",
        "public-url.quota.limit",
    ):
        assert sum(fault.breaks == requirement and fault.boundary for fault in FAULTS.values()) >= 2, (
            requirement
        )


def test_they_come_in_the_catalogues_order():
    """As a list of them is read."""
    orders = [SPEC.requirements[fault.breaks].order for fault in FAULTS.values()]

    assert orders == sorted(orders)


@pytest.mark.parametrize("name", FAULTS)
def test_it_is_a_change_of_the_documented_behaviour(name):
    """Of fields that there are, to other values; its summary is one sentence."""
    fault = FAULTS[name]

    assert fault.change
    assert set(fault.change) <= FIELDS
    assert all(getattr(TRUE, field) != value for field, value in fault.change.items())
    assert behaviour([name]) != TRUE
    assert re.fullmatch(r"[A-Z].*[^.]\.", fault.summary)
    assert ". " not in fault.summary
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", fault.name)


def test_no_two_are_the_same():
    """Each is another behaviour."""
    changes = [dict(fault.change) for fault in FAULTS.values()]

    assert all(changes.count(change) == 1 for change in changes)


def test_every_switch_is_turned_by_some_fault():
    """A field that no fault changes would be a rule that nothing proves to be judged, unless it is no rule."""
    changed = {field for change in (*FAULTS.values(), *READINGS.values()) for field in change.change}
    switches = {field for field in FIELDS if isinstance(getattr(TRUE, field), bool)}

    assert switches <= changed


def test_faults_add_up():
    """Several at a time."""
    both = behaviour(["revoke-answers-202", "unknown-path-400"])

    assert (both.revoke_status, both.unknown_path_status) == (202, 400)
    assert behaviour([]) == TRUE
    with pytest.raises(UnknownFault, match="did you mean walk-skips"):
        behaviour(["walk-skip"])


def test_in_a_process():
    """Named on its command line."""
    with EmulatorProcess(faults=["unknown-path-400", "list-without-key"]) as emulator:
        assert httpx.get(f"{emulator.url}/nothing").status_code == 400
        assert httpx.get(f"{emulator.url}/v1/files").status_code == 200
