"""Which checks look at what another check has made: generations, speech, transcripts and conversations are shared."""

from __future__ import annotations

import json
import time
from pathlib import Path

from conformance.targets.exchange import Exchange
from conformance.targets.sockets.transcript import Transcript

Mark = tuple[str, float]

#: What the name of the file ends with that lies beside a trace.
SHARED = ".shared"
#: Seconds before the first line of a conversation in which it may have been opened.
_OPENING = 0.5


class Witness:
    """Writes a line whenever a check looks at what was there before it: its requirement, and when that was made."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._made: dict[Mark, tuple[str, float]] = {}  # by whom, and when it began
        self._told: set[tuple[str, Mark]] = set()

    def __call__(self, requirement: str, evidence: Exchange | Transcript, *, new: bool) -> None:
        """Take note that a check of `requirement` looks at `evidence`; of an exchange that is `new`, it begins now."""
        mark, now = _mark(evidence), time.time()
        if new or mark not in self._made:
            began = now if new else now - _seconds(evidence)
            self._made[mark] = requirement, began
            return
        maker, began = self._made[mark]
        if requirement in ("", maker) or (requirement, mark) in self._told:
            return
        self._told.add((requirement, mark))
        ended = began + _seconds(evidence)
        line = json.dumps({"requirement": requirement, "from": began, "to": ended})
        with self._path.open("a", encoding="utf-8") as file:
            file.write(f"{line}\n")


def _mark(evidence: Exchange | Transcript) -> Mark:
    """What tells it from all others, without keeping it: what can be recalled is alive, and no other has its place."""
    if isinstance(evidence, Exchange):
        return evidence.url, float(id(evidence))
    return evidence.socket, _seconds(evidence)


def _seconds(evidence: Exchange | Transcript) -> float:
    if isinstance(evidence, Exchange):
        return evidence.seconds
    return _OPENING + (evidence.lines[-1].at if evidence.lines else 0.0)
