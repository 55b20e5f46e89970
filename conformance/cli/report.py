"""`xai-conformance report`: what can be made of reports that lie there already."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from conformance.cli import github
from conformance.cli.failing import fail
from conformance.cli.help import HELP

EXIT_CODES = """\b
Exit codes:
  0  nothing is new that was asked to fail
  1  a MUST deviates that did not before (--fail-on-new), or cannot be judged
     any more (--fail-on-lost); with --strict, a SHOULD too
  2  a report or an option cannot be used
  3  nothing of this, but the second run left something open where that would
     show (--allow-incomplete: 0)
"""


@click.group(context_settings=HELP)
def report() -> None:
    """Work with reports of earlier runs."""


@report.command(epilog=EXIT_CODES, context_settings=HELP)
@click.argument("before", type=click.Path(path_type=Path))
@click.argument("after", type=click.Path(path_type=Path))
@click.option("--fail-on-new", is_flag=True, help="Exit 1 where a MUST newly deviates.")
@click.option("--fail-on-lost", is_flag=True, help="Exit 1 where a MUST could be judged and no longer can.")
@click.option("--strict", is_flag=True, help="A SHOULD counts like a MUST.")
@click.option("--allow-incomplete", is_flag=True, help="Exit 0 although the second run left something open.")
@click.option(
    "--format", "form", type=click.Choice(("text", "markdown", "json")), default="text", show_default=True,
    help="How it is told.",
)  # fmt: skip
@click.option(
    "--annotations", type=click.Choice((github.ALL, github.NONE)),
    help="Whether a job of GitHub Actions is told, beside its summary.  [default: all within one]",
)  # fmt: skip
def compare(
    before: Path,
    after: Path,
    *,
    fail_on_new: bool,
    fail_on_lost: bool,
    strict: bool,
    allow_incomplete: bool,
    form: str,
    annotations: str | None,
) -> None:
    """Tell what differs between two runs.

    BEFORE and AFTER are reports: a folder that `run` or `sdk` wrote, or a `verdicts.json`. SDKs of which both folders
    tell are compared by name.
    """
    from reports.compare.comparison import pair
    from reports.compare.exits import Gate, exit_code
    from reports.compare.sides import CompareError, read
    from reports.compare.texts import markdown, print_comparison, text
    from reports.github import from_comparison

    gate = Gate(on_new=fail_on_new, on_lost=fail_on_lost, strict=strict, allow_incomplete=allow_incomplete)
    try:
        pairing = pair(read(before), read(after))
    except CompareError as error:
        fail(str(error))
    if not pairing.comparisons:
        fail(f"{before} and {after} have no SDK or target in common")
    match form:
        case "json":
            click.echo(text(pairing, gate), nl=False)
        case "markdown":
            click.echo(markdown(pairing, gate), nl=False)
        case _:
            from rich.console import Console

            print_comparison(pairing, Console(highlight=False), gate)
    github.tell(from_comparison(pairing, gate), markdown(pairing, gate), wanted=annotations)
    sys.exit(exit_code(pairing, gate))
