"""`summary.md` of the docs' examples, short enough for the summary of a CI job."""

from __future__ import annotations

from collections.abc import Iterator

from reports.examples.console import counts
from reports.examples.exits import meaning
from reports.examples.outcomes import Block, Examples, Outcome
from reports.markdown import code, escaped
from reports.words import one_line

_TITLES = {
    Outcome.FAILED: "Failed",
    Outcome.TIMEOUT: "Not ended in time",
    Outcome.MISSING: "Not run, since something is missing",
}
SHOWN = 80


def text(examples: Examples, *, allow_incomplete: bool = False) -> str:
    """The text of `summary.md`."""
    parts = [
        "# The docs' own examples",
        f"**{escaped(meaning(examples, allow_incomplete=allow_incomplete))}** {counts(examples.blocks)}.",
        _pages(examples),
        *_sections(examples),
        f"<sub>{escaped(examples.with_what)} · xai-conformance {escaped(examples.version)}</sub>",
    ]
    return "\n\n".join(parts) + "\n"


def _pages(examples: Examples) -> str:
    heads = [outcome.value for outcome in Outcome]
    rows = [
        [code(page), *(str(sum(block.outcome is outcome for block in blocks) or "") for outcome in Outcome)]
        for page, blocks in examples.pages()
    ]
    lines = [f"| Page | {' | '.join(heads)} |", f"|:--|{'--:|' * len(heads)}"]
    return "\n".join([*lines, *(f"| {' | '.join(row)} |" for row in rows)])


def _sections(examples: Examples) -> Iterator[str]:
    for outcome, title in _TITLES.items():
        found = examples.having(outcome)
        if not found:
            continue
        yield f"## {title}: {len(found)}"
        lines = [_line(block) for block in found[:SHOWN]]
        more = [f"- and {len(found) - SHOWN} more: see `examples.json`"] if len(found) > SHOWN else []
        yield "\n".join([*lines, *more])


def _line(block: Block) -> str:
    return f"- {code(f'{block.page}:{block.line}')} {escaped(one_line(block.heading, 60))}{', ' if block.heading else ''}{escaped(block.flavour)}: {escaped(one_line(block.why, 400))}"  # noqa: E501 - one line of text
