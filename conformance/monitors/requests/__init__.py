"""Passive judges of what SDKs put on the wire: they see every call of a driver with the requests that it led to."""

from conformance.monitors.requests.called import Called
from conformance.monitors.requests.documented import (
    Body,
    ChunkOrder,
    ContentType,
    DocumentedOperation,
    PartOrder,
    Query,
    UndocumentedFields,
)
from conformance.monitors.requests.manners import Key, Once, Unasked
from conformance.monitors.requests.monitor import RequestMonitor
from conformance.monitors.requests.sent import Sent
from specs import Spec

__all__ = ["Called", "RequestMonitor", "Sent", "request_monitors"]

_KINDS: tuple[type[RequestMonitor], ...] = (
    DocumentedOperation,
    Query,
    ContentType,
    Body,
    UndocumentedFields,
    PartOrder,
    ChunkOrder,
    Key,
    Unasked,
    Once,
)


def request_monitors(spec: Spec) -> list[RequestMonitor]:
    """One of each, freshly made for a run."""
    return [kind(spec) for kind in _KINDS]
