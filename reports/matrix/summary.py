"""`summary.md`: the matrix, short enough for the summary of a CI job."""

from __future__ import annotations

from collections.abc import Iterator

from reports.markdown import code, escaped
from reports.matrix.exits import meaning
from reports.matrix.model import TELLING, Mark, Matrix, Row
from reports.words import counted, one_line

#: Rows of the table, and characters of a message: a job summary holds a mebibyte.
_SHOWN, _WIDTH = 150, 400
SIGNS = {
    Mark.CONFORMS: "✅",
    Mark.DEVIATES: "❌",
    Mark.KNOWN: "☑️ known",
    Mark.OBSERVED: "👁",
    Mark.NOT_OFFERED: "not offered",
    Mark.UNTESTABLE: "untestable",
    Mark.DEFERRED: "deferred",
    Mark.ERROR: "error",
}


def text(matrix: Matrix) -> str:
    """The text of `summary.md`."""
    blocks = [
        "# Conformance of SDKs",
        f"**{escaped(meaning(matrix))}**",
        "\n".join(_totals(matrix)),
        *(
            f"⛔ {escaped(sdk.key)} was not judged: {escaped(sdk.problem)}"
            for sdk in matrix.sdks
            if sdk.problem
        ),
        *_table(matrix),
        *_messages(matrix),
        _origin(matrix),
    ]
    return "\n\n".join(blocks) + "\n"


def _origin(matrix: Matrix) -> str:
    parts = [
        f"spec {code(matrix.spec)}",
        f"seed {matrix.seed}",
        f"{counted(matrix.examples, 'random example')} a check",
        f"{matrix.seconds:.1f} s",
        f"xai-conformance {escaped(matrix.version)}",
    ]
    return f"<sub>{' · '.join(parts)}</sub>"


def _totals(matrix: Matrix) -> Iterator[str]:
    yield "| SDK | " + " | ".join(mark.value.replace("-", " ") for mark in Mark) + " | exit |"
    yield "|:--|" + "--:|" * (len(Mark) + 1)
    for sdk in matrix.sdks:
        counts = matrix.counts(sdk.key)
        cells = " | ".join(str(counts[mark] or "") for mark in Mark)
        yield f"| {escaped(sdk.key)} | {cells} | {sdk.exit} |"


def _table(matrix: Matrix) -> Iterator[str]:
    rows = matrix.telling
    if not rows:
        return
    yield "## What deviates"
    heads = " | ".join(escaped(sdk.key) for sdk in matrix.sdks)
    lines = [f"| Level | Requirement | {heads} |", "|:--|:--|" + ":--|" * len(matrix.sdks)]
    lines += [_line(row, matrix) for row in rows[:_SHOWN]]
    yield "\n".join(lines)
    if len(rows) > _SHOWN:
        yield f"And {len(rows) - _SHOWN} more: see `matrix.json`."


def _line(row: Row, matrix: Matrix) -> str:
    cells = " | ".join(SIGNS[row.cells[sdk.key].mark] if sdk.key in row.cells else "" for sdk in matrix.sdks)
    return f"| {row.level} | {code(row.id)} | {cells} |"


def _messages(matrix: Matrix) -> Iterator[str]:
    for row in matrix.telling[:_SHOWN]:
        lines = [
            f"<details><summary>{row.level} <code>{escaped(row.id)}</code></summary>",
            "",
            escaped(row.claim),
            "",
        ]
        for key, cell in row.cells.items():
            if cell.mark in TELLING:
                where = f" ({code(cell.evidence)})" if cell.evidence else ""
                lines.append(f"- {escaped(key)}: {escaped(one_line(cell.message, _WIDTH))}{where}")
        yield "\n".join([*lines, "", "</details>"])
