"""Requirements without a judgement, grouped by why."""

from __future__ import annotations

from collections.abc import Iterable

from reports.verdicts import RequirementVerdict
from reports.words import one_line


def by_reason(found: Iterable[RequirementVerdict]) -> dict[str, list[RequirementVerdict]]:
    """`found` by the message of each, on one line; the reason with the most requirements first.

    A reason that names the requirement that is not kept, in parentheses, is the same whatever follows it: the
    answer that showed it, which differs from check to check. The first one stands for all.
    """
    groups: dict[str, list[RequirementVerdict]] = {}
    shown: dict[str, str] = {}
    for item in found:
        message = one_line(item.message) or "no reason given"
        reason, _, _ = message.partition("): ")
        groups.setdefault(shown.setdefault(reason, message), []).append(item)
    return dict(sorted(groups.items(), key=lambda group: -len(group[1])))
