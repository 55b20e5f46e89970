"""Monitors of answers about images and videos: refusals that give nothing, and the word on retention.

Each has two requirements, one a surface, and is asked for its verdict by a check of that surface's
`test_answers.py`, marked `last`.
"""

from __future__ import annotations

import json
from typing import Any

from conformance.monitors.monitor import Monitor
from conformance.monitors.surfaces import IMAGES, VIDEOS, surface
from conformance.targets.exchange import Exchange
from conformance.targets.target import KEY_VARIABLES
from specs import Operation

_RETENTION = "x-zero-data-retention"


class RefusalEmpty(Monitor):
    """A refusal carries no result: nothing that is there only where something was made."""

    surface = IMAGES
    requirement = "images.answers.refusal-empty"
    #: What a result is called. What is null or empty is none.
    results: tuple[str, ...] = ("data", "file_output")

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        return surface(operation) == self.surface and (exchange.status or 0) >= 400

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        """What is wrong with one."""
        body = _object(exchange)
        for name in self.results:
            if body.get(name):
                return f"{operation.id} refused with {exchange.status}, and answered with {name} all the same"
        return None


class RefusalEmptyOfVideos(RefusalEmpty):
    """The same for videos; there the id of a job is a result."""

    surface = VIDEOS
    requirement = "videos.answers.refusal-empty"
    results = ("request_id", "video", "file_output")


class RetentionHeader(Monitor):
    """Every answer to somebody who has a key says whether data is retained, in a header."""

    surface = IMAGES
    requirement = "images.answers.retention-header"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        # Whose data would be retained is not known of a caller without a valid key.
        return surface(operation) == self.surface and exchange.identity in KEY_VARIABLES

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        """What is wrong with one."""
        value = exchange.response_headers.get(_RETENTION)
        if value is None:
            return f"{operation.id} answered {exchange.status} without {_RETENTION}"
        if value.strip().lower() in ("true", "false"):
            return None
        return f"{operation.id} answered {exchange.status} with {_RETENTION}: {value[:80]}"


class RetentionHeaderOfVideos(RetentionHeader):
    """The same for videos."""

    surface = VIDEOS
    requirement = "videos.answers.retention-header"


def _object(exchange: Exchange) -> dict[str, Any]:
    try:
        body = json.loads(exchange.response_body or b"")
    except (ValueError, RecursionError):
        return {}
    return body if isinstance(body, dict) else {}
