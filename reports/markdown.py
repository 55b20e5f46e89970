"""`summary.md`: what a run found, short enough for the summary of a CI job."""

from __future__ import annotations

import re
from collections.abc import Iterator

from reports.curl import line
from reports.events import Verdict
from reports.exits import cut_short, meaning
from reports.known_failures import NONE, Known
from reports.left import counted_left
from reports.reasons import by_reason
from reports.spoken import spoken
from reports.transcripts import excerpt
from reports.usage import sentence
from reports.verdicts import RequirementVerdict, Run
from reports.words import counted, first_lines, listed, one_line, visible
from specs.model import Level

# A job summary holds a mebibyte; this many deviations at this length stay far below it.
SHOWN, LINES, WIDTH = 60, 30, 500
MARKS = {Level.MUST: "❌", Level.SHOULD: "⚠️"}


def text(run: Run, known: Known = NONE, *, strict: bool = False, allow_incomplete: bool = False) -> str:
    """The text of `summary.md`."""
    why = meaning(run, known, strict=strict, allow_incomplete=allow_incomplete)
    blocks = [
        f"# Conformance of {escaped(run.driver.title if run.driver else run.target.name)}",
        f"**{why}** {run.exercised} of {counted(len(run.requirements), 'requirement')} exercised.",
        *filter(None, [cut_short(run)]),
        "\n".join(_table(run)),
        *_deviations(run, known),
        *_problems(known),
        *_open(run),
        *filter(None, [sentence(run.usage)]),
        *_left(run),
        _origin(run),
    ]
    return "\n\n".join(blocks) + "\n"


def _origin(run: Run) -> str:
    parts = [
        f"Target {code(run.target.base_url)}",
        f"spec {code(run.spec)}",
        f"seed {run.seed}",
        f"{counted(run.examples, 'random example')} a check{', lean' if run.lean else ''}",
        f"{run.seconds:.1f} s",
        f"xai-conformance {escaped(run.version)}",
    ]
    return f"<sub>{' · '.join(parts)}</sub>"


def _table(run: Run) -> Iterator[str]:
    yield "| Area | Level | " + " | ".join(verdict.value for verdict in Verdict) + " |"
    yield "|:--|:--|" + "--:|" * len(Verdict)
    for area, levels in run.totals.items():
        for level in Level:
            if counts := levels.get(level):
                cells = " | ".join(str(counts.get(verdict, "")) for verdict in Verdict)
                yield f"| {escaped(area)} | {level} | {cells} |"


def _deviations(run: Run, known: Known) -> Iterator[str]:
    deviations = run.deviations
    if deviations:
        yield "## Deviations"
    for found in deviations[:SHOWN]:
        yield "\n\n".join(_deviation(found, run, known))
    if len(deviations) > SHOWN:
        yield f"And {len(deviations) - SHOWN} more: see `verdicts.json`."


def _deviation(found: RequirementVerdict, run: Run, known: Known) -> Iterator[str]:
    covered = known.covered.get(found.id)
    mark = "☑️" if covered else MARKS[found.level]
    yield "<details>"
    about = f"{found.level}, {one_line(found.location)}"
    yield f"<summary>{mark} <code>{_html(found.id)}</code> ({_html(about)})</summary>"
    yield escaped(found.claim)
    if covered:
        link = f" {escaped(covered.link)}" if covered.link else ""
        yield f"Known until {covered.expires}: {escaped(covered.reason)}{link}"
    if found.because:
        verb = "deviates" if len(found.because) == 1 else "deviate"
        yield f"It builds on {listed(map(code, found.because))}, which {verb} too."
    yield _fenced(first_lines(found.message, LINES, WIDTH), "text")
    if found.counterexample is not None:
        yield "Smallest counterexample:"
        yield _fenced(first_lines(found.counterexample.source, LINES, WIDTH), "python")
    if (said := spoken(found)) is not None:
        yield _fenced("\n".join(excerpt(said, LINES)), "text")
    elif found.telling is not None:
        yield _fenced(line(found.telling, run.target), "sh")
    if found.blame is not None:
        yield f"Points to: {found.blame}. Evidence: {code(f'failures/{found.id}/')}"
    yield "</details>"


def _problems(known: Known) -> Iterator[str]:
    if known.problems:
        yield "## Known failures that are out of date"
        yield "\n".join(f"- {escaped(problem)}" for problem in known.problems)


def _open(run: Run) -> Iterator[str]:
    untestable = run.having(Verdict.UNTESTABLE)
    for title, found in (
        ("Errors of the suite", run.having(Verdict.ERROR)),
        ("Deferred", run.having(Verdict.DEFERRED)),
        ("Untestable", [each for each in untestable if each.offered]),
        ("Not offered by the SDK", [each for each in untestable if not each.offered]),
    ):
        if found:
            yield f"## {title}"
            yield "\n".join(
                f"- {escaped(one_line(reason, WIDTH))}: {', '.join(code(item.id) for item in items[:SHOWN])}"
                for reason, items in by_reason(found).items()
            )


def _left(run: Run) -> Iterator[str]:
    if left := [id_ for cleanup in run.cleanups for id_ in cleanup.left]:
        yield "## Left behind"
        yield f"{counted_left(left)} could not be deleted: {', '.join(map(code, left[:SHOWN]))}"


def _fenced(content: str, language: str) -> str:
    longest = max((len(run) for run in re.findall("`+", content)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{fence}{language}\n{visible(content)}\n{fence}"


def code(content: str) -> str:
    """`content` on one line, as code within a paragraph."""
    shown = one_line(content, WIDTH)
    longest = max((len(run) for run in re.findall("`+", shown)), default=0)
    ticks = "`" * (longest + 1)
    return f"{ticks} {shown} {ticks}" if longest else f"`{shown}`"


def escaped(content: str) -> str:
    """`content` on one line, as words that mean nothing to Markdown or HTML."""
    return re.sub(r"([\\`*_\[\]|~#])", r"\\\1", _html(one_line(content, WIDTH)))


def _html(content: str) -> str:
    return content.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
