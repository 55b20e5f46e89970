"""Requirements without a judgement, grouped by why."""

from __future__ import annotations

from collections.abc import Iterable

from reports.verdicts import RequirementVerdict
from reports.words import counted, one_line

_SHOWN = 6


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


def because(reason: str, count: int) -> str:
    """A reason of `by_reason` with the number of requirements, as a phrase."""
    if reason.startswith("needs "):
        rest = reason.removeprefix("needs ")
        return f"1 requirement needs {rest}" if count == 1 else f"{count} requirements need {rest}"
    return f"{counted(count, 'requirement')}: {reason}"


def some(ids: Iterable[str]) -> str:
    """The first few, and how many more there are."""
    shown = list(ids)
    more = f" and {len(shown) - _SHOWN} more" if len(shown) > _SHOWN else ""
    return ", ".join(shown[:_SHOWN]) + more
