"""Annotations of a job in GitHub Actions: what is wrong, where there is a line of a file at that line."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from reports.compare.comparison import Pairing
from reports.compare.exits import Gate
from reports.exits import failing
from reports.known_failures import Known
from reports.verdicts import RequirementVerdict, Run
from reports.words import one_line, visible
from specs.model import Level

ERROR, WARNING = "error", "warning"
_WIDTH = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotation:
    """One annotation; `line` is one of `file`, from 1."""

    kind: str
    title: str
    message: str
    file: str = ""
    line: int | None = None

    def command(self) -> str:
        """The line that a job has to print."""
        properties = {"file": self.file, "line": self.line, "title": one_line(self.title, _WIDTH)}
        given = ",".join(f"{name}={_property(str(value))}" for name, value in properties.items() if value)
        return f"::{self.kind} {given}::{_data(one_line(self.message, _WIDTH))}"


def from_known(known: Known, path: Path | None, of: str = "") -> Iterator[Annotation]:
    """What is wrong with a list of known failures, at the lines of its file `path`; `of` names what was judged."""
    for problem in known.wrong:
        yield Annotation(
            kind=ERROR,
            title=f"Known failures{f' of {of}' if of else ''} out of date",
            message=problem.sentence,
            file=path.as_posix() if path is not None else "",
            line=problem.line,
        )


def from_run(run: Run, known: Known, *, strict: bool, of: str = "") -> Iterator[Annotation]:
    """The deviations that are not known; what does not fail the run warns."""
    failed = {found.id for found in failing(run, known, strict=strict)}
    for found in run.deviations:
        if found.id not in known.covered:
            kind = ERROR if found.id in failed else WARNING
            yield Annotation(kind=kind, title=_title(found, of), message=found.message)


def unusable(of: str, problem: str) -> Annotation:
    """That an SDK could not be judged at all."""
    return Annotation(kind=ERROR, title=f"{of} was not judged", message=problem)


def from_comparison(pairing: Pairing, gate: Gate) -> Iterator[Annotation]:
    """What is new and what is lost; what does not fail the comparison warns."""
    for comparison in pairing.comparisons:
        failed = {row.id for row in gate.failing(comparison)}
        of = comparison.after.title
        for row in (*comparison.new(strict=True), *comparison.lost()):
            what = "New deviation" if row.newest.deviates else "No longer judged"
            yield Annotation(
                kind=ERROR if row.id in failed else WARNING,
                title=f"{what} of {of}: {row.id} ({row.level})",
                message=row.newest.message or "No reason was given.",
            )


def _title(found: RequirementVerdict, of: str) -> str:
    level = "" if found.level is Level.MUST else f" ({found.level})"
    return f"{f'{of}: ' if of else ''}{found.id} deviates{level}"


def _data(text: str) -> str:
    """`text` as the message of a workflow command."""
    return visible(text).replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """`text` as the value of a property of one."""
    return _data(text).replace(":", "%3A").replace(",", "%2C")
