"""Looking for values in what was sent."""

from __future__ import annotations

from conformance.suite.sdk.asking import Heard
from conformance.suite.studio import OPERATIONS


def mentions(heard: Heard, *values: str) -> bool:
    """Whether one of the requests for a generation has all of these values, in that order."""
    for sent in heard.requests(*OPERATIONS):
        places = [(sent.text or "").find(value) for value in values]
        if -1 not in places and places == sorted(places):
            return True
    return False
