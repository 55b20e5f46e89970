"""How blocks are run."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from conformance.examples.tools import Tools


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """`seconds` for each block, so many side by side, with these tools, and with faults of the emulator.

    Once `stop` is set, what runs is ended, and its outcome is of no use.
    """

    seconds: float = 60.0
    workers: int = 2
    tools: Tools = field(default_factory=Tools)
    faults: tuple[str, ...] = ()
    stop: threading.Event = field(default_factory=threading.Event, compare=False)
