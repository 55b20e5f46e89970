"""Judging SDKs one after the other, and writing down the matrix of them."""

from __future__ import annotations

import contextlib
import dataclasses
import json
import shutil
import tempfile
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from conformance.cli import github
from conformance.cli.folders import attempted
from conformance.cli.performing import Reading, performed
from conformance.gating.asked import folder_name
from conformance.gating.candidates import Candidate
from conformance.running import Plan, RunError
from specs import Spec

if TYPE_CHECKING:
    from rich.console import Console

    from reports.github import Annotation
    from reports.known_failures import KnownFailure
    from reports.matrix.build import Judged

_FILES = ("matrix.json", "index.html", "summary.md")
#: Gives candidates, and calls what it is given with a sentence before it does what may take a while.
Source = Callable[[Callable[[str], None]], Iterable[Candidate]]


class JudgingError(Exception):
    """Nothing can be judged, or nothing written down; the message is one sentence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How the ends of the runs are read, and where what is known lies and the report goes.

    `update` says that the list of what is known is rewritten.
    """

    reading: Reading
    report_dir: Path | None = None
    known_failures: Path | None = None
    update: bool = False


def judge_all(plan: Plan, spec: Spec, settings: Settings, source: Source) -> int:
    """Carry out `plan` with each SDK in turn, and tell what they come to; the exit code.

    Raises:
        JudgingError: the list of known failures, or the folder of the report, cannot be used. If that comes out only
            in the end, all else is done first.
    """
    from rich.console import Console

    from reports.matrix.build import About, document
    from reports.matrix.console import print_matrix
    from reports.matrix.exits import exit_code
    from reports.matrix.model import read
    from reports.matrix.summary import text

    console = Console(highlight=False)
    entries = _entries(settings)
    _clear(settings.report_dir)
    began = time.monotonic()
    found = _judged(plan, spec, settings, source, console)
    trouble = None
    if settings.update:
        entries, trouble = _rewritten(found, settings, entries)
    judged = _with_known(found, entries)
    about = About(
        version=version("xai-conformance"),
        spec=spec.digest,
        seed=plan.seed,
        examples=plan.examples,
        seconds=time.monotonic() - began,
        strict=settings.reading.strict,
        allow_incomplete=settings.reading.allow_incomplete,
    )
    record = document(judged, about)
    matrix, directory = read(record), settings.report_dir
    unwritten = directory and attempted(directory, lambda: _write(directory, judged, record, spec, settings))
    print_matrix(matrix, console, directory=None if unwritten else directory)
    github.tell(_annotations(judged, settings), text(matrix), wanted=settings.reading.annotations)
    if problem := unwritten or trouble:
        raise JudgingError(problem)
    return exit_code(matrix)


def _entries(settings: Settings) -> tuple[KnownFailure, ...]:
    from reports.known_failures import KnownFailuresError, load

    path = settings.known_failures
    if path is None or (settings.update and not path.exists()):
        return ()
    try:
        return load(path)
    except KnownFailuresError as error:
        raise JudgingError(str(error).removesuffix(".")) from None


def _rewritten(
    judged: Sequence[Judged], settings: Settings, entries: tuple[KnownFailure, ...]
) -> tuple[tuple[KnownFailure, ...], str | None]:
    """The entries of the list, rewritten for each SDK that was judged to the end, and why it was not for another."""
    from reports.known_failures import KnownFailuresError, update

    trouble = None
    assert settings.known_failures is not None
    for each in judged:
        if each.run is None:
            continue
        try:
            entries = update(
                settings.known_failures, each.run, name=each.name, version=each.driver.version, whole=True
            )
        except KnownFailuresError as error:
            trouble = trouble or f"{each.driver.title}: {str(error).removesuffix('.')}"
    return entries, trouble


def _clear(directory: Path | None) -> None:
    """Remove what an earlier command wrote there, so that nothing of it is taken for something of this one."""
    if directory is not None and (problem := attempted(directory, lambda: _empty(directory))):
        raise JudgingError(problem)


