"""What a person sees while a run goes on: bars in a terminal, plain lines elsewhere."""

from __future__ import annotations

from types import TracebackType
from typing import TYPE_CHECKING, Self

from reports.events import CheckFinished, CheckStarted, Event, RunStarted, Verdict
from reports.verdicts import UNKNOWN_AREA
from reports.words import one_line
from specs.model import Level, Spec

if TYPE_CHECKING:
    from rich.console import Console
    from rich.progress import Progress as Bars
    from rich.progress import TaskID


class Area:
    """How far one area has come: `ids` are in scope, `reached` have a finished check, `deviating` a bad one."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.ids: set[str] = set()
        self.reached: set[str] = set()
        self.deviating: set[str] = set()
        self.told = False

    def __str__(self) -> str:
        deviating = f", {len(self.deviating)} of them deviating" if self.deviating else ""
        return f"{self.name}: {len(self.reached)} of {len(self.ids)} requirements reached{deviating}"


class Progress:
    """Shows events as they come; use it as a context manager and give it every event.

    In a terminal there is a bar an area with the check that runs, and it is gone in the end. Elsewhere there
    is a line for each deviation, and one for each area when all of it was reached.
    """

    def __init__(self, console: Console, spec: Spec) -> None:
        self._console = console
        self._spec = spec
        self._areas: dict[str, Area] = {}
        self._bars: Bars | None = None
        self._tasks: dict[str, TaskID] = {}

    def __enter__(self) -> Self:
        if self._console.is_terminal and not self._console.is_dumb_terminal:
            self._bars = _bars(self._console)
            self._bars.start()
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        if self._bars is not None:
            self._bars.stop()
            return
        if error is not None:
            return  # the run could not go on, and whoever says why says it alone
        for area in self._areas.values():
            if not area.told:
                self._tell(area)

    def handle(self, event: Event) -> None:
        """Take in the next event."""
        match event:
            case RunStarted():
                for id_ in event.requirements:
                    self._area(id_).ids.add(id_)
                for area in self._areas.values():
                    self._draw(area)
            case CheckStarted():
                self._draw(self._area(event.requirement), _readable(event.check))
            case CheckFinished():
                self._finished(event)

    def _finished(self, event: CheckFinished) -> None:
        area = self._area(event.requirement)
        area.ids.add(event.requirement)
        area.reached.add(event.requirement)
        known = self._spec.requirements.get(event.requirement)
        judged = known is None or known.level is not Level.OBSERVE
        if event.outcome is Verdict.DEVIATES and judged and event.requirement not in area.deviating:
            area.deviating.add(event.requirement)
            if self._bars is None:
                self._print(f"deviates: {event.requirement}: {one_line(event.message, 200)}")
        self._draw(area)
        if self._bars is None and not area.told and area.reached >= area.ids:
            self._tell(area)

    def _area(self, id_: str) -> Area:
        known = self._spec.requirements.get(id_)
        name = known.area if known else UNKNOWN_AREA
        return self._areas.setdefault(name, Area(name))

    def _tell(self, area: Area) -> None:
        area.told = True
        self._print(str(area))

    def _print(self, text: str) -> None:
        from rich.text import Text

        # A log is read by machines too: one event, one line.
        self._console.print(Text(text), soft_wrap=True)

    def _draw(self, area: Area, current: str | None = None) -> None:
        bars = self._bars
        if bars is None:
            return
        if area.name not in self._tasks:
            self._tasks[area.name] = bars.add_task(area.name, current="", found="")
        task = self._tasks[area.name]
        done = area.ids <= area.reached
        bars.update(
            task,
            total=len(area.ids),
            completed=len(area.reached),
            found=f"{len(area.deviating)} deviate" if area.deviating else "",
        )
        if current is not None or done:
            bars.update(task, current="" if done else current)


def _bars(console: Console) -> Bars:
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
    from rich.progress import Progress as Bars
    from rich.table import Column

    return Bars(
        TextColumn("{task.description}", markup=False),
        BarColumn(bar_width=24),
        MofNCompleteColumn(),
        TextColumn("{task.fields[found]}", style="red", markup=False, table_column=Column(min_width=9)),
        TextColumn(
            "{task.fields[current]}",
            style="dim",
            markup=False,
            table_column=Column(ratio=1, no_wrap=True, overflow="ellipsis"),
        ),
        console=console,
        transient=True,
        expand=True,
    )


def _readable(check: str) -> str:
    name = check.rpartition("::")[2].partition("[")[0]
    return one_line(name.removeprefix("test_").replace("_", " "), 120)
