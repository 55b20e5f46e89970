"""The repaired twin: a refusal proves something only if the same request with the one rule kept is accepted."""

from __future__ import annotations

from conformance.checks import Untestable
from conformance.targets.call import Answer


def accepted_twin(answer: Answer) -> Answer:
    """The answer to the repaired request.

    Raises:
        Untestable: it was refused too, so a refusal of the broken one would say nothing about its rule.
    """
    if not answer.accepted:
        raise Untestable(f"the same request with the rule kept is refused, too: {answer!r}")
    return answer
