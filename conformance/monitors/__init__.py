"""Passive judges: they see every exchange of a run and judge what holds for all of them."""

from conformance.monitors.answers import Documented, ErrorShape, Fields, JsonType, NoServerError
from conformance.monitors.monitor import Monitor, Violation
from specs import Spec

__all__ = ["Monitor", "Violation", "monitors"]


def monitors(spec: Spec) -> list[Monitor]:
    """One of each, freshly made for a run."""
    return [kind(spec) for kind in (NoServerError, Documented, Fields, JsonType, ErrorShape)]
