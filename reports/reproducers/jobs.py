"""Recorded generations: what they stored, and how often a video was asked for until it was done."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass

from reports.events import Exchange
from specs.model import Spec

#: Operations that generate, those of them that make images at once, and the one that asks what became of a video.
GENERATIONS = ("generateImage", "editImage", "generateVideo", "editVideo", "extendVideo")
IMAGES = GENERATIONS[:2]
#: Operations that speak or transcribe, the openings of the sockets among them.
VOICED = ("createSpeech", "openSpeech", "transcribe", "openTranscription")
GET_VIDEO = "getVideo"


@dataclass(frozen=True, slots=True)
class Asked:
    """One request to send again. `polls` says that it is to be repeated until a video is no longer pending."""

    exchange: Exchange
    polls: bool


@dataclass(frozen=True, slots=True)
class Jobs:
    """How the docs say that a video is pending: a text, or, without any of the documented `texts`, a status."""

    texts: tuple[str, ...]
    status: int

    @classmethod
    def of(cls, spec: Spec) -> Jobs:
        """The jobs of `spec`."""
        # The first text is the only one that a job leaves again; so is the last status.
        return cls(tuple(spec.limit("video-statuses")), spec.operations[GET_VIDEO].success[-1])

    def pending(self, exchange: Exchange) -> bool:
        """Whether an answer says that a video is still being made."""
        if not _is_answered(exchange):
            return False
        body = exchange.response_body
        try:
            document = json.loads((body and body.text) or "")
        except (ValueError, RecursionError):
            document = None
        text = document.get("status") if isinstance(document, dict) else None
        return text == self.texts[0] if text in self.texts else exchange.status == self.status


def asked(exchanges: Sequence[Exchange], jobs: Jobs) -> list[Asked]:
    """`exchanges`, in which questions for one video that is pending at first and then no longer are a single one.

    How often a video has to be asked for is a matter of time, and of nothing that could come again. Where the last
    answer to a question is that it is pending, every one stays as it was.
    """
    found: list[Asked] = []
    place = 0
    while place < len(exchanges):
        exchange = exchanges[place]
        end = place
        while (
            end + 1 < len(exchanges) and jobs.pending(exchanges[end]) and _same(exchange, exchanges[end + 1])
        ):
            end += 1
        last = exchanges[end]
        if end > place and jobs.pending(last):
            found += [Asked(each, polls=False) for each in exchanges[place : end + 1]]
        else:
            found.append(Asked(last, polls=end > place or (_is_answered(last) and not jobs.pending(last))))
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


def _is_answered(exchange: Exchange) -> bool:
    return exchange.operation == GET_VIDEO and exchange.status is not None and 200 <= exchange.status < 300
