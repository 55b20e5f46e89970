"""Each check of the family that speaks of a broken schema can fail, without luck: here anything is taken."""

import re
from pathlib import Path

import pytest
from exploring import explored

from conformance.emulator.generated import generated
from conformance.suite import schema

_BOUNDS = Path(schema.__file__).with_name("test_bounds.py").read_text(encoding="utf-8")
REQUIREMENTS = re.findall(r'^@requirement\("([^"]+)"\)', _BOUNDS, re.MULTILINE)


@pytest.fixture(scope="module")
def findings():
    """What is found at a server on which no rule of a request's schema is enforced, except for those of sockets."""
    lenient = [name for name in generated() if name.endswith("-let-through") and "socket" not in name]
    found, _, _ = explored(*lenient, examples=0)
    return found


@pytest.mark.parametrize("requirement", REQUIREMENTS)
def test_what_is_let_through_is_found(findings, requirement):
    assert findings.of(requirement), sorted({each.requirement for each in findings.found})


def test_a_video_may_fail_for_it_later():
    found, _, _ = explored(readings=("settings-judged-late", "inputs-judged-late"), examples=0)
    assert [f.message for f in found.found if f.requirement.startswith("videos.")] == []
