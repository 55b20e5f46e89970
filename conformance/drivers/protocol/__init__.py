"""The protocol between the suite and a driver (docs/drivers.md): messages, the process, what goes wrong with it."""

from conformance.drivers.protocol.driver import Driver, Place
from conformance.drivers.protocol.names import undeclared
from conformance.drivers.protocol.problem import DriverProblem
from conformance.drivers.protocol.ready import Implemented, Ready
from conformance.drivers.protocol.replies import Program, SdkError, Told

__all__ = [
    "Driver",
    "DriverProblem",
    "Implemented",
    "Place",
    "Program",
    "Ready",
    "SdkError",
    "Told",
    "undeclared",
]
