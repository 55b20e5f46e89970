"""Recorded generations: what they stored, and how often a video was asked for until it was done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reports.events import Exchange

#: Operations that make images at once, that start a video, and that ask for one.
IMAGES = frozenset({"generateImage", "editImage"})
GENERATIONS = IMAGES | {"generateVideo", "editVideo", "extendVideo"}
GET_VIDEO = "getVideo"
_PENDING = "pending"
_ACCEPTED = 202


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to send again. `polls` says that it is to be repeated until a video is no longer pending."""

    exchange: Exchange
    polls: bool


def asked(exchanges: Sequence[Exchange]) -> list[Asked]:
    """`exchanges`, in which questions for one video that is pending at first and then no longer are a single one.

    How often a video has to be asked for is a matter of time, and of nothing that could come again. Where the last
    answer to a question is that it is pending, every one stays as it was.
    """
    found: list[Asked] = []
    place = 0
    while place < len(exchanges):
        exchange = exchanges[place]
        end = place
        while end + 1 < len(exchanges) and _pending(exchanges[end]) and _same(exchange, exchanges[end + 1]):
            end += 1
        last = exchanges[end]
        if end > place and _pending(last):
            found += [Asked(each, polls=False) for each in exchanges[place : end + 1]]
        else:
            found.append(Asked(last, polls=end > place or _finished(last)))
        place = end + 1
    return found


def stores(exchange: Exchange) -> bool:
    """Whether it asks for something that is kept as a file."""
    body = exchange.request_body
    text = body.text if body is not None and exchange.operation in GENERATIONS else None
    return text is not None and '"storage_options"' in text


def _same(one: Exchange, other: Exchange) -> bool:
    return (one.operation, one.method, one.url, one.identity) == (
        other.operation, other.method, other.url, other.identity,
    )  # fmt: skip


def _pending(exchange: Exchange) -> bool:
    if not _is_answered(exchange):
        return False
    body = exchange.response_body
    if body is None or body.size == 0:
        return exchange.status == _ACCEPTED
    try:
        document = json.loads(body.text or "")
    except (ValueError, RecursionError):
        return False
    return isinstance(document, dict) and document.get("status") == _PENDING


def _finished(exchange: Exchange) -> bool:
    return _is_answered(exchange) and not _pending(exchange)


def _is_answered(exchange: Exchange) -> bool:
    return exchange.operation == GET_VIDEO and exchange.status is not None and 200 <= exchange.status < 300
