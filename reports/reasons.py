"""Requirements without a judgement, grouped by why."""

from __future__ import annotations

from collections.abc import Iterable

from reports.verdicts import RequirementVerdict
from reports.words import one_line


def by_reason(found: Iterable[RequirementVerdict]) -> dict[str, list[RequirementVerdict]]:
    """`found` by the message of each, on one line; the reason with the most requirements first."""
    groups: dict[str, list[RequirementVerdict]] = {}
    for item in found:
        groups.setdefault(one_line(item.message) or "no reason given", []).append(item)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))
