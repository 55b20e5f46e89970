"""Telling a job of GitHub Actions what was found: annotations, and its summary."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from reports.github import Annotation

#: What a job is told: everything, what is wrong with the list of known failures, or nothing.
ALL, LIST, NONE = WANTED = ("all", "list", "none")
#: Of each kind GitHub shows ten a step; the first are the most telling.
_SHOWN = 10
#: A summary may have a mebibyte a step; what is longer is refused as a whole.
_ROOM = 1024 * 1024
_CUT = "\n\nThis was too long for a job summary; the rest is in the report.\n"


def in_actions() -> bool:
    """Whether this is a job of GitHub Actions."""
    return os.environ.get("GITHUB_ACTIONS") == "true"


def tell(annotations: Iterable[Annotation], summary: str, *, wanted: str | None) -> None:
    """Print `annotations` and append `summary` to that of the job; by default all of them, and only within one.

    A summary that cannot be written is said, and fails nothing: all that it holds is in the report, too.
    """
    if wanted == NONE or (wanted is None and not in_actions()):
        return
    told: dict[str, int] = {}
    for annotation in annotations:
        if wanted == LIST and not annotation.file:
            continue
        told[annotation.kind] = told.get(annotation.kind, 0) + 1
        if told[annotation.kind] <= _SHOWN:
            click.echo(annotation.command())
    for kind, count in told.items():
        if count > _SHOWN:
            click.echo(f"::{kind}::{count - _SHOWN} more are in the report.")
    if path := os.environ.get("GITHUB_STEP_SUMMARY"):
        _append(Path(path), summary)


def _append(path: Path, summary: str) -> None:
    data = summary.encode(errors="backslashreplace")
    try:
        room = _ROOM - (path.stat().st_size if path.exists() else 0)
        if len(data) >= room:
            kept = room - len(_CUT) - 1
            if kept < 0:
                return  # GitHub would refuse the rest of the summary with it
            data = data[:kept].decode(errors="ignore").encode() + _CUT.encode()
        with path.open("ab") as file:
            file.write(data + b"\n")
    except OSError as error:
        click.echo(f"The summary of the job cannot be written to {path}: {error.strerror}", err=True)
