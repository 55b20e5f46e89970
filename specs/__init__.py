"""What the docs say, as data. `load()` is the one door."""

from specs.loading import SpecError, load
from specs.model import Fact, Level, Limit, Message, Operation, Requirement, Socket, Source, Spec

__all__ = [
    "Fact",
    "Level",
    "Limit",
    "Message",
    "Operation",
    "Requirement",
    "Socket",
    "Source",
    "Spec",
    "SpecError",
    "load",
]
