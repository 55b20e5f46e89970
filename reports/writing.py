"""Writes all the files of a report."""

from __future__ import annotations

from pathlib import Path

from reports import json_verdicts, junit, markdown
from reports.files import write
from reports.known_failures import NONE, Known
from reports.reproducers.folder import write_reproducers
from reports.verdicts import Run
from specs.model import Spec


def write_all(
    run: Run,
    directory: Path,
    known: Known = NONE,
    *,
    spec: Spec | None = None,
    strict: bool = False,
    allow_incomplete: bool = False,
) -> tuple[Path, ...]:
    """Write `verdicts.json`, `summary.md`, `junit.xml` and `failures/` into `directory`; return the files.

    The folder is made when it is missing. `spec` is by default the one that ships with the package.

    Raises:
        OSError: a file cannot be written.
    """
    if spec is None:
        import specs

        spec = specs.load()
    directory.mkdir(parents=True, exist_ok=True)
    summary = markdown.text(run, known, strict=strict, allow_incomplete=allow_incomplete)
    return (
        write(directory / "verdicts.json", json_verdicts.text(run, known)),
        write(directory / "summary.md", summary),
        write(directory / "junit.xml", junit.text(run, known)),
        *write_reproducers(run, directory, spec),
    )
