"""What a person reads in the terminal when a run is over."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from reports.curl import line
from reports.events import Verdict
from reports.exits import cut_short, exit_code, meaning
from reports.known_failures import NONE, Known
from reports.left import counted_left
from reports.paragraphs import paragraph
from reports.reasons import because, by_reason, some
from reports.spoken import spoken
from reports.transcripts import excerpt
from reports.usage import sentence
from reports.verdicts import RequirementVerdict, Run
from reports.words import counted, first_lines, listed, one_line
from specs.model import Level

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

LINES, WIDTH, INDENT = 12, 400, 12
STYLES = {
    Verdict.CONFORMS: "green",
    Verdict.DEVIATES: "bold red",
    Verdict.OBSERVED: "cyan",
    Verdict.UNTESTABLE: "yellow",
    Verdict.DEFERRED: "yellow",
    Verdict.ERROR: "bold magenta",
}
# These columns are there even when nothing is in them.
ALWAYS = {Verdict.CONFORMS, Verdict.DEVIATES}
POINTS_TO = {
    "service": "the service",
    "sdk": "the SDK, or the service behind it",
    "driver": "the SDK's driver",
    "documentation": "the documentation",
    "suite": "this suite",
}


def print_summary(
    run: Run,
    console: Console,
    known: Known = NONE,
    *,
    strict: bool = False,
    allow_incomplete: bool = False,
    directory: Path | None = None,
) -> None:
    """Print totals, deviations, what could not be judged, and what the exit code means.

    `directory` is where the report lies, if it was written. Nothing depends on colour, and the lines to be
    pasted into a shell are never broken.
    """
    _Summary(run, console, known, directory).print(strict=strict, allow_incomplete=allow_incomplete)


class _Summary:
    """One summary on its way to a console."""

    def __init__(self, run: Run, console: Console, known: Known, directory: Path | None) -> None:
        self.run = run
        self.console = console
        self.known = known
        self.directory = directory

    def print(self, *, strict: bool, allow_incomplete: bool) -> None:
        run = self.run
        self.line()
        self.line(self._title(), "bold")
        if run.requirements:
            self.line()
            self._totals()
        fresh = [found for found in run.deviations if found.id not in self.known.covered]
        self._deviations([found for found in fresh if found.level is Level.MUST], "")
        note = "" if strict else ", which fails a run only with --strict"
        self._deviations([found for found in fresh if found.level is not Level.MUST], note)
        self._known()
        self._errors()
        self._groups(run.having(Verdict.DEFERRED), "Deferred")
        untestable = run.having(Verdict.UNTESTABLE)
        self._groups([found for found in untestable if found.offered], "Untestable")
        self._groups([found for found in untestable if not found.offered], "Not offered by the SDK", "dim")
        self._aside()
        code = exit_code(run, self.known, strict=strict, allow_incomplete=allow_incomplete)
        why = meaning(run, self.known, strict=strict, allow_incomplete=allow_incomplete)
        self.line()
        if partial := cut_short(run):
            self.line(partial, "bold yellow")
        self.line(f"Exercised {run.exercised} of {counted(len(run.requirements), 'requirement')} in scope.")
        self.line(f"Exit {code}: {why}", "bold green" if code == 0 else "bold red")
        if self.directory is not None:
            self.pasteable(f"Report: {self.directory}")

    def line(self, text: str = "", style: str = "", indent: int = 0, label: str = "") -> None:
        """Paragraphs, wrapped at words; `label` stands in the indentation of the first line."""
        paragraph(self.console, text, style, indent, label)

    def pasteable(self, text: str, style: str = "") -> None:
        """One line that stays one line, however wide the terminal is."""
        from rich.text import Text

        self.console.print(Text(text, style=style), soft_wrap=True)

    def field(self, name: str, text: str, style: str = "") -> None:
        """A named paragraph below a heading."""
        self.line(text, style, INDENT, f"  {name}")

    def _title(self) -> str:
        target = self.run.target
        where = "embedded" if target.embedded else one_line(target.base_url, 80)
        parts = [f"{one_line(target.name, 60)} ({where})", f"spec {self.run.spec}", f"seed {self.run.seed}"]
        lean = ["lean"] if self.run.lean else []
        sdk = [one_line(self.run.driver.title, 80)] if self.run.driver else []
        return " · ".join([*sdk, *parts, *lean, f"{self.run.seconds:.1f} s"])

    def _totals(self) -> None:
        table = _table(self.run)
        ample = self.console.options.update(width=1000)
        if self.console.measure(table, options=ample).maximum <= self.console.width:
            self.console.print(table)
            return
        for area, levels in self.run.totals.items():
            for level in filter(levels.__contains__, Level):
                counts = levels[level]
                shown = (f"{counts[verdict]} {verdict}" for verdict in Verdict if verdict in counts)
                self.line(f"{area} {level}: {', '.join(shown)}")

    def _deviations(self, deviations: list[RequirementVerdict], note: str) -> None:
        if not deviations:
            return
        level = deviations[0].level
        verb = "deviates" if len(deviations) == 1 else "deviate"
        self._heading(
            f"{len(deviations)} {level} {verb}{note}", "bold red" if level is Level.MUST else "bold yellow"
        )
        for found in deviations:
            self.line()
            self._deviation(found, brief=level is not Level.MUST)

    def _deviation(self, found: RequirementVerdict, *, brief: bool) -> None:
        self.line(f"{found.level}  {found.id}", "bold")
        self.field("docs", one_line(found.location))
        if not brief:
            self.field("claim", found.claim)
        self.field("found", one_line(found.message, WIDTH) if brief else self._cut(found.message))
        if found.counterexample is not None and not brief:
            self.field("input", self._cut(found.counterexample.source), "cyan")
        if found.because:
            verb = "deviates" if len(found.because) == 1 else "deviate"
            self.field("because", f"it builds on {listed(found.because)}, which {verb} too")
        if found.blame is not None:
            self.field("points to", POINTS_TO[found.blame.value])
        if self.directory is not None and not brief:
            self.field("evidence", f"failures/{found.id}/")
        if (said := spoken(found)) is not None:
            for drawn in () if brief else excerpt(said, LINES):
                self.pasteable(f"  {drawn}", "bold" if drawn.lstrip().startswith((">", "^")) else "dim")
        elif found.telling is not None:
            shown = line(found.telling, self.run.target)
            self.pasteable(f"  {shown}", "cyan")
            if "@FILE" in shown:
                self.line("Where it says FILE stands a body; repro.sh makes it.", "dim", indent=2)

    def _known(self) -> None:
        if covered := self.known.covered:
            self._heading(counted(len(covered), "known failure"), "bold")
            for id_, entry in covered.items():
                link = f" ({one_line(entry.link)})" if entry.link else ""
                self.line(f"{id_}, until {entry.expires}: {one_line(entry.reason, WIDTH)}{link}", indent=2)
        if problems := self.known.problems:
            self._heading("The list of known failures is out of date", "bold red")
            for problem in problems:
                self.line(problem, indent=2)

    def _errors(self) -> None:
        if errors := self.run.having(Verdict.ERROR):
            verb = "check of the suite" if len(errors) == 1 else "checks of the suite"
            self._heading(f"{len(errors)} {verb} broke, which says nothing of the target", "bold magenta")
            for found in errors:
                self.line()
                self.line(f"{found.level}  {found.id}", "bold")
                self.field("error", self._cut(found.message))

    def _groups(self, found: Sequence[RequirementVerdict], title: str, style: str = "bold yellow") -> None:
        if not found:
            return
        self._heading(f"{title}: {counted(len(found), 'requirement')}", style)
        for reason, items in by_reason(found).items():
            self.line(because(reason, len(items)), indent=2)
            self.line(some(item.id for item in items), "dim", indent=4)

    def _aside(self) -> None:
        run = self.run
        seen = [found for found in run.requirements.values() if found.observations]
        if seen:
            count = counted(sum(len(found.observations) for found in seen), "observation")
            where = (
                f"; read {'it' if count.startswith('1 ') else 'them'} in verdicts.json"
                if self.directory
                else ""
            )
            self.line()
            self.line(f"{count} of {counted(len(seen), 'requirement')} where the docs leave it open{where}.")
        if made := sentence(run.usage):
            self.line()
            self.line(made)
        left = [id_ for cleanup in run.cleanups for id_ in cleanup.left]
        if left:
            why = "; ".join(
                dict.fromkeys(one_line(c.message, 120) for c in run.cleanups if c.left and c.message)
            )
            verb = "was" if len(left) == 1 else "were"
            self.line()
            self.line(f"{counted_left(left)} {verb} left behind{f' ({why})' if why else ''}:", "bold red")
            for id_ in left:
                self.pasteable(f"  {one_line(id_)}")

    def _heading(self, text: str, style: str) -> None:
        self.line()
        self.line(text, style)

    @staticmethod
    def _cut(text: str) -> str:
        return first_lines(text, LINES, WIDTH)


def _table(run: Run) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1), show_footer=True)
    totals = run.totals
    whole = {verdict: len(run.having(verdict)) for verdict in Verdict}
    table.add_column("area", "all")
    table.add_column("level")
    shown = [verdict for verdict in Verdict if whole[verdict] or verdict in ALWAYS]
    for verdict in shown:
        style = STYLES[verdict] if whole[verdict] else "dim"
        table.add_column(verdict.value, str(whole[verdict]), justify="right", style=style)
    for area, levels in totals.items():
        name = area
        for level in Level:
            if counts := levels.get(level):
                table.add_row(name, level.value, *(str(counts.get(verdict, "·")) for verdict in shown))
                name = ""
    return table
