"""Writing the files of a kill matrix."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from reports.files import write
from reports.strength import page, summary
from reports.strength.kill import read
from specs.model import Spec


def write_all(document: Mapping[str, Any], directory: Path, spec: Spec | None = None) -> tuple[Path, ...]:
    """Write `strength.json`, `index.html` and `summary.md` into `directory`; return the files.

    The folder is made when it is missing. `document` is what stands in `strength.json`; `spec` is by default the one
    that ships with the package.

    Raises:
        OSError: a file cannot be written.
        StrengthError: the document does not fit `strength.schema.json`.
    """
    if spec is None:
        import specs

        spec = specs.load()
    kills = read(document)
    directory.mkdir(parents=True, exist_ok=True)
    return (
        write(directory / "strength.json", json.dumps(document, indent=1) + "\n"),
        write(directory / "index.html", page.text(kills, spec)),
        write(directory / "summary.md", summary.text(kills)),
    )
