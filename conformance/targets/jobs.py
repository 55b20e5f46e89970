"""How one tells from the answer to a poll whether a video's job has ended."""

from __future__ import annotations

import specs
from conformance.targets.call import Answer, Malformed

#: The documented states of a job: the first is the only one that it leaves again, the second the good end, the
#: third the bad one.
STATUSES = tuple(specs.load().limit("video-statuses"))
PENDING, DONE, FAILED, *_ = STATUSES


def is_pending(answer: Answer) -> bool:
    """Whether the answer to a poll says that the job goes on.

    Its status field says so, as the docs' own loop reads it. An answer without a documented one is pending if its
    HTTP status is the documented one for that, since its body may be empty then (vendor's OpenAPI, 202).
    """
    if not answer.accepted:
        return False
    try:
        status = answer["status"]
    except Malformed:
        status = None
    if status not in STATUSES:
        *_, pending = answer.operation.success
        return answer.status == pending
    return bool(status == PENDING)
