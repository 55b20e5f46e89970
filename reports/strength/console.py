"""What a person reads in the terminal when every fault has been tried."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reports.paragraphs import paragraph
from reports.reasons import some
from reports.strength.exits import exit_code, meaning
from reports.strength.kill import Fault, Kills
from reports.strength.tables import (
    MARK_NAMES,
    Count,
    about,
    blamed,
    by_area,
    by_kind,
    control_sentence,
    efforts,
    how,
    peer_rows,
    reasons,
)
from reports.words import counted, one_line

if TYPE_CHECKING:
    from rich.console import Console
    from rich.table import Table

#: A sentence about a fault.
Sentence = Callable[[Fault], str]
#: With so many faults or fewer each is shown, with what caught it.
FEW = 40
#: Of more survivors or false attributions than these the first are shown.
SHOWN = 30


def print_strength(kills: Kills, console: Console, *, directory: Path | None = None) -> None:
    """Print what was caught and what was not, and what the exit code means.

    `directory` is where the report lies, if it was written. Nothing depends on colour.
    """
    _Printed(kills, console).print(directory)


class _Printed:
    """One matrix on its way to a console."""

    def __init__(self, kills: Kills, console: Console) -> None:
        self.kills = kills
        self.console = console

    def print(self, directory: Path | None) -> None:
        kills = self.kills
        self.line()
        self.line(how(kills), "bold")
        self.line()
        if len(kills.faults) <= FEW:
            self._each()
        else:
            self.table(self._areas())
        self._efforts()
        self._survivors()
        self._false()
        self._untripped()
        self._peers()
        self.line()
        self.line(control_sentence(kills), "bold red" if kills.dirty else "")
        code = exit_code(kills)
        self.line(f"Exit {code}: {meaning(kills)}", "bold green" if code == 0 else "bold red")
        if directory is not None:
            from rich.text import Text

            self.console.print(Text(f"Report: {directory}"), soft_wrap=True)

    def line(self, text: str = "", style: str = "", indent: int = 0) -> None:
        paragraph(self.console, text, style, indent)

    def heading(self, text: str, style: str = "bold") -> None:
        self.line()
        self.line(text, style)

    def table(self, table: Table) -> None:
        self.console.print(table)

    def _each(self) -> None:
        """Each fault in a paragraph of its own: a name and an id stand side by side on few terminals."""
        for fault in self.kills.faults.values():
            verdict = MARK_NAMES[fault.verdict]
            self.line(f"{fault.name}: {verdict}", "" if fault.caught is not None else "bold red")
            self.line(one_line(fault.summary), "dim", 2)
            if (found := fault.caught) is not None:
                effort = f"{counted(found.requests, 'request')}, {found.seconds:.2f} s"
                size = f", a counterexample of {counted(found.size, 'character')}" if found.size else ""
                self.line(f"by {found.requirement} ({found.rule}) after {effort}{size}", "dim", 2)

    def _areas(self) -> Table:
        """Columns in which nothing stands are left out, so that the rest fits on any terminal."""
        kills = self.kills
        all_ = list(by_kind(kills))
        shown = [column for column in _COLUMNS if column.always or any(column.number(each) for each in all_)]
        table = _columns(
            "area", "faults", "tried", "caught", "share", *(column.name for column in shown), words=2
        )
        for area, each in [*by_area(kills), *(("all", each) for each in all_)]:
            left = (str(column.number(each) or "·") for column in shown)
            style = "bold" if area == "all" else ""
            table.add_row(
                area,
                each.name.removeprefix("hand-"),
                str(each.faults),
                str(each.caught),
                each.share,
                *left,
                style=style,
            )
        return table

    def _efforts(self) -> None:
        rows = list(efforts(self.kills))
        if not rows:
            return
        self.line()
        table = _columns("to catch a fault", "median", "95 of 100", "most")
        for row in rows:
            table.add_row(*row)
        self.table(table)

    def _survivors(self) -> None:
        kills = self.kills
        if faults := kills.survivors:
            verb = "survives" if len(faults) == 1 else "survive"
            self.heading(f"{counted(len(faults), 'fault')} {verb}", "bold red")
            self._listed(faults, about)
        if faults := kills.explained:
            verb = "survives" if len(faults) == 1 else "survive"
            self.heading(f"{counted(len(faults), 'fault')} {verb} for a reason")
            for reason, each in reasons(faults).items():
                self.line(f"{len(each)}: {one_line(reason)}", indent=2)
                self.line(some(fault.name for fault in each), "dim", 4)
        if faults := kills.refuted:
            self.heading(
                f"{counted(len(faults), 'fault')} caught in spite of a reason why not", "bold yellow"
            )
            self._listed(faults, lambda fault: one_line(fault.explained))
        if faults := kills.unjudged:
            self.heading(f"{counted(len(faults), 'fault')} not judged", "bold yellow")
            self._listed(faults, lambda fault: fault.broken or "it was broken off before")

    def _false(self) -> None:
        faults = self.kills.false
        if faults:
            self.heading(f"{counted(len(faults), 'false attribution')}", "bold yellow")
            self._listed(faults, blamed)

    def _untripped(self) -> None:
        if names := self.kills.untripped:
            self.heading(f"{counted(len(names), 'requirement')} that no fault trips", "bold yellow")
            for name in names[:SHOWN]:
                self.line(name, indent=2)
            self._more(len(names))

    def _peers(self) -> None:
        peers = self.kills.peers
        if peers is None:
            return
        self.heading(f"The same faulty servers, {peers.seconds:g} s a fault for each tool")
        table = _columns("tool", "caught", "share", "median s", "without a fault", words=1)
        for row in peer_rows(peers):
            table.add_row(*(one_line(cell, 120) for cell in row))
        self.table(table)

    def _listed(self, faults: Iterable[Fault], said: Sentence) -> None:
        each = list(faults)
        for fault in each[:SHOWN]:
            self.line(fault.name, indent=2)
            self.line(f"{one_line(fault.summary)} ({said(fault)})", "dim", 4)
        self._more(len(each))

    def _more(self, number: int) -> None:
        if number > SHOWN:
            self.line(f"and {number - SHOWN} more: see strength.json", indent=2)


@dataclass(frozen=True, slots=True)
class _Column:
    """One of the counts of what was not caught as it should be."""

    name: str
    number: Callable[[Count], int]
    always: bool = False


_COLUMNS = (
    _Column("alive", lambda each: each.survived, always=True),
    _Column("excused", lambda each: each.explained),
    _Column("open", lambda each: each.unjudged),
    _Column("false", lambda each: each.false),
)


def _columns(*names: str, words: int = 1) -> Table:
    """A table without lines, whose first columns hold words and whose others numbers."""
    from rich.table import Table

    table = Table(box=None, pad_edge=False, padding=(0, 1))
    for number, name in enumerate(names):
        table.add_column(name, justify="left" if number < words else "right", no_wrap=number < words)
    return table
