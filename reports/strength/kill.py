"""`strength.json` as frozen values: faults, and what caught them."""

from __future__ import annotations

import functools
import json
import math
import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from importlib.resources import files
from typing import Any

WRITTEN, GENERATED = KINDS = ("written", "generated")


class StrengthError(Exception):
    """A document is no `strength.json`; the message says where and why."""


class Outcome(StrEnum):
    """What became of a fault.

    UNMET survived as well: no request of a check that binds would have made it show. Of what is UNJUDGED nothing is
    known.
    """

    CAUGHT = "caught"
    SURVIVED = "survived"
    UNMET = "unmet"
    UNJUDGED = "unjudged"


class Mark(StrEnum):
    """What a fault and a requirement have to do with each other, as one small mark of the page shows it."""

    OWN = "own"
    ELSEWHERE = "elsewhere"
    FALSE = "false"
    SURVIVED = "survived"
    EXPLAINED = "explained"
    UNJUDGED = "unjudged"


@dataclass(frozen=True, slots=True, kw_only=True)
class Deviation:
    """A check that deviated, after so many seconds and requests; `size` is its counterexample's, in characters."""

    requirement: str
    check: str
    message: str
    rule: str
    seconds: float
    requests: int
    size: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Control:
    """The whole catalogue against an emulator without a fault."""

    seed: int
    requests: int
    seconds: float
    judged: int
    broken: str
    deviations: tuple[Deviation, ...]

    @property
    def clean(self) -> bool:
        """Nothing deviates where nothing is wrong."""
        return not self.broken and not self.deviations


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """One fault that was tried, as `strength.schema.json` describes it."""

    name: str
    kind: str
    area: str
    summary: str
    breaks: str | None
    operations: tuple[str, ...]
    place: str
    rule: str
    outcome: Outcome
    explained: str
    caught: Deviation | None
    deviating: tuple[str, ...]
    met: tuple[str, ...] | None
    judged: int
    whole: bool
    falsely: str | None
    broken: str

    @property
    def survives(self) -> bool:
        """Nothing caught it."""
        return self.outcome in (Outcome.SURVIVED, Outcome.UNMET)

    @property
    def counts(self) -> bool:
        """It survives, and nobody said why."""
        return self.survives and not self.explained

    def mark(self, requirement: str) -> Mark | None:
        """What stands in the row of a requirement; `None` for nothing."""
        if requirement in self.deviating:
            if requirement == self.falsely:
                return Mark.FALSE
            return Mark.OWN if self.breaks in (None, requirement) else Mark.ELSEWHERE
        return self.missed if requirement == self.breaks else None

    @property
    def verdict(self) -> Mark:
        """What became of it, in one mark."""
        if self.outcome is not Outcome.CAUGHT:
            return self.missed
        if self.falsely is not None:
            return Mark.FALSE
        return Mark.OWN if self.breaks is None or self.breaks in self.deviating else Mark.ELSEWHERE

    @property
    def missed(self) -> Mark:
        """What stands where it should have been caught and was not."""
        if self.outcome is Outcome.UNJUDGED:
            return Mark.UNJUDGED
        return Mark.EXPLAINED if self.explained else Mark.SURVIVED


