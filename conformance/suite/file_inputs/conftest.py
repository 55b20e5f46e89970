"""Fixtures of these checks alone."""

from __future__ import annotations

import pytest

from conformance.suite.file_inputs.slots import Slots
from conformance.suite.file_inputs.uses import Uses


@pytest.fixture(scope="session")
def slots(studio) -> Slots:
    """The places where the target takes files."""
    return Slots(studio)


@pytest.fixture(scope="session")
def uses(slots) -> Uses:
    """Files that were used, with what was seen of them before and after."""
    return Uses(slots)
