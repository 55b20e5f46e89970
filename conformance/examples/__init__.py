"""The code blocks of the docs, run against the emulator: which of them do what they say, and why others do not.

`collect()` finds the blocks of pages, `run()` gives each an outcome, `record()` makes the document of it.
"""

from conformance.examples.block import Block, Runtime
from conformance.examples.collecting import PagesError, collect
from conformance.examples.outcome import At, Outcome, Result
from conformance.examples.record import record
from conformance.examples.running import run
from conformance.examples.settings import Settings

__all__ = [
    "At",
    "Block",
    "Outcome",
    "PagesError",
    "Result",
    "Runtime",
    "Settings",
    "collect",
    "record",
    "run",
]