@dataclass(frozen=True, slots=True, kw_only=True)
class Peer:
    """One tool of the comparison.

    `areas` are tried and caught by area; `control` is what it held against a server without a fault.
    """

    tool: str
    version: str
    control: str
    tried: int
    caught: int
    median_seconds: float | None
    areas: Mapping[str, tuple[int, int]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Peers:
    """Tools against the same faulty servers, each with so many seconds a fault."""

    seconds: float
    rows: tuple[Peer, ...]
    faults: Mapping[str, Mapping[str, float | None]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Kills:
    """Everything that `strength.json` tells."""

    version: str
    spec: str
    complete: bool
    scope: str
    examples: int
    workers: int
    seconds: float
    controls: tuple[Control, ...]
    faults: Mapping[str, Fault]
    untripped: tuple[str, ...] | None
    peers: Peers | None

    def of(self, kind: str | None = None, area: str | None = None) -> tuple[Fault, ...]:
        """The faults of a kind and an area; `None` means any."""
        return tuple(
            each for each in self.faults.values() if kind in (None, each.kind) and area in (None, each.area)
        )

    @property
    def survivors(self) -> tuple[Fault, ...]:
        """Those that nothing caught and nobody explains."""
        return tuple(each for each in self.faults.values() if each.counts)

    @property
    def explained(self) -> tuple[Fault, ...]:
        """Those that nothing caught, with a reason."""
        return tuple(each for each in self.faults.values() if each.survives and each.explained)

    @property
    def refuted(self) -> tuple[Fault, ...]:
        """Those of which it is said that nothing can catch them, and that something caught."""
        return tuple(each for each in self.faults.values() if each.caught is not None and each.explained)

    @property
    def unjudged(self) -> tuple[Fault, ...]:
        """Those of which nothing is known."""
        return tuple(each for each in self.faults.values() if each.outcome is Outcome.UNJUDGED)

    @property
    def false(self) -> tuple[Fault, ...]:
        """Those for which a requirement is blamed without reason."""
        return tuple(each for each in self.faults.values() if each.falsely is not None)

    @property
    def dirty(self) -> tuple[Control, ...]:
        """Control runs in which something deviates although nothing is wrong."""
        return tuple(each for each in self.controls if not each.clean)

    @property
    def areas(self) -> tuple[str, ...]:
        """Areas with faults, in the order in which they come first."""
        return tuple(dict.fromkeys(each.area for each in self.faults.values()))


def read(document: Mapping[str, Any]) -> Kills:
    """The values of a `strength.json`.

    Raises:
        StrengthError: it is none.
    """
    for wrong in _validator().iter_errors(document):
        place = "/".join(map(str, wrong.instance_path)) or "the whole"
        raise StrengthError(f"this is no strength.json: {place}: {wrong.message[:200]}")
    return Kills(
        **{
            **document,
            "controls": tuple(
                Control(**{**each, "deviations": tuple(Deviation(**one) for one in each["deviations"])})
                for each in document["controls"]
            ),
            "faults": {name: _fault(name, each) for name, each in document["faults"].items()},
            "untripped": None if document["untripped"] is None else tuple(document["untripped"]),
            "peers": None if document["peers"] is None else _peers(document["peers"]),
        }
    )


def percent(part: int, whole: int) -> str:
    """`98.7 %`, rounded down, so that nothing is called whole that is not; a dash of nothing."""
    return f"{math.floor(1000 * part / whole) / 10:g} %" if whole else "-"


def caught(faults: Iterable[Fault]) -> tuple[int, int]:
    """How many of how many were caught."""
    each = [fault.outcome is Outcome.CAUGHT for fault in faults]
    return sum(each), len(each)


def spread(values: Sequence[float]) -> tuple[float, float, float] | None:
    """Median, the value below which 95 of 100 lie, and the highest."""
    if not values:
        return None
    ordered = sorted(values)
    return statistics.median(ordered), ordered[math.ceil(0.95 * len(ordered)) - 1], ordered[-1]


def _fault(name: str, record: Mapping[str, Any]) -> Fault:
    return Fault(
        **{
            **record,
            "name": name,
            "operations": tuple(record["operations"]),
            "outcome": Outcome(record["outcome"]),
            "caught": None if record["caught"] is None else Deviation(**record["caught"]),
            "deviating": tuple(record["deviating"]),
            "met": None if record["met"] is None else tuple(record["met"]),
        }
    )


def _peers(record: Mapping[str, Any]) -> Peers:
    rows = (
        Peer(**{**row, "areas": {area: (n["tried"], n["caught"]) for area, n in row["areas"].items()}})
        for row in record["rows"]
    )
    return Peers(seconds=record["seconds"], rows=tuple(rows), faults=record["faults"])


@functools.cache
def _validator() -> Any:
    import jsonschema_rs

    text = files("reports.strength").joinpath("strength.schema.json").read_text(encoding="utf-8")
    return jsonschema_rs.validator_for(json.loads(text))
