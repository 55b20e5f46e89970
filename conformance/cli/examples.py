"""`examples`: run the code blocks of the docs against the emulator."""

from __future__ import annotations

import contextlib
import sys
import time
from collections.abc import Sequence
from pathlib import Path

import click

from conformance.cli.failing import fail
from conformance.cli.folders import attempted, made
from conformance.cli.help import HELP
from conformance.cli.values import Folder, Number, ReportFolder
from conformance.examples.block import Block, Runtime
from conformance.examples.collecting import PagesError, collect

_RUNTIMES = [runtime.value for runtime in Runtime]
EPILOG = """\b
Exit codes:
  0  every block that is a program ran
  1  a block failed, or did not end in time
  2  something is wrong with the options, or nobody said yes
  3  none failed, but one lacks what cannot be supplied
"""


@click.command(context_settings=HELP, epilog=EPILOG)
@click.argument("pages", metavar="PAGE...", nargs=-1, required=True)
@click.option("--yes", is_flag=True, help="Run what the pages hold; it is code of others.")
@click.option("--list", "only_list", is_flag=True, help="List the blocks and run none.")
@click.option(
    "--language", "languages", multiple=True, type=click.Choice(_RUNTIMES), help="Only these; may be repeated."
)  # fmt: skip
@click.option(
    "--before", is_flag=True, help="Of pages that show a change, the older side.  [default: the newer]"
)
@click.option(
    "--timeout", type=Number(min=0, min_open=True), default=60, show_default=True, metavar="S",
    help="Seconds that a block has.",
)  # fmt: skip
@click.option(
    "--workers", type=click.IntRange(min=1), default=2, show_default=True, help="Blocks side by side."
)
@click.option("--env-dir", type=Folder(), metavar="DIR",
              help="Where the SDK for Node is kept.  [default: a cache]")  # fmt: skip
@click.option("--report-dir", type=ReportFolder(), metavar="DIR",
              help="Write examples.json, index.html and summary.md here.")  # fmt: skip
@click.option("--allow-incomplete", is_flag=True, help="Exit with 0 also where blocks lack something.")
def examples(  # noqa: PLR0913 - a command has its options
    *,
    pages: Sequence[str],
    yes: bool,
    only_list: bool,
    languages: Sequence[str],
    before: bool,
    timeout: float,
    workers: int,
    env_dir: Path | None,
    report_dir: Path | None,
    allow_incomplete: bool,
) -> None:
    """Run the code blocks of the docs, and say which fail and why.

    A PAGE is a Markdown file, a folder of them, a diff page, or an address of Markdown. Each block runs in a folder of
    its own against a fresh emulator, with the emulator's key and no other, for a limited time. Hosts that are not
    documented are not contacted. This is no sandbox: a block can do what you can, so read the pages first.
    """
    try:
        blocks = collect(pages, before=before)
    except PagesError as error:
        fail(str(error))
    wanted = {Runtime(language) for language in languages}
    chosen = [block for block in blocks if not wanted or block.runtime in wanted]
    if not chosen:
        fail(f"no block of these pages is for {' or '.join(languages)}")
    if only_list:
        _list(chosen)
        return
    if not yes and not _agreed(chosen):
        fail("this runs code of others on your machine; say --yes if you have read it")
    if report_dir is not None:
        made(report_dir)
    sys.exit(_run(blocks, chosen, timeout, workers, env_dir, report_dir, allow_incomplete=allow_incomplete))


def _run(
    blocks: Sequence[Block],
    chosen: Sequence[Block],
    seconds: float,
    workers: int,
    env_dir: Path | None,
    report_dir: Path | None,
    *,
    allow_incomplete: bool,
) -> int:
    from rich.console import Console

    from conformance.emulator.process import EmulatorError
    from conformance.examples import Result, Settings, record, run
    from conformance.examples.tools import Tools
    from reports.examples.console import print_examples
    from reports.examples.exits import exit_code
    from reports.examples.outcomes import read
    from reports.examples.writing import write_all

    progress = _Progress(len(chosen))
    tools = Tools(folder=env_dir, tell=progress.say)
    settings = Settings(seconds=seconds, workers=workers, tools=tools)
    results: list[Result] = []
    began = time.monotonic()
    try:
        with contextlib.suppress(KeyboardInterrupt):
            results.extend(run(blocks, chosen, settings, progress.tell))
    except EmulatorError as error:
        fail(str(error))
    finally:
        progress.clear()
    document = record(chosen, results, tools, seconds=time.monotonic() - began, limit=seconds)
    problem = report_dir and attempted(
        report_dir, lambda: write_all(document, report_dir, allow_incomplete=allow_incomplete)
    )
    found = read(document)
    shown = None if problem else report_dir
    print_examples(found, Console(), directory=shown, allow_incomplete=allow_incomplete)
    if problem:
        fail(problem)
    return exit_code(found, allow_incomplete=allow_incomplete)


def _list(blocks: Sequence[Block]) -> None:
    from reports.examples.console import listing

    click.echo(listing((block.number, block.where, block.flavour or "?", _would(block)) for block in blocks))


def _would(block: Block) -> str:
    if block.cut == "beginning":
        return "not run: its beginning is not shown"
    return block.runtime.value if block.runtime else f"not run: {block.unfit}"


def _agreed(blocks: Sequence[Block]) -> bool:
    """Ask, where somebody can answer; elsewhere list what would run."""
    runnable = [block for block in blocks if block.runtime is not None and block.cut != "beginning"]
    if not runnable:
        return True
    if not (sys.stdin.isatty() and sys.stdout.isatty()):
        _list(runnable)
        return False
    _list(runnable)
    return click.confirm(f"Run these {len(runnable)} blocks on this machine?")


class _Progress:
    """A line on a terminal that says how far it is; elsewhere, nothing but what takes long."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._done = 0
        self._seen = sys.stderr.isatty()

    def tell(self, _: object) -> None:
        """One more has its outcome."""
        self._done += 1
        if self._seen:
            click.echo(f"\r\033[K{self._done} of {self._total} blocks", err=True, nl=False)

    def say(self, sentence: str) -> None:
        """A sentence about what takes long."""
        self.clear()
        click.echo(sentence, err=True)

    def clear(self) -> None:
        """Take the line away."""
        if self._seen:
            click.echo("\r\033[K", err=True, nl=False)
