"""Statements: sentences that promise or forbid something, known by the words that do so.

In a section on limitations every sentence is one. What a sentence says in numbers or in a list is another
recogniser's: it is taken out first, and only what remains is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Page
from specs.extraction.recognisers import enums, limits, ranges
from specs.extraction.recognisers.findings import Finding, Piece, pieces, subject

# The strongest first: an id is made of the words from the strongest one on.
_SIGNALS = (
    "must not", "mustn't", "must", "cannot", "can't", "can only", "never", "always", "requires", "required",
    "rejected", "returns the same", "returns the existing", "inherits", "inherit", "auto-revokes",
    "auto-deletes", "revoked", "revokes", "updated in place", "idempotent", "invalidates", "invalidate",
    "clears", "disappear", "doesn't", "does not", "won't", "will not", "untouched", "unaffected",
    "are populated", "is populated", "stays", "remains", "returns", "independent", "unique", "anyone", "only",
    "immediately", "automatically", "permanently", "explicitly", "by default",
)  # fmt: skip
_SIGNAL = re.compile(
    rf"\b(?:{'|'.join(re.escape(s) for s in sorted(_SIGNALS, key=len, reverse=True))})\b", re.IGNORECASE
)
_DECLARED = {"limitations", "limits", "restrictions", "constraints"}
_POINTERS = {"related", "next steps", "see also", "further reading"}
_PARENTHESIS = re.compile(r"\([^()]*\)")
_ENOUGH_WORDS = 4
_LONGEST_LEAD = 12


def find(page: Page) -> Iterator[Finding]:
    """A fact `statement` for each sentence, its value the sorted words that make it one."""
    listed = enums.introduced(page)
    for piece in pieces(page):
        if piece.line not in listed and piece.heading.lower() not in _POINTERS:
            yield from _statement(piece)


def _statement(piece: Piece) -> Iterator[Finding]:
    rest = _rest(piece.text)
    signals = sorted({match[0].lower() for match in _SIGNAL.finditer(rest)})
    declared = piece.heading.lower() in _DECLARED and len(rest.split()) >= _ENOUGH_WORDS
    if signals or declared:
        yield Finding(
            kind="statement",
            subject=_subject(piece, rest),
            value=signals,
            unit=None,
            line=piece.line,
            heading=piece.heading,
            basis=piece.text,
        )


def _rest(text: str) -> str:
    """`text` without its ranges and limits, and without what it says in parentheses."""
    spans = [*(match.span() for match in ranges.matches(text)), *limits.spans(text)]
    for start, end in sorted(spans, reverse=True):
        text = f"{text[:start]} {text[end:]}"
    return _PARENTHESIS.sub(" ", text)


def _subject(piece: Piece, rest: str) -> str:
    if piece.lead and rest.strip().startswith(piece.lead):
        return subject(piece.lead, longest=_LONGEST_LEAD)
    matches = sorted(_SIGNAL.finditer(rest), key=lambda match: _SIGNALS.index(match[0].lower()))
    if not matches:
        return subject(" ".join(rest.split()[:5])) or "statement"
    words = rest[matches[0].start() :].split()
    if len(words) < _ENOUGH_WORDS - 1:  # the signal ends the sentence: what stands before it says more
        words = rest[: matches[0].end()].split()[-_ENOUGH_WORDS:]
    return subject(" ".join(words[:5])) or "statement"
