"""From what happened to an outcome: who is to blame, in one sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

from conformance.examples.answers import compared
from conformance.examples.block import Runtime
from conformance.examples.evidence import Evidence, Judged
from conformance.examples.judging_javascript import javascript
from conformance.examples.judging_python import python
from conformance.examples.judging_shell import shell
from conformance.examples.outcome import At, Outcome
from conformance.examples.refusals import refusal
from conformance.examples.versions import Versions
from specs import Spec

_BY_RUNTIME: Mapping[Runtime, Callable[[Evidence, Spec, Versions], Judged]] = {
    Runtime.SHELL: shell,
    Runtime.PYTHON: python,
    Runtime.JAVASCRIPT: javascript,
}


def judged(evidence: Evidence, spec: Spec, versions: Versions) -> Judged:
    """The outcome of a block that has run."""
    if evidence.ended.timed_out:
        return _timed_out(evidence)
    found = _lacking(evidence) or _ended(evidence, spec, versions)
    if found.outcome is Outcome.RAN and evidence.block.cut and not evidence.wire:
        reason = f"this source does not show its {evidence.block.cut}, and what it shows asks for nothing"
        return Judged(outcome=Outcome.MISSING, reason=reason)
    if found.outcome is Outcome.RAN:
        return Judged(outcome=Outcome.RAN, notes=(*found.notes, *_notes(evidence)))
    if evidence.left and not found.undefined and found.outcome is Outcome.FAILED:
        said = f"nobody here knows what stands for {evidence.left[0]}"
        return Judged(
            outcome=Outcome.MISSING, reason=f"{said}; with it as it is, {found.reason}", line=found.line
        )
    return found


def _timed_out(evidence: Evidence) -> Judged:
    waiting = evidence.wire[-1] if evidence.wire else None
    last = f"; the last that it asked for was {waiting['method']} {waiting['path']}" if waiting else ""
    return Judged(
        outcome=Outcome.TIMEOUT,
        at=At.UNCLEAR,
        reason=f"it had not ended after {evidence.ended.seconds:.0f} s{last}",
    )


def _lacking(evidence: Evidence) -> Judged | None:
    """What the block wanted of the machine or the world and did not get."""
    if tools := evidence.noted("tool"):
        return Judged(
            outcome=Outcome.MISSING, reason=f"it calls {tools[0]}, which is not called from an example"
        )
    for command in evidence.noted("command"):
        if not re.search(r"[A-Za-z]", command):
            reason = f"`{command}` is no command"
            return Judged(outcome=Outcome.FAILED, at=At.EXAMPLE, reason=reason)
        return Judged(outcome=Outcome.MISSING, reason=f"the command {command} is not on this machine")
    hosts = [*evidence.noted("refused"), *evidence.refused_hosts]
    if hosts and evidence.ended.code:
        return Judged(
            outcome=Outcome.MISSING, reason=f"it needs {hosts[0]}, which is not contacted from an example"
        )
    return None


def _ended(evidence: Evidence, spec: Spec, versions: Versions) -> Judged:
    assert evidence.block.runtime is not None
    if evidence.ended.code == 0 and not evidence.exception and not evidence.noted("failed"):
        unexpected = [entry for entry in evidence.refusals if not _expected(entry, evidence.text)]
        return refusal(unexpected[0], evidence, spec) if unexpected else Judged(outcome=Outcome.RAN)
    return _BY_RUNTIME[evidence.block.runtime](evidence, spec, versions)


def _expected(entry: Mapping[str, object], text: str) -> bool:
    """Whether the example itself speaks of the status that it got."""
    status = entry.get("status")
    return status is not None and re.search(rf"\b{status}\b", text) is not None


def _notes(evidence: Evidence) -> list[str]:
    found = [
        f"it was answered with {entry.get('status') or entry.get('code')}, of which it speaks itself"
        for entry in evidence.refusals[:1]
    ]
    hosts = dict.fromkeys([*evidence.noted("refused"), *evidence.refused_hosts])
    found += [f"{host} was not contacted, and it ran all the same" for host in hosts]
    found += compared(evidence.block.answer, evidence.ended.output)
    if evidence.block.cut:
        found.append(f"its {evidence.block.cut} is not shown in this source; what is shown ran")
    found += [f"{name} was left as it is" for name in evidence.left]
    return found
