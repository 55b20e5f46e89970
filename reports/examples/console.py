"""What a person reads in the terminal of the docs' examples."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from reports.examples.exits import exit_code, meaning
from reports.examples.outcomes import Block, Examples, Outcome
from reports.paragraphs import paragraph
from reports.words import visible

if TYPE_CHECKING:
    from rich.console import Console

_STYLES = {
    Outcome.RAN: "green",
    Outcome.FAILED: "bold red",
    Outcome.TIMEOUT: "bold red",
    Outcome.MISSING: "yellow",
    Outcome.SKIPPED: "dim",
}


def print_examples(
    examples: Examples, console: Console, *, directory: Path | None = None, allow_incomplete: bool = False
) -> None:
    """Print every block with its outcome, page by page, and what the exit code means.

    `directory` is where the report lies, if it was written. Nothing depends on colour.
    """
    for page, blocks in examples.pages():
        paragraph(console)
        paragraph(console, visible(page), "bold")
        for block in blocks:
            _print(block, console)
    paragraph(console)
    paragraph(console, counts(examples.blocks))
    if examples.with_what:
        paragraph(console, f"with {examples.with_what}", "dim")
    code = exit_code(examples, allow_incomplete=allow_incomplete)
    said = meaning(examples, allow_incomplete=allow_incomplete)
    paragraph(console, f"Exit {code}: {said}", "bold green" if code == 0 else "bold red")
    if directory is not None:
        from rich.text import Text

        console.print(Text(f"Report: {directory}"), soft_wrap=True)


def listing(blocks: Iterable[tuple[int, str, str, str]]) -> str:
    """Lines that name blocks without running them: number, place, what it is, and whether it would run."""
    lines = (f"{number:4}  {'  '.join(map(visible, said))}" for number, *said in blocks)
    return "\n".join(line.rstrip() for line in lines)


def counts(blocks: Iterable[Block]) -> str:
    """How many blocks have each outcome: `50 blocks: 2 failed, 48 ran`."""
    each = [block.outcome for block in blocks]
    found = [f"{each.count(outcome)} {outcome}" for outcome in Outcome if outcome in each]
    return f"{len(each)} block{'' if len(each) == 1 else 's'}: {', '.join(found) or 'none'}"


def _print(block: Block, console: Console) -> None:
    heading = f"  {block.heading}" if block.heading else ""
    line = f"{block.outcome:8} {block.number:3}  line {block.line}  {block.flavour or '?'}{heading}"
    paragraph(console, visible(line), _STYLES[block.outcome], 2)
    if block.why:
        paragraph(console, visible(block.why), indent=16)
    for note in (*block.supplied, *block.notes) if block.counts else block.notes:
        paragraph(console, visible(note), "dim", 16)
