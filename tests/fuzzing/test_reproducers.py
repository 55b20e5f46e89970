"""The `repro.py` of a finding sends the requests that led to it, and tells a broken target from a good one."""

import sys

import pytest
from reproducing import judged, reproduce

from conformance.emulator.faults import FAULTS
from conformance.emulator.process import EmulatorProcess
from conformance.fuzzing.concerns import UNCATALOGUED

#: Faults of one server, each found in a way of its own → what is blamed, if it is not what the fault breaks.
FOUND = {
    "delete-answers-as-text": None,  # what a monitor says
    "wrong-method-404": None,  # a method that no document has
    "list-without-key": None,  # a key that nobody asks for
    "client-secret-with-any-key": None,  # a key that nobody looks at
    "read-crosses-teams": None,  # another team's key, after the file was made
    "custom-voices-as-text": UNCATALOGUED,  # what Schemathesis says of an answer by itself
    "voice-deleted-retrievable": None,  # after the deletion
    "createPublicUrl.request.expires_after.maximum-let-through": "public-url.expiry.bounds",  # a broken schema
}


@pytest.fixture(scope="module")
def broken():
    with EmulatorProcess(faults=FOUND) as process:
        yield process


@pytest.fixture(scope="module")
def good():
    with EmulatorProcess() as process:
        yield process


@pytest.fixture(scope="module")
def report(broken, tmp_path_factory):
    """The report of one run of the family."""
    folder = tmp_path_factory.mktemp("report")
    return judged(broken, folder, "--seed", "1", "--area", "schema")


@pytest.mark.parametrize(("fault", "blamed"), FOUND.items())
def test_it_tells_a_broken_target_from_a_good_one(report, broken, good, tmp_path, fault, blamed):
    program = report / "failures" / (blamed or FAULTS[fault].breaks) / "repro.py"
    assert "trail=Trail(" in program.read_text()

    code, said = reproduce([sys.executable, program], broken, tmp_path)
    assert (code, said.split()[0]) == (1, "DEVIATES"), said
    code, said = reproduce([sys.executable, program], good, tmp_path)
    assert (code, said.split()[0]) == (0, "CONFORMS"), said


def test_no_key_is_in_it(report, broken):
    """They come from the environment, as everywhere."""
    for program in report.glob("failures/*/repro.py"):
        assert not any(key in program.read_text() for key in broken.keys.values())
