"""`verdicts.json`: the verdicts for a program. The same target, spec and seed give the same text."""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from reports.events import Verdict
from reports.known_failures import NONE, Known
from reports.verdicts import RequirementVerdict, Run


def document(run: Run, known: Known = NONE) -> dict[str, Any]:
    """The JSON of a run: target, spec, totals (requirements by verdict) and requirements, and how they came.

    What differs from run to run although the target behaves the same (times, the address of an embedded
    target) is left out; only how often a video had to be asked for, among `requests`, is a matter of time.
    """
    counts = Counter(found.verdict for found in run.requirements.values())
    return {
        "target": {
            "name": run.target.name,
            "base_url": None if run.target.embedded else run.target.base_url,
            "embedded": run.target.embedded,
        },
        **({"driver": run.driver.as_json()} if run.driver else {}),
        "spec": run.spec,
        "totals": {verdict.value: counts[verdict] for verdict in Verdict},
        "requirements": {id_: _requirement(found) for id_, found in run.requirements.items()},
        "areas": {
            area: {
                level.value: {v.value: n for v, n in verdicts.items()} for level, verdicts in levels.items()
            }
            for area, levels in run.totals.items()
        },
        "observations": {
            id_: [{"what": seen.what, "value": seen.value} for seen in found.observations]
            for id_, found in run.requirements.items()
            if found.observations
        },
        "exercised": run.exercised,
        "requests": run.usage and dict(run.usage.requests),
        "generated": run.usage and run.usage.as_json(),
        "seed": run.seed,
        "examples": run.examples,
        "lean": run.lean,
        "version": run.version,
        "interrupted": run.interrupted,
        "complete": run.complete,
        "known_failures": {"covered": sorted(known.covered), "problems": list(known.problems)},
    }


def text(run: Run, known: Known = NONE) -> str:
    """The text of `verdicts.json`."""
    return json.dumps(document(run, known), indent=2) + "\n"


def _requirement(found: RequirementVerdict) -> dict[str, Any]:
    return {
        "verdict": found.verdict.value,
        "level": found.level.value,
        "area": found.area,
        "checks": [
            {
                "check": check.check,
                "verdict": check.verdict.value,
                "message": check.message,
                "examples": check.examples,
            }
            for check in found.checks
        ],
        "message": found.message,
        **({} if found.offered else {"offered": False}),
        "counterexample": found.counterexample and found.counterexample.as_json(),
    }
