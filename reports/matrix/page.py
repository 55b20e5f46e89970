"""`index.html`: the matrix as one page, which needs no network and no script to be read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from reports.matrix.exits import exit_code, meaning
from reports.matrix.model import TELLING, Cell, Mark, Matrix, Row
from reports.templates import page_template
from reports.words import counted

if TYPE_CHECKING:
    from jinja2 import Template

#: Characters of a message that a cell shows.
_WIDTH = 300
NAMES = {
    Mark.CONFORMS: "conforms",
    Mark.DEVIATES: "deviates",
    Mark.KNOWN: "known failure",
    Mark.OBSERVED: "observed",
    Mark.NOT_OFFERED: "not offered",
    Mark.UNTESTABLE: "untestable",
    Mark.DEFERRED: "deferred",
    Mark.ERROR: "error",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area of the page."""

    name: str
    rows: Sequence[Row]


def text(matrix: Matrix) -> str:
    """The text of `index.html`."""
    return _template().render(
        matrix=matrix,
        areas=list(_areas(matrix)),
        code=exit_code(matrix),
        meaning=meaning(matrix),
        counts={sdk.key: matrix.counts(sdk.key) for sdk in matrix.sdks},
        marks=NAMES,
        shown=[mark for mark in Mark if any(matrix.counts(sdk.key)[mark] for sdk in matrix.sdks)],
    )


def _areas(matrix: Matrix) -> Iterator[Area]:
    for area in dict.fromkeys(row.area for row in matrix.rows):
        yield Area(name=area, rows=[row for row in matrix.rows if row.area == area])


def _link(path: str) -> str:
    """A path relative to the page, as a link to it."""
    return quote(path, safe="/")


def _telling(cell: Cell) -> bool:
    return cell.mark in TELLING


@functools.cache
def _template() -> Template:
    return page_template(
        Path(__file__).parent, width=_WIDTH, filters={"link": _link}, counted=counted, telling=_telling
    )
