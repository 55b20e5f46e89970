"""The matrix as JSON: `strength.json`, which `reports` reads (`reports/strength/strength.schema.json`)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from importlib.metadata import version
from typing import Any

import specs
from conformance.strength.job import Outcome
from conformance.strength.matrix import Entry, Matrix
from specs import Level


def record(
    found: Matrix, *, seconds: float, untripped: Sequence[str] | None, peers: Any = None
) -> dict[str, Any]:
    """Everything that is known. `untripped` is `None` where not all faults were tried."""
    return {
        "version": version("xai-conformance"),
        "spec": specs.load().digest,
        "complete": found.complete,
        "scope": found.settings.scope,
        "examples": found.settings.examples,
        "workers": found.settings.workers,
        "seconds": round(seconds, 2),
        "controls": [_control(outcome) for outcome in found.controls],
        "faults": {name: _fault(entry) for name, entry in found.entries.items()},
        "untripped": None if untripped is None else list(untripped),
        "peers": peers,
    }


def untripped(found: Matrix) -> list[str]:
    """Requirements that bind, can be judged, and are neither broken by a hand-written fault nor tripped by any.

    Those of SDKs are broken by SDKs, and not by a server.
    """
    tripped = {name for entry in found.entries.values() for name in entry.deviating}
    broken = {entry.tried.breaks for entry in found.entries.values()}
    return [
        requirement.id
        for requirement in specs.load().requirements.values()
        if requirement.level != Level.OBSERVE
        and requirement.excluded is None
        and not requirement.of_sdks
        and requirement.id not in tripped
        and requirement.id not in broken
    ]


def _control(outcome: Outcome) -> Mapping[str, Any]:
    return {
        "seed": outcome.job.seed,
        "requests": outcome.requests,
        "seconds": outcome.seconds,
        "judged": len(outcome.outcomes),
        "broken": outcome.broken,
        "deviations": [asdict(deviation) for deviation in outcome.deviations],
    }


def _fault(entry: Entry) -> Mapping[str, Any]:
    tried = entry.tried
    return {
        "kind": tried.kind,
        "area": tried.area,
        "summary": tried.summary,
        "breaks": tried.breaks,
        "operations": list(tried.operations),
        "place": tried.place,
        "rule": tried.rule,
        "outcome": _outcome(entry),
        "explained": tried.explained,
        "caught": None if entry.caught is None else asdict(entry.caught),
        "deviating": list(entry.deviating),
        "met": None if entry.met is None else list(entry.met),
        "judged": entry.judged,
        "whole": entry.whole,
        "falsely": entry.falsely,
        "broken": entry.broken,
    }


def _outcome(entry: Entry) -> str:
    if entry.caught is not None:
        return "caught"
    if entry.met == ():
        return "unmet"
    return "survived" if entry.judged and not entry.broken else "unjudged"
