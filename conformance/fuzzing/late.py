"""What became of videos whose requests break a rule: the docs let a server find that out while it makes them."""

from __future__ import annotations

import json

import specs
from conformance.client import DONE
from conformance.monitors.surfaces import VIDEOS
from conformance.outcomes import NoVerdict
from conformance.targets.exchange import Exchange
from conformance.targets.target import Target

_FIELD = "request_id"


def is_judged_later(requirement: str) -> bool:
    """Whether `requirement` says that something gives no video, and not that it is refused at once."""
    return specs.load().requirements[requirement].area == VIDEOS


def came_to_nothing(target: Target, started: Exchange) -> bool:
    """Whether the video of the accepted request `started` is not made in the end, or not in the time that it has."""
    try:
        answer = json.loads(started.response_body or b"")
    except (ValueError, RecursionError):
        return False
    request_id = answer.get(_FIELD) if isinstance(answer, dict) else None
    if not isinstance(request_id, str):
        return False
    try:
        end = target.rest.as_(started.identity).videos.finished(request_id)
    except NoVerdict:
        return True
    return not end.accepted or end["status"] != DONE
