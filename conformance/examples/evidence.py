"""What is known of a block once it has ended."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from conformance.examples.block import Block
from conformance.examples.launching import Ended
from conformance.examples.outcome import At, Outcome

_REFUSED = 400
#: Codes of gRPC by which a call is refused or fails; the others are OK and what the caller itself ended.
_FINE = ("OK", "CANCELLED", None)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """An outcome with its reason. `line` is that of the script, 0 where it is not known.

    `undefined` is a name that the block uses and does not define: another block may.
    """

    outcome: Outcome
    at: At = At.NOBODY
    reason: str = ""
    line: int = 0
    undefined: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """How a block ended, what its tools wrote down, and what it put on the wire.

    `script` is the path of the file that ran, `defined_in` how many lines stood in it before the block. `left` are
    placeholders that nobody could fill.
    """

    block: Block
    text: str
    script: str
    ended: Ended
    notes: Sequence[Mapping[str, Any]]
    wire: Sequence[Mapping[str, Any]]
    refused_hosts: Sequence[str]
    left: Sequence[str]

    def noted(self, name: str) -> list[Any]:
        """What the tools wrote down under that name, in order, each once."""
        return list(dict.fromkeys(note[name] for note in self.notes if name in note and _plain(note[name])))

    @property
    def exception(self) -> Mapping[str, Any]:
        """The exception that ended it, empty if none did."""
        found = [note["exception"] for note in self.notes if isinstance(note.get("exception"), dict)]
        return found[-1] if found else {}

    @property
    def refusals(self) -> list[Mapping[str, Any]]:
        """The requests that were refused, or that the server could not answer."""
        return [entry for entry in self.wire if is_refused(entry)]


def is_refused(entry: Mapping[str, Any]) -> bool:
    """Whether the answer to a request on the wire was a refusal or an error."""
    if entry.get("transport") == "grpc":
        return entry.get("code") not in _FINE
    return int(entry.get("status") or 0) >= _REFUSED


def _plain(value: Any) -> bool:
    return isinstance(value, str | int)
