"""Folders that reports are written to, and what is said when they cannot be."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from conformance.cli.failing import fail


def made(report: Path) -> None:
    """Make the folder of a report, before anything takes long; or say why there can be none, and end."""
    if problem := attempted(report, lambda: report.mkdir(parents=True, exist_ok=True)):
        fail(problem)


def attempted(report: Path, write: Callable[[], object]) -> str | None:
    """Write into the folder of a report; the sentence that says why that failed, or `None`.

    What was found is told all the same, since it may have taken an hour.
    """
    try:
        write()
    except OSError as error:
        return f"the report cannot be written to {report}: {error.strerror}"
    return None
