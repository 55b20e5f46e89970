"""Statuses: rows of status tables, and prose that says which status is returned."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Page, Table
from specs.extraction.recognisers.findings import Finding, pieces, subject, words_before
from specs.extraction.words import slug

_CELL = re.compile(r"`?([1-5]\d\d)`?(?: .*)?")
_PROSE = re.compile(
    r"\b(?P<verb>returns?|returned|respon(?:d|ds|ded) with|answer(?:s|ed)? with|fails? with|rejected with)"
    r" (?:an? )?(?:HTTP )?(?:status )?(?:code )?`?(?P<status>[1-5]\d\d)\b`?",
    re.IGNORECASE,
)


def find(page: Page) -> Iterator[Finding]:
    """A fact `status` for each, its value the number; a row is known by the name in its second cell."""
    for table in page.blocks:
        if not isinstance(table, Table):
            continue
        for row in table.rows:
            match = _CELL.fullmatch(row.cells[0]) if len(row.cells) > 1 else None
            if match:
                yield Finding(
                    kind="status",
                    subject=slug(row.cells[1]) or "status",
                    value=int(match[1]),
                    unit=None,
                    line=row.line,
                    heading=table.heading,
                    basis=" | ".join(row.cells),
                )
    for piece in pieces(page):
        for match in _PROSE.finditer(piece.text):
            who = subject(words_before(piece.text, match.start(), 2))
            yield Finding(
                kind="status",
                subject="-".join(part for part in (who, "status") if part),
                value=int(match["status"]),
                unit=None,
                line=piece.line,
                heading=piece.heading,
                basis=piece.text,
            )
