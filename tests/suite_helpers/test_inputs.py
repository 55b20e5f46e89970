"""Inputs that have to meet each other are all paired."""

import pytest

from conformance.suite.inputs import pairs
from strategies.inputs import NoInputsError


def test_every_one_meets_every_other():
    found = pairs(["generateImage", "editImage"], (None, "text/plain", ""))

    assert found.finite
    assert found.cover() == (
        ("generateImage", None),
        ("generateImage", "text/plain"),
        ("generateImage", ""),
        ("editImage", None),
        ("editImage", "text/plain"),
        ("editImage", ""),
    )


def test_no_pair_is_no_input():
    with pytest.raises(NoInputsError):
        pairs([], ["PUT"]).cover()
