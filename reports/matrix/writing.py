"""Writing the files of a matrix."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reports.files import write
from reports.matrix import page, summary
from reports.matrix.model import read


def write_all(document: Mapping[str, Any], directory: Path) -> tuple[Path, ...]:
    """Write `matrix.json`, `index.html` and `summary.md` into `directory`; return the files.

    Raises:
        OSError: a file cannot be written.
        MatrixError: the document does not fit `matrix.schema.json`.
    """
    matrix = read(document)
    directory.mkdir(parents=True, exist_ok=True)
    return (
        write(directory / "matrix.json", json.dumps(document, indent=1) + "\n"),
        write(directory / "index.html", page.text(matrix)),
        write(directory / "summary.md", summary.text(matrix)),
    )
