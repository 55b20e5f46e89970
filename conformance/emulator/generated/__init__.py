"""Faults that are derived from the specs, so that no constraint is without one: there is nothing to keep in step.

Each is a change of what passes between a client and a server without a fault (`middleware.py`).
"""

from __future__ import annotations

import functools
from collections.abc import Mapping
from types import MappingProxyType

import specs
from conformance.emulator.generated.deriving import of_operations
from conformance.emulator.generated.fault import GeneratedFault
from conformance.emulator.generated.silent import is_silent
from conformance.emulator.generated.talking import of_sockets

__all__ = ["GeneratedFault", "derived", "generated", "no_faults"]


@functools.cache
def generated() -> Mapping[str, GeneratedFault]:
    """Every generated fault by its name, in the order of the specs."""
    spec = specs.load()
    return MappingProxyType(
        {name: fault for name, fault in derived().items() if not is_silent(spec, name)},
    )


@functools.cache
def no_faults() -> Mapping[str, GeneratedFault]:
    """What is derived in the same way and breaks no promise, by its name: what comes of it is only observed.

    An emulator takes them like faults, so that it can be tested whether it is observed indeed.
    """
    spec = specs.load()
    return MappingProxyType({name: fault for name, fault in derived().items() if is_silent(spec, name)})


@functools.cache
def derived() -> Mapping[str, GeneratedFault]:
    """Both by their names, faults and what is none: all that an emulator takes."""
    spec = specs.load()
    found: dict[str, GeneratedFault] = {}
    for fault in (*of_operations(spec), *of_sockets(spec)):
        found.setdefault(fault.name, fault)
    return MappingProxyType(found)
