"""What recognisers have in common: the pieces of a page that they look at, and what they find."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from specs.extraction.pages import Page, Prose, Table
from specs.extraction.quantities import without_quantities
from specs.extraction.words import sentences, slug

_STOP = {
    "a",
    "an",
    "the",
    "your",
    "is",
    "are",
    "be",
    "and",
    "or",
    "of",
    "to",
    "in",
    "with",
    "by",
    "for",
    "as",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """A fact before it has its id. `basis` is the sentence, cell or code that its digest is made from.

    `doubt` says what in the text does not fit together, or is "".
    """

    kind: str
    subject: str
    value: Any
    unit: str | None
    line: int
    heading: str
    basis: str
    doubt: str = ""


Recogniser = Callable[[Page], Iterator[Finding]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """One sentence, of prose or of a table's cell. `field` is the first cell of its row, without marks.

    `lead` is the bold text that its block begins with, if the sentence is within it, else "". `topic` is the
    block's lead in any case.
    """

    line: int
    heading: str
    text: str
    field: str
    lead: str
    topic: str


def pieces(page: Page) -> Iterator[Piece]:
    """Every sentence of the page, in order."""
    for block in page.blocks:
        if isinstance(block, Prose):
            for breaks, text in sentences(block.text):
                yield Piece(
                    line=block.line + breaks,
                    heading=block.heading,
                    text=" ".join(text.split()),
                    field="",
                    lead=block.lead if breaks == 0 and block.text.startswith(text) else "",
                    topic=block.lead,
                )
        elif isinstance(block, Table):
            yield from _cells(block)


def _cells(table: Table) -> Iterator[Piece]:
    for row in table.rows:
        field = row.cells[0].replace("`", "") if row.cells else ""
        for cell in row.cells[1:]:
            for _, text in sentences(cell):
                yield Piece(line=row.line, heading=table.heading, text=text, field=field, lead="", topic="")


def subject(text: str, *, longest: int = 6) -> str:
    """A slug of what `text` speaks of: without quantities, without small words at its ends, so many words."""
    words = slug(without_quantities(text)).split("-")
    while words and words[0] in _STOP:
        words.pop(0)
    words = words[:longest]
    while words and words[-1] in _STOP:
        words.pop()
    return "-".join(words)


def named_before(text: str, position: int) -> str:
    """The name in back quotes that stands last before `position`, or ""."""
    names = re.findall(r"`([A-Za-z][\w.\[\]-]*)`", text[:position])
    return names[-1] if names else ""


def words_before(text: str, position: int, count: int) -> str:
    """The last `count` words before `position` within the same clause."""
    clause = re.split(r"[.,;:()\u2014]", text[:position])[-1]
    return " ".join(clause.split()[-count:])
