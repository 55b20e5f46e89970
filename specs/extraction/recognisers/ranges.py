"""Ranges: between X and Y, from X to Y, X up to Y."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Page
from specs.extraction.quantities import pattern, quantity, unit_word
from specs.extraction.recognisers.findings import Finding, Piece, named_before, pieces, subject, words_before
from specs.extraction.words import slug

_LOW, _HIGH = pattern("low"), pattern("high")
_PATTERNS = tuple(
    re.compile(text, re.IGNORECASE)
    for text in (
        rf"(?:(?:must|may|can|should) be )?\bbetween {_LOW} and {_HIGH}",
        rf"(?:(?:must|may|can|should) be )?\bfrom {_LOW} (?:up )?to {_HIGH}",
        rf"{_LOW} (?:up to|to|\u2013) {_HIGH}",
    )
)


def find(page: Page) -> Iterator[Finding]:
    """A fact `range` for each, its value `[low, high]` in seconds, bytes, characters or plain numbers."""
    for piece in pieces(page):
        for match in matches(piece.text):
            yield _finding(piece, match)


def matches(text: str) -> list[re.Match[str]]:
    """The ranges in `text`, none within another."""
    found: list[re.Match[str]] = []
    for expression in _PATTERNS:
        for match in expression.finditer(text):
            if all(match.end() <= other.start() or other.end() <= match.start() for other in found):
                found.append(match)
    return sorted(found, key=lambda match: match.start())


def _finding(piece: Piece, match: re.Match[str]) -> Finding:
    low = quantity(match, "low", default_unit=unit_word(match, "high"))
    high = quantity(match, "high", default_unit=unit_word(match, "low"))
    name = piece.field or named_before(piece.text, match.start())
    what = slug(name) or subject(words_before(piece.text, match.start(), 2)) or "value"
    doubts = [text for text in (low.doubt, high.doubt) if text]
    if low.value > high.value:
        doubts.append(f"the lower end {low.value} lies above the upper end {high.value}")
    return Finding(
        kind="range",
        subject=f"{what}-range",
        value=[low.value, high.value],
        unit=low.unit or high.unit,
        line=piece.line,
        heading=piece.heading,
        basis=piece.text,
        doubt="; ".join(doubts),
    )
