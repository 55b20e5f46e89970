"""`specs`: from the docs to facts, and whether facts, schemas, requirements and checks hold together."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

import click

from conformance.cli.failing import fail
from conformance.cli.help import HELP
from specs import Fact, SpecError, load
from specs.extraction import Reading, SourceError, read, recognise, render
from specs.extraction.annotations import places_of
from specs.extraction.checking import SuiteError, check, counted, read_waivers
from specs.extraction.drift import drift
from specs.loading import HERE, read_yaml

PROBLEMS = 1
_SOURCE = click.Path(path_type=Path)


@click.group(context_settings=HELP)
def specs() -> None:
    """Extract facts from the docs, and check what rests on them."""


@specs.command(context_settings=HELP)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=_SOURCE)
@click.option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    default=HERE / "facts.yaml",
    show_default="facts.yaml of the package",
    help="The file to write.",
)
@click.option("--strict", is_flag=True, help="Fail, and write nothing, if anything is ambiguous.")
def extract(sources: tuple[Path, ...], output: Path, *, strict: bool) -> None:
    """Write the facts that SOURCES state: diff pages, Markdown files, or folders of either."""
    reading = _read(sources)
    facts, doubts = recognise(reading.pages)
    for page in reading.pages:
        click.echo(_page_line(page.id, whole=page.whole, kinds=[f.kind for f in facts if f.page == page.id]))
    notes = [*reading.diagnostics, *doubts]
    for note in notes:
        click.echo(f"ambiguous: {note}")
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(f.kind for f in facts).items()))
    click.echo(f"{counted(len(reading.pages), 'page')}, {counted(len(facts), 'fact')}: {counts or 'none'}")
    if strict and notes:
        click.echo(
            f"{counted(len(notes), 'ambiguity', 'ambiguities')}, and --strict allows none: not written"
        )
        sys.exit(PROBLEMS)
    try:
        output.write_text(render(facts), encoding="utf-8")
    except OSError as error:
        fail(f"{output}: {error.strerror}")
    click.echo(f"wrote {output}")


@specs.command("check", context_settings=HELP)
@click.option(
    "--docs", "sources", multiple=True, metavar="SOURCE", type=_SOURCE, help="Compare with these docs."
)
@click.option(
    "--facts", type=_SOURCE, help="Use the facts in this file.", show_default="facts.yaml of the folder"
)
@click.option(
    "--specs", "folder", type=_SOURCE, default=HERE, help="The folder to check.", show_default="the package"
)
@click.option("--suite", type=_SOURCE, help="The folder of the checks.", show_default="the package's")
def check_command(sources: tuple[Path, ...], facts: Path | None, folder: Path, suite: Path | None) -> None:
    """Check that facts, schemas, requirements and checks hold together."""
    suite = suite or HERE.parent / "conformance" / "suite"
    try:
        spec = load(folder)
        if facts:
            spec = replace(spec, facts=_facts(facts))
        waivers = read_waivers(folder / "waivers.yaml")
        report = check(spec, waivers=waivers, suite=suite, monitors=suite.parent / "monitors")
    except (SpecError, SuiteError) as error:
        fail(str(error))
    if sources:
        reading = _read(sources)
        found = {fact.id: fact for fact in recognise(reading.pages)[0]}
        pages = {page.id for page in reading.pages}
        lines = [f"docs: {line}" for line in drift(spec, found, pages, places_of(spec))]
        compared = sum(fact.page in pages for fact in spec.facts.values())
        report = replace(
            report,
            problems=(*report.problems, *lines),
            counts=f"{report.counts}, {counted(compared, 'fact')} compared with the docs",
        )
    for problem in report.problems:
        click.echo(problem)
    click.echo(report.summary)
    sys.exit(PROBLEMS if report.problems else 0)


def _read(sources: Iterable[Path]) -> Reading:
    try:
        return read(sources)
    except SourceError as error:
        fail(str(error))


def _facts(path: Path) -> MappingProxyType[str, Fact]:
    records = read_yaml(path) or ()
    try:
        return MappingProxyType({fact.id: fact for fact in (Fact(**record) for record in records)})
    except TypeError as error:
        raise SpecError(f"{path}: no list of facts: {error}") from error


def _page_line(page_id: str, *, whole: bool, kinds: list[str]) -> str:
    extent = "" if whole else " (fragments)"
    counts = ", ".join(f"{number} {kind}" for kind, number in sorted(Counter(kinds).items()))
    return f"{page_id}{extent}: {counts or 'no facts'}"
