"""How a shell block failed."""

from __future__ import annotations

import re

from conformance.examples.evidence import Evidence, Judged
from conformance.examples.outcome import At, Outcome
from conformance.examples.refusals import refusal
from conformance.examples.versions import Versions
from specs import Spec

_BROKEN_PIPE = 141  # `… | head -1` ends the program before it, which is no failure
#: Exit codes of curl that are the example's: an option or an address that it does not understand.
_MISUSED = {2: "an option that curl does not know", 3: "an address that is none"}
_UNREADABLE = 26
_CURL_SAID = re.compile(r"curl: \((\d+)\) (.+)|curl: (option .+)")


def shell(evidence: Evidence, spec: Spec, _: Versions) -> Judged:
    """The outcome of a shell block that did not end well."""
    failures = [note for note in evidence.notes if note.get("failed") not in (None, _BROKEN_PIPE)]
    line = int(failures[0].get("line", 0)) if failures else 0
    if evidence.refusals:
        found = refusal(evidence.refusals[0], evidence, spec)
        return Judged(outcome=found.outcome, at=found.at, reason=found.reason, line=line)
    if not failures and evidence.ended.code in (0, _BROKEN_PIPE):
        return Judged(outcome=Outcome.RAN)
    code = int(failures[0]["failed"]) if failures else evidence.ended.code
    said = _CURL_SAID.search(evidence.ended.errors)
    curl = int(said[1]) if said and said[1] else (2 if said else 0)
    if curl in _MISUSED:
        assert said is not None
        reason = f"it uses {_MISUSED[curl]}: {(said[2] or said[3]).strip()}"
        return Judged(outcome=Outcome.FAILED, at=At.EXAMPLE, reason=reason, line=line)
    if curl == _UNREADABLE:
        assert said is not None
        reason = f"it needs a file that is not there: {said[2].strip()}"
        return Judged(outcome=Outcome.MISSING, reason=reason, line=line)
    last = evidence.ended.errors.strip().splitlines()[-1:] or [""]
    told = f": {last[0][:200]}" if last[0] else ""
    where = "a command in it" if failures else "it"
    reason = f"{where} ends with exit code {code}{told}"
    return Judged(outcome=Outcome.FAILED, at=At.UNCLEAR, reason=reason, line=line)
