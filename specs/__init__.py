"""What the docs say, as data. `load()` is the one door."""

from specs.loading import SpecError, load
from specs.model import Fact, Level, Limit, Operation, Requirement, Source, Spec

__all__ = ["Fact", "Level", "Limit", "Operation", "Requirement", "Source", "Spec", "SpecError", "load"]
