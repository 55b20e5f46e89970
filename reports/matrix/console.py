"""What a person reads in the terminal when several SDKs were judged."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from reports.known_failures import lasting
from reports.matrix.exits import exit_code, meaning
from reports.matrix.model import TELLING, Mark, Matrix, Row
from reports.paragraphs import paragraph
from reports.words import counted, one_line
from specs.model import Level

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

STYLES = {
    Mark.CONFORMS: "green",
    Mark.DEVIATES: "bold red",
    Mark.KNOWN: "red",
    Mark.OBSERVED: "cyan",
    Mark.NOT_OFFERED: "dim",
    Mark.UNTESTABLE: "yellow",
    Mark.DEFERRED: "yellow",
    Mark.ERROR: "bold magenta",
}
_WIDTH = 300
#: Requirements that are told one by one.
_SHOWN = 80


def print_matrix(matrix: Matrix, console: Console, *, directory: Path | None = None) -> None:
    """Print the totals of each SDK, what deviates, and what the exit code means. Nothing depends on colour."""
    paragraph(console)
    _print_totals(matrix, console)
    for sdk in matrix.sdks:
        if sdk.problem is not None:
            paragraph(console)
            paragraph(console, f"{sdk.key} was not judged: {sdk.problem}", "bold red")
    _print_rows(matrix, console)
    if unequal := matrix.unequal:
        paragraph(console)
        where = "" if directory is None else "; the page lists them"
        paragraph(console, f"{counted(len(unequal), 'requirement')} only some of the SDKs offer{where}.")
    code = exit_code(matrix)
    paragraph(console)
    paragraph(console, f"Exit {code}: {meaning(matrix)}", "bold green" if code == 0 else "bold red")
    if directory is not None:
        from rich.text import Text

        console.print(Text(f"Report: {directory / 'index.html'}"), soft_wrap=True)


def _print_totals(matrix: Matrix, console: Console) -> None:
    table = _totals(matrix)
    if console.measure(table, options=console.options.update(width=1000)).maximum <= console.width:
        console.print(table)
        return
    for sdk in matrix.sdks:
        counts = matrix.counts(sdk.key)
        shown = [f"{counts[mark]} {mark.value.replace('-', ' ')}" for mark in _COLUMNS if counts[mark]]
        paragraph(console, f"{sdk.key}: {', '.join(shown) or 'nothing'}; exit {sdk.exit}")


def _totals(matrix: Matrix) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1))
    table.add_column("SDK", no_wrap=True)
    counts = {sdk.key: matrix.counts(sdk.key) for sdk in matrix.sdks}
    always = {Mark.CONFORMS, Mark.DEVIATES, Mark.NOT_OFFERED}
    shown = [mark for mark in _COLUMNS if mark in always or any(each[mark] for each in counts.values())]
    for mark in shown:
        table.add_column(mark.value.replace("-", " "), justify="right")
    table.add_column("exit", justify="right")
    for sdk in matrix.sdks:
        numbers = (str(counts[sdk.key][mark] or "·") for mark in shown)
        table.add_row(one_line(sdk.key, 40), *numbers, str(sdk.exit))
    return table


def _print_rows(matrix: Matrix, console: Console) -> None:
    rows = matrix.telling
    for level in (Level.MUST, Level.SHOULD, Level.OBSERVE):
        found = [row for row in rows if row.level is level]
        if not found:
            continue
        paragraph(console)
        note = "" if level is Level.MUST or matrix.strict else ", which fail a run only with --strict"
        paragraph(
            console,
            f"What deviates or broke: {len(found)} {level}{note}",
            "bold red" if level is Level.MUST else "bold yellow",
        )
        for row in found[:_SHOWN]:
            _print_row(row, console)
        if len(found) > _SHOWN:
            paragraph(console, f"and {len(found) - _SHOWN} more: see matrix.json", indent=2)


def _print_row(row: Row, console: Console) -> None:
    paragraph(console)
    paragraph(console, f"{row.level}  {row.id}", "bold", 2)
    paragraph(console, row.claim, "dim", 4)
    told: dict[tuple[Mark, str], list[str]] = {}
    said: dict[tuple[Mark, str], str] = {}
    for key, cell in row.cells.items():
        # What SDKs do alike is said once, whatever else they are called.
        message = one_line(cell.message.replace(key, "the SDK"), _WIDTH) if cell.mark in TELLING else ""
        alike = cell.mark, lasting(message)
        told.setdefault(alike, []).append(key)
        said.setdefault(alike, message)
    for group, keys in told.items():
        mark, message = group[0], said[group]
        style = STYLES[mark] if mark is Mark.DEVIATES else ""
        text = f"{', '.join(keys)}: {mark.value.replace('-', ' ')}{f': {message}' if message else ''}"
        paragraph(console, text, style, 4)


_COLUMNS = (
    Mark.CONFORMS,
    Mark.DEVIATES,
    Mark.KNOWN,
    Mark.OBSERVED,
    Mark.NOT_OFFERED,
    Mark.UNTESTABLE,
    Mark.DEFERRED,
    Mark.ERROR,
)
