"""`matrix.json` from the runs of several SDKs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from reports.driver import Driver
from reports.events import Verdict
from reports.exits import exit_code, meaning
from reports.known_failures import NONE, Known
from reports.matrix.model import Mark
from reports.reproducers.folder import folder_name
from reports.verdicts import RequirementVerdict, Run

UNUSABLE = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One SDK: its run, or the `problem` that there is none, in a sentence.

    `driver` is what is known of it, and `name` what known failures call it. `folder` is where its report lies, relative
    to that of the matrix; None where it was not written.
    """

    driver: Driver
    run: Run | None = None
    known: Known = NONE
    folder: str | None = None
    problem: str | None = None
    name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the runs have in common, and how their ends are read."""

    version: str
    spec: str
    seed: int
    examples: int
    seconds: float
    strict: bool = False
    allow_incomplete: bool = False


def document(judged: Sequence[Judged], about: About) -> dict[str, Any]:
    """The JSON of the matrix."""
    keys = _keys(judged)
    return {
        "version": about.version,
        "spec": about.spec,
        "seed": about.seed,
        "examples": about.examples,
        "seconds": round(about.seconds, 3),
        "strict": about.strict,
        "sdks": [_sdk(key, each, about) for key, each in zip(keys, judged, strict=True)],
        "requirements": _requirements(dict(zip(keys, judged, strict=True))),
    }


def _keys(judged: Sequence[Judged]) -> list[str]:
    """A key for each: its title, with a number where an earlier one has the same."""
    keys: list[str] = []
    for each in judged:
        title = each.driver.title or "unknown"
        number, key = 1, title
        while key in keys:
            number += 1
            key = f"{title} #{number}"
        keys.append(key)
    return keys


def _sdk(key: str, judged: Judged, about: About) -> dict[str, Any]:
    ends = {"strict": about.strict, "allow_incomplete": about.allow_incomplete}
    run = judged.run
    return {
        "key": key,
        **judged.driver.as_json(),
        "folder": judged.folder,
        "exit": UNUSABLE if run is None else exit_code(run, judged.known, **ends),
        "meaning": judged.problem or "" if run is None else meaning(run, judged.known, **ends),
        "problem": judged.problem,
        "seconds": 0 if run is None else round(run.seconds, 3),
    }


def _requirements(judged: Mapping[str, Judged]) -> dict[str, Any]:
    found: dict[str, dict[str, Any]] = {}
    for key, each in judged.items():
        for verdict in _verdicts(each):
            row = found.setdefault(
                verdict.id,
                {
                    "area": verdict.area,
                    "level": verdict.level.value,
                    "claim": verdict.claim,
                    "docs": verdict.location,
                    "cells": {},
                },
            )
            row["cells"][key] = _cell(verdict, each)
    return {id_: found[id_] for id_ in _ordered(judged, found)}


def _ordered(judged: Mapping[str, Judged], found: Mapping[str, Any]) -> list[str]:
    """The ids in the order of the catalogue, which each run has in a part: a run's next stands behind its last."""
    order: list[str] = []
    for each in judged.values():
        place = 0
        for verdict in _verdicts(each):
            if verdict.id in order:
                place = order.index(verdict.id) + 1
            else:
                order.insert(place, verdict.id)
                place += 1
    assert set(order) == set(found)
    return order


def _verdicts(judged: Judged) -> Iterator[RequirementVerdict]:
    if judged.run is not None:
        yield from judged.run.requirements.values()


def _cell(verdict: RequirementVerdict, judged: Judged) -> dict[str, Any]:
    deviates = verdict.verdict is Verdict.DEVIATES
    evidence = f"{judged.folder}/failures/{folder_name(verdict.id)}/" if deviates and judged.folder else None
    return {"verdict": _mark(verdict, judged.known).value, "message": verdict.message, "evidence": evidence}


def _mark(verdict: RequirementVerdict, known: Known) -> Mark:
    if verdict.verdict is Verdict.DEVIATES and verdict.id in known.covered:
        return Mark.KNOWN
    return Mark(verdict.verdict.value) if verdict.offered else Mark.NOT_OFFERED
