"""What a benchmark finds: figures, and what explains them."""

from __future__ import annotations

import statistics
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

RATIO = "x"


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One number with its unit. Only ratios (unit `x`) can be compared between machines and days.

    `lowest` and `highest` are those of the rounds, where there were several; `value` is their median.
    """

    name: str
    value: float
    unit: str
    lowest: float | None = None
    highest: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What one benchmark found. `details` is JSON that explains the figures; `skipped` says why there are none."""

    figures: tuple[Figure, ...] = ()
    details: dict[str, Any] = field(default_factory=dict)
    skipped: str | None = None

    def as_json(self) -> dict[str, Any]:
        """As the results file has it."""
        return {
            "figures": [asdict(figure) for figure in self.figures],
            "details": self.details,
            "skipped": self.skipped,
        }


def figure(name: str, value: float, unit: str) -> Figure:
    """A number that was measured once."""
    return Figure(name=name, value=round(value, 4), unit=unit)


def median(name: str, values: Sequence[float], unit: str) -> Figure:
    """The median of several rounds, with the lowest and the highest."""
    return Figure(
        name=name,
        value=round(statistics.median(values), 4),
        unit=unit,
        lowest=round(min(values), 4),
        highest=round(max(values), 4),
    )
