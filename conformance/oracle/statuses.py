"""Judging statuses: what counts as accepted, and as refused for a rule, is the spec's to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from conformance.targets.call import Answer


def accepted(answer: Answer) -> bool:
    """Whether the operation succeeded."""
    return bool(answer.accepted)


def not_served(answer: Answer) -> bool:
    """Whether nothing was served; the docs name no status for it."""
    return not answer.accepted


def any_refusal(answer: Answer) -> bool:
    """Whether the answer is a refusal of any kind."""
    return answer.is_refusal


def refused(rules: Iterable[str]) -> Callable[[Answer], bool]:
    """Whether the input was refused for one of `rules`, all of which it breaks: nothing says which is first."""
    broken = tuple(rules)
    return lambda answer: any(answer.refused(rule) for rule in broken)
