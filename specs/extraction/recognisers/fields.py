"""Fields: the rows of tables that describe a request's or an answer's fields."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from specs.extraction.pages import Page, Row, Table
from specs.extraction.recognisers.findings import Finding
from specs.extraction.words import slug

_NAMES = {"field", "parameter", "name", "property", "attribute", "argument", "option"}
_TYPES = ("string", "integer", "number", "boolean", "object", "array", "file", "null")
_YES = {"yes", "true", "required", "always", "\u2713", "\u2705"}


def find(page: Page) -> Iterator[Finding]:
    """A fact `field` for each row; its value has `types`, `required`, `always`, as far as columns say."""
    for table in page.blocks:
        if isinstance(table, Table) and table.header and table.header[0].lower() in _NAMES:
            for row in table.rows:
                yield _finding(table, row)


def _finding(table: Table, row: Row) -> Finding:
    value: dict[str, Any] = {}
    for column, cell in zip(table.header, row.cells, strict=False):
        plain = re.sub(r"[`*]", "", cell).lower()
        match column.lower():
            case "type":
                value["types"] = [name for name in _TYPES if re.search(rf"\b{name}\b", plain)]
                if "required" in plain or "optional" in plain:
                    value["required"] = "required" in plain
            case "required" | "required?":
                value["required"] = plain in _YES
            case "always present" | "always":
                value["always"] = plain in _YES
            case _:
                pass
    name = row.cells[0].replace("`", "")
    return Finding(
        kind="field",
        subject=slug(name),
        value={"name": name, **value},
        unit=None,
        line=row.line,
        heading=table.heading,
        basis=" | ".join(row.cells),
    )
