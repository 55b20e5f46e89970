"""Limits: up to N, at most N, maximum … N, under N."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Page
from specs.extraction.quantities import pattern, quantity
from specs.extraction.recognisers import ranges
from specs.extraction.recognisers.findings import Finding, Piece, pieces, subject, words_before

_Q = pattern("limit")
_COUNTED = re.compile(
    rf"\b(?:up to|at most|not? more than|under|(?:larger|longer|bigger) than|limited to) {_Q}",
    re.IGNORECASE,
)
_MAXIMUM = re.compile(
    rf"\b(?P<what>max(?:imum)?\b(?: [\w-]+){{0,5}}?)(?:: | of | is | )(?:up to )?{_Q}", re.IGNORECASE
)
_AFTER = re.compile(r"[^.,;:()\u2014]*")


def find(page: Page) -> Iterator[Finding]:
    """A fact `limit` for each, its value one number in seconds, bytes, characters or plain."""
    for piece in pieces(page):
        for match in matches(piece.text):
            yield _finding(piece, match)


def matches(text: str) -> list[re.Match[str]]:
    """The limits in `text` that are no end of a range."""
    taken = [match.span() for match in ranges.matches(text)]
    found: list[re.Match[str]] = []
    for expression in (_MAXIMUM, _COUNTED):
        for match in expression.finditer(text):
            if all(match.end() <= start or end <= match.start() for start, end in taken):
                found.append(match)
                taken.append(match.span())
    return sorted(found, key=lambda match: match.start())


def spans(text: str) -> list[tuple[int, int]]:
    """From where to where `text` speaks of its limits, each with what it counts."""
    ends = ((match, _AFTER.match(text, match.end())) for match in matches(text))
    return [(match.start(), after.end() if after else match.end()) for match, after in ends]


def _finding(piece: Piece, match: re.Match[str]) -> Finding:
    limit = quantity(match, "limit")
    if "what" in match.groupdict():
        what = subject(match["what"])
    else:
        phrase = _AFTER.match(piece.text, match.end())
        what = subject(phrase[0] if phrase else "")
        what = what or subject(words_before(piece.text, match.start(), 3))
        what = what or subject(" ".join(piece.text[: match.start()].split()[-3:])) or "limit"
    return Finding(
        kind="limit",
        subject=what,
        value=limit.value,
        unit=limit.unit,
        line=piece.line,
        heading=piece.heading,
        basis=piece.text,
        doubt=limit.doubt,
    )
