"""What clients put on the wire, written down; and answers with faults, served on purpose.

`Log` remembers, `Script` plans. Both are values without a server: the middleware of HTTP and sockets uses them, and so
does the front of gRPC.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance.emulator.wire.bodies import Body, Reader
from conformance.emulator.wire.log import AsRest, Entry, Log
from conformance.emulator.wire.script import Answer, Malformed, Script

__all__ = ["Answer", "AsRest", "Body", "Entry", "Log", "Malformed", "Reader", "Script", "Wire"]


@dataclass(frozen=True, slots=True)
class Wire:
    """The log and the script of one emulator, for all of its fronts."""

    log: Log = field(default_factory=Log)
    script: Script = field(default_factory=Script)