def _empty(directory: Path) -> None:
    directory.mkdir(parents=True, exist_ok=True)
    for folder in _written(directory):
        shutil.rmtree(folder, ignore_errors=not folder.is_dir())
    for name in _FILES:
        (directory / name).unlink(missing_ok=True)
    (directory / "matrix.json").touch()


def _written(directory: Path) -> list[Path]:
    """The folders that an earlier command wrote there, as its matrix tells; what else lies there is none of ours."""
    from reports.matrix.model import MatrixError, read

    try:
        matrix = read(json.loads((directory / "matrix.json").read_bytes()))
    except (OSError, ValueError, MatrixError):
        return []
    names = [sdk.folder for sdk in matrix.sdks if sdk.folder]
    return [directory / name for name in names if Path(name).name == name and name not in (".", "..")]


def _judged(plan: Plan, spec: Spec, settings: Settings, source: Source, console: Console) -> list[Judged]:
    """What each candidate comes to; after an interruption nothing more is judged."""
    judged: list[Judged] = []
    taken: set[str] = set()

    def tell(sentence: str) -> None:
        console.print(sentence, style="dim", markup=False, soft_wrap=True)

    with contextlib.suppress(KeyboardInterrupt):
        for candidate in source(tell):
            folder = folder_name(candidate.name, candidate.version, taken)
            taken.add(folder)
            if candidate.problem is None:
                tell(f"Judging {candidate.name} {candidate.version}")
            each = _one(candidate, plan, spec, folder, settings, console)
            judged.append(each)
            if each.run is not None and each.run.interrupted:
                break
    if not judged:
        raise JudgingError("it was interrupted before anything was judged")
    return judged


def _one(
    candidate: Candidate, plan: Plan, spec: Spec, folder: str, settings: Settings, console: Console
) -> Judged:
    from reports.driver import Driver
    from reports.matrix.build import Judged

    driver = Driver(**candidate.about)
    if candidate.command is None:
        return Judged(driver=driver, problem=candidate.problem, name=candidate.name)
    directory = None if settings.report_dir is None else settings.report_dir / folder
    own = dataclasses.replace(plan, driver=candidate.command)
    try:
        with tempfile.TemporaryDirectory(prefix="xai-conformance-") as scratch:
            run, ending = performed(own, spec, Path(scratch), directory, console)
    except RunError as error:
        sentence = str(error)
        problem = sentence if sentence.endswith(".") else f"{sentence}."
        return Judged(driver=driver, problem=problem, name=candidate.name)
    for trouble in ending.troubles:
        click.echo(trouble, err=True)
    return Judged(driver=driver, run=run, folder=None if directory is None else folder, name=candidate.name)


def _with_known(judged: Sequence[Judged], entries: Sequence[KnownFailure]) -> list[Judged]:
    """The same, each held against the list of known failures."""
    from reports.known_failures import NONE, judge, reconciled

    known = [
        NONE if each.run is None else judge(entries, each.run, name=each.name, version=each.driver.version)
        for each in judged
    ]
    return [
        dataclasses.replace(each, known=found) for each, found in zip(judged, reconciled(known), strict=True)
    ]


def _write(
    directory: Path, judged: Sequence[Judged], record: Mapping[str, Any], spec: Spec, settings: Settings
) -> None:
    """Write the report of each SDK, beside its events, and that of all."""
    from reports import writing
    from reports.matrix.writing import write_all

    ends = {"strict": settings.reading.strict, "allow_incomplete": settings.reading.allow_incomplete}
    for each in judged:
        if each.run is not None and each.folder is not None:
            writing.write_all(each.run, directory / each.folder, each.known, spec=spec, **ends)
    write_all(record, directory)


def _annotations(judged: Sequence[Judged], settings: Settings) -> list[Annotation]:
    from reports.github import from_known, from_run, unusable

    found = []
    for each in judged:
        title = each.driver.title
        if each.run is None:
            found.append(unusable(title, each.problem or ""))
            continue
        found += from_known(each.known, settings.known_failures, title)
        found += from_run(each.run, each.known, strict=settings.reading.strict, of=title)
    # What is wrong with the list has a line, which is easily lost behind what has none.
    return sorted(found, key=lambda each: each.line is None)
