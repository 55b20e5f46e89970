"""One run of Schemathesis against a target, and its findings."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

import specs
from conformance.fuzzing.concerns import UNPROMISED, concern
from conformance.targets.exchange import Exchange
from conformance.targets.http import SPOKEN
from conformance.targets.meter import KIND_OF
from conformance.targets.target import Target
from specs import Operation

_SCHEMA = Path(specs.__file__).parent / "openapi.yaml"
#: Methods that are tried where no document has them; none that could harm what is there.
_METHODS = ("put", "patch")
#: Of the examples of a run so many go to one operation: there are several phases, and other checks beside them.
_SHARE = 4
#: What the codes begin with that are about an answer by itself.
_ANSWERS = "ST1"
#: What was generated stands in the message after this.
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Finding:
    """Something that Schemathesis found, and the requirement that it concerns; `exchanges` lead to it."""

    requirement: str
    code: str
    operation: str
    message: str
    exchanges: tuple[Exchange, ...]


@dataclass(frozen=True, slots=True)
class Findings:
    """What a run found, and how many answers it has seen. `unsent` says why requests were held back."""

    found: tuple[Finding, ...]
    answers: int
    unsent: tuple[str, ...]

    def of(self, requirement: str) -> list[Finding]:
        """Those that concern a requirement, the shortest way to it first."""
        return sorted((f for f in self.found if f.requirement == requirement), key=lambda f: len(f.exchanges))


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
    """
    os.environ.pop("SCHEMATHESIS_HOOKS", None)
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    from conformance.fuzzing import hooks
    from conformance.fuzzing.carrying import Carrier

    hooks.cleaning = False
    transport = target.transport
    hooks.second_key = transport.keys.get("second", "")
    share = max(1, examples // _SHARE)
    config = SchemathesisConfig.from_dict(
        {
            "seed": seed,
            "base-url": target.profile.base_url,
            "headers": {"Authorization": f"Bearer {transport.keys['first']}"},
            "request-timeout": target.profile.timing.timeout,
            "generation": {"max-examples": share, "database": "none"},
            "phases": {
                "examples": {"enabled": True},
                "coverage": {"enabled": True, "unexpected-methods": list(_METHODS)},
                "fuzzing": {"enabled": bool(examples)},
                "stateful": {"enabled": bool(examples), "generation": {"max-examples": max(1, examples)}},
            },
            "output": {"sanitization": {"enabled": False}},
        }
    )
    schema = schemathesis.openapi.from_path(_SCHEMA, config=config)
    if unwanted := left_out(target, lean=lean):
        schema = cast("Any", schema.exclude(operation_id=unwanted))
    carrier = Carrier(transport)
    found: list[Finding] = []
    answers = 0
    troubles: list[str] = []
    # Their verdicts are about the traffic of the other checks: what is found here is reported here.
    watchers, transport.watchers = transport.watchers, []
    try:
        with _carried_by(carrier):
            for event in from_schema(schema).execute():
                if isinstance(event, events.NonFatalError):
                    troubles.append(f"{event.label}: {type(event.value).__name__}: {event.value}")
                if isinstance(event, events.ScenarioFinished):
                    answers += len(event.recorder.interactions)
                    found += _findings(event.recorder, carrier)
    finally:
        transport.watchers = watchers
    unsent = dict.fromkeys([*carrier.refused, *troubles])
    return Findings(tuple(_distinct(found)), answers, tuple(unsent))


@contextlib.contextmanager
def _carried_by(carrier: Any) -> Iterator[None]:
    """Have every session of Schemathesis send through `carrier`, those of its own probes included."""
    from schemathesis.transport.requests import SameHostRedirectsSession

    sessions: Any = SameHostRedirectsSession
    sessions.get_adapter = lambda *_, **__: carrier
    try:
        yield
    finally:
        del sessions.get_adapter


def _findings(recorder: Any, carrier: Any) -> Iterator[Finding]:
    for case_id, checks in recorder.checks.items():
        failed = [check.failure_info.failure for check in checks if check.failure_info is not None]
        # Where one of our own judges has something to say, others say the same of the same answer.
        ours = [failure for failure in failed if failure.code == "ST901"]
        for failure in failed:
            if ours and failure.code.startswith(_ANSWERS):
                continue
            operation = _operation(recorder.cases[case_id].value)
            exchanges = _exchanges(recorder, failure.case_id or case_id, carrier)
            yield Finding(
                requirement=_requirement(failure, operation, exchanges),
                code=failure.code,
                operation="" if operation is None else operation.id,
                message=_sentence(failure, operation),
                exchanges=exchanges,
            )


def _requirement(failure: Any, operation: Operation | None, exchanges: Sequence[Exchange]) -> str:
    from conformance.fuzzing.violations import broken_by
    from conformance.monitors.answers import UNREAD

    if failure.code == "ST901":
        return str(failure.title) if failure.title in specs.load().requirements else UNPROMISED
    if failure.code in _SHAPES and exchanges and exchanges[-1].status in UNREAD:
        return UNPROMISED
    if failure.code == "ST201":
        return broken_by(operation, exchanges[-1]) if operation is not None and exchanges else UNPROMISED
    if failure.code == "ST401":
        # With which status a key is refused has requirements of its own, and several readings.
        if not exchanges or (exchanges[-1].status or 0) // 100 != 2:
            return UNPROMISED
        required = concern(failure.code, operation)
        return _WRONG_KEY.get(required, required) if exchanges[-1].identity == "wrong" else required
    return concern(failure.code, operation)


#: What an answer looks like. No source says how a request is refused that was never understood.
_SHAPES = frozenset({"ST104", "ST105", "ST106", "ST108", "ST109", "ST110"})
#: The same promise, of a key that was never issued.
_WRONG_KEY = {
    "access.key.required": "access.key.wrong",
    "access.voice.key": "access.voice.wrong-key",
    "transcription.key.missing": "transcription.key.unknown",
}


def _operation(case: Any) -> Operation | None:
    return specs.load().operations.get(case.operation.definition.raw.get("operationId", ""))


def _exchanges(recorder: Any, case_id: str, carrier: Any) -> tuple[Exchange, ...]:
    """The case, after those that it follows from."""
    chain: list[str] = []
    at: str | None = case_id
    while at is not None and at not in chain:
        chain.append(at)
        node = recorder.cases.get(at)
        at = None if node is None else node.parent_id
    return tuple(carrier.exchanges[each] for each in reversed(chain) if each in carrier.exchanges)


def _sentence(failure: Any, operation: Operation | None) -> str:
    name = "" if operation is None else f"{operation.id}: "
    words = " ".join(failure.message.split())
    if failure.code == "ST901":
        return words[:_SHOWN]
    return f"{name}{failure.title}: {words}"[:_SHOWN]


def _distinct(found: Sequence[Finding]) -> Iterator[Finding]:
    """Of findings alike the one with the fewest exchanges."""
    kept: dict[tuple[str, str, str], Finding] = {}
    for finding in found:
        key = finding.requirement, finding.code, finding.operation
        if key not in kept or len(finding.exchanges) < len(kept[key].exchanges):
            kept[key] = finding
    yield from kept.values()
