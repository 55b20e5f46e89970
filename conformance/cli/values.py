"""What values of options may be, beyond what click knows of them."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import click

#: What tells that a command of ours has written into a folder.
_OURS = ("events.jsonl", "verdicts.json", "matrix.json", "strength.json", "examples.json", "plan.json")
#: What a report replaces, under names that others give their files, too.
_REPLACED = ("summary.md", "index.html", "junit.xml", "failures", "allure-results")


class Number(click.FloatRange):
    """A number that can be counted with: neither `nan` nor infinite."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> float:
        """The number.

        Raises:
            click.BadParameter: it is none, or out of the range.
        """
        number: float = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(f"{value} is no number that can be counted with.", param, ctx)
        return number


class Folder(click.Path):
    """The name of a folder, which need not be there yet.

    An empty one, as of a variable that is not set, is none: it would be the folder at hand.
    """

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Its path.

        Raises:
            click.BadParameter: the name is empty.
        """
        if not str(value):
            self.fail("the name of a folder is missing.", param, ctx)
        return Path(value)


class ReportFolder(Folder):
    """The folder of a report: a new or empty one, that of an earlier report, or one where nothing would be lost."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Its path.

        Raises:
            click.UsageError: no report can be written there, or it would replace what is none of ours.
        """
        path = super().convert(value, param, ctx)
        if problem := _problem(path):
            raise click.UsageError(problem, ctx)
        return path


def _problem(path: Path) -> str | None:
    try:
        found = {each.name for each in path.iterdir()}
    except FileNotFoundError:
        return None
    except NotADirectoryError:
        what = "it is a file" if path.is_file() else "Not a directory"
        return f"the report cannot be written to {path}: {what}"
    except OSError as error:
        return f"the report cannot be written to {path}: {error.strerror}"
    if not found.isdisjoint(_OURS):
        return None
    lost = next((name for name in _REPLACED if name in found), None)
    return lost and (
        f"the report cannot be written to {path}: it would replace {lost}, and no earlier report lies there"
    )
