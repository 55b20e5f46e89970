"""One run of Schemathesis against a target."""

from __future__ import annotations

from collections.abc import Collection, Container
from dataclasses import dataclass, field, replace

import specs
from conformance import waves
from conformance.fuzzing.carrying import Carrier
from conformance.fuzzing.concerns import UNPROMISED
from conformance.fuzzing.findings import ACCEPTED, Finding, Findings, Finds
from conformance.fuzzing.known import known
from conformance.fuzzing.late import came_to_nothing, is_judged_later
from conformance.fuzzing.messages import Answered, Asked, Failed, Job, Refused, Trouble
from conformance.fuzzing.process import EngineProcess
from conformance.monitors.surfaces import concerns
from conformance.targets.cleanup import await_jobs
from conformance.targets.exchange import Exchange
from conformance.targets.http import SPOKEN, HttpTransport
from conformance.targets.meter import KIND_OF
from conformance.targets.target import Target

__all__ = ["Finding", "Findings", "explore", "left_out"]

#: In so many parts operations are explored, where many requests may be under way; each takes a process.
_PARTS = 2


def left_out(target: Target, *, lean: bool, areas: Collection[str] = ()) -> list[str]:
    """The operations that this run may not ask for: they cost something, nobody gave leave, or `areas` lack them.

    No areas are all of them.
    """
    names = {name for name, operation in specs.load().operations.items() if not concerns(operation, areas)}
    generating = {*KIND_OF, *SPOKEN}
    if lean:
        names |= generating
    if "generation" not in target.capabilities:
        names |= set(KIND_OF)
    if "custom-voices" not in target.capabilities:
        names.add("createCustomVoice")
    return sorted(names)


def explore(
    target: Target, *, seed: int, examples: int, lean: bool = False, areas: Collection[str] = ()
) -> Findings:
    """Run every phase over every operation of `areas`, or of all if there are none, and give what was found.

    `examples` is what the run as a whole is asked for; with 0 nothing is drawn at random.

    Raises:
        EngineError: Schemathesis broke down.
    """
    transport, barred = target.transport, left_out(target, lean=lean, areas=areas)
    job = Job(
        base_url=target.profile.base_url or "",
        key=transport.keys["first"],
        second_key=transport.keys.get("second", ""),
        timeout=target.profile.timing.timeout,
        seed=seed,
        examples=examples,
        left_out=tuple(barred),
    )
    finds = Finds()
    for share in (shares := waves.each(lambda job: _explored(transport, job, barred), _shared_out(job))):
        for failed, led in share.failed:
            finds.add(failed, led)
    # Other checks may turn the clock, after which nobody is told any more what became of a video.
    found = tuple(_in_the_end(target, finding) for finding in finds.all())
    await_jobs(target)
    troubles = dict.fromkeys(sentence for share in shares for sentence in share.troubles)
    return Findings(found, sum(share.answers for share in shares), tuple(troubles))


def _in_the_end(target: Target, finding: Finding) -> Finding:
    """The finding as it is once videos have ended: what was accepted need not have had a result."""
    late = finding.code == ACCEPTED and is_judged_later(finding.requirement)
    if late and came_to_nothing(target, finding.exchanges[-1]):
        return replace(finding, requirement=UNPROMISED)
    return finding


@dataclass(slots=True)
class _Share:
    """What one process has explored: failures with the exchanges that led to them, and what went wrong otherwise."""

    failed: list[tuple[Failed, list[Exchange]]] = field(default_factory=list)
    answers: int = 0
    troubles: list[str] = field(default_factory=list)


def _shared_out(job: Job) -> list[Job]:
    """The same by several processes, where many requests may be under way: Schemathesis sends one after the other.

    It could send more, but then it makes fewer inputs: what makes them is not safe beside others of its kind.
    """
    if waves.width() == 1:
        return [job]
    lives = replace(job, by_itself=False)
    names = [name for name in specs.load().operations if name not in job.left_out]
    parts = [names[number::_PARTS] for number in range(_PARTS)]
    others = [tuple(name for name in names if name not in part) for part in parts]
    return [lives, *(replace(job, lives=False, left_out=(*job.left_out, *each)) for each in others)]


def _explored(transport: HttpTransport, job: Job, barred: Container[str]) -> _Share:
    share, carrier = _Share(), Carrier(transport)

    def carry(asked: Asked) -> Answered | Refused:
        waves.go_on()
        return carrier.answer(asked)

    job = replace(job, known=known(job, carry, f"{transport.ledger.tag}-known", barred))
    with EngineProcess(job) as engine:
        for told in engine.told(carry):
            if isinstance(told, Trouble):
                share.troubles.append(told.sentence)
                continue
            share.answers += told.answers
            share.failed += [(failed, carrier.led(failed.cases)) for failed in told.failures]
            carrier.forget(told.cases)
    share.troubles[:0] = carrier.refused
    return share
