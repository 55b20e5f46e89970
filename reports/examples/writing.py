"""Writing the files about the docs' examples."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reports.examples import page, summary
from reports.examples.outcomes import read
from reports.files import write


def write_all(
    document: Mapping[str, Any], directory: Path, *, allow_incomplete: bool = False
) -> tuple[Path, ...]:
    """Write `examples.json`, `index.html` and `summary.md` into `directory`; return the files.

    Raises:
        OSError: a file cannot be written.
        ExamplesError: the document does not fit `examples.schema.json`.
    """
    examples = read(document)
    directory.mkdir(parents=True, exist_ok=True)
    return (
        write(directory / "examples.json", json.dumps(document, indent=1) + "\n"),
        write(directory / "index.html", page.text(examples, allow_incomplete=allow_incomplete)),
        write(directory / "summary.md", summary.text(examples, allow_incomplete=allow_incomplete)),
    )
