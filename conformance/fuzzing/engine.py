"""One run of Schemathesis against a target."""

from __future__ import annotations

from conformance.fuzzing.carrying import Carrier
from conformance.fuzzing.findings import Finding, Findings, Finds
from conformance.fuzzing.messages import Job, Trouble
from conformance.fuzzing.process import EngineProcess
from conformance.targets.http import SPOKEN
from conformance.targets.meter import KIND_OF
from conformance.targets.target import Target

__all__ = ["Finding", "Findings", "explore", "left_out"]


def left_out(target: Target, *, lean: bool) -> list[str]:
    """The operations that this run may not ask for: they cost something, or nobody gave leave."""
    names: set[str] = set()
    generating = {*KIND_OF, *SPOKEN}
    if lean:
        names |= generating
    if "generation" not in target.capabilities:
        names |= set(KIND_OF)
    if "custom-voices" not in target.capabilities:
        names.add("createCustomVoice")
    return sorted(names)


def explore(target: Target, *, seed: int, examples: int, lean: bool = False) -> Findings:
    """Run every phase over every operation, and give what was found.

    `examples` is what the run as a whole is asked for; with 0 nothing is drawn at random.

    Raises:
        EngineError: Schemathesis broke down.
    """
    transport = target.transport
    job = Job(
        base_url=target.profile.base_url or "",
        key=transport.keys["first"],
        second_key=transport.keys.get("second", ""),
        timeout=target.profile.timing.timeout,
        seed=seed,
        examples=examples,
        left_out=tuple(left_out(target, lean=lean)),
    )
    carrier = Carrier(transport)
    finds = Finds()
    answers = 0
    troubles: dict[str, None] = {}
    # Their verdicts are about the traffic of the other checks: what is found here is reported here.
    watchers, transport.watchers = transport.watchers, []
    try:
        with EngineProcess(job) as engine:
            for told in engine.told(carrier.answer):
                if isinstance(told, Trouble):
                    troubles[told.sentence] = None
                    continue
                answers += told.answers
                for failed in told.failures:
                    finds.add(failed, carrier.led(failed.cases))
                carrier.forget(told.cases)
    finally:
        transport.watchers = watchers
    return Findings(finds.all(), answers, (*carrier.refused, *troubles))
