"""Judging statuses: what counts as accepted, and as refused for a rule, is the spec's to say."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import specs
from conformance.targets.call import Answer

#: How a video's request says that it goes on, and that there is a video.
PENDING, DONE, *_ = specs.load().limit("video-statuses")


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


def ended_without_result(answer: Answer) -> bool:
    """Whether a video has come to an end that is none, or its request is not known (any more)."""
    if answer.is_refusal:
        return True
    status = answer["status"] if answer.accepted else None
    return isinstance(status, str) and status not in (PENDING, DONE)
