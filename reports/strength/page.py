"""`index.html`: the kill matrix as one page, which needs no network and no script to be read."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reports.strength import tables
from reports.strength.exits import exit_code, meaning
from reports.strength.kill import Fault, Kills, Mark
from reports.templates import page_template
from reports.words import counted, one_line
from specs.model import Level, Requirement, Spec

if TYPE_CHECKING:
    from jinja2 import Template

#: Characters of a message that a row shows.
_WIDTH = 300
_RANK = list(Mark)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A requirement, and the faults that have to do with it, each with its mark.

    `note` is said instead where there are none; `gap` says that there ought to be one.
    """

    id: str
    level: str
    claim: str
    marks: Sequence[tuple[Fault, Mark]]
    note: str = ""
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Area:
    """One area of the page: its rows, its faults, and those that no requirement's row has."""

    name: str
    rows: Sequence[Row]
    loose: Sequence[tuple[Fault, Mark]]
    faults: Sequence[Fault]
    caught: int


def text(kills: Kills, spec: Spec) -> str:
    """The text of `index.html`."""
    return _template().render(
        kills=kills,
        areas=list(_areas(kills, spec)),
        code=exit_code(kills),
        meaning=meaning(kills),
        control=tables.control_sentence(kills),
        how=tables.how(kills),
        kinds=list(tables.by_kind(kills)),
        by_area=list(tables.by_area(kills)),
        rules=list(tables.by_rule(kills)),
        efforts=list(tables.efforts(kills)),
        explained=tables.reasons(kills.explained),
        peers=[] if kills.peers is None else list(tables.peer_rows(kills.peers)),
        marks=tables.MARK_NAMES,
    )


def _areas(kills: Kills, spec: Spec) -> Iterator[Area]:
    shown: dict[str, list[Requirement]] = {area: [] for area in kills.areas}
    touched = {name for fault in kills.faults.values() for name in fault.deviating}
    for requirement in spec.requirements.values():
        if requirement.area in shown or requirement.id in touched:
            shown.setdefault(requirement.area, []).append(requirement)
    by_requirement = _by_requirement(kills)
    for area, requirements in shown.items():
        faults = kills.of(area=area)
        yield Area(
            name=area,
            rows=[
                _row(requirement, by_requirement.get(requirement.id, ()), kills)
                for requirement in requirements
                if requirement.excluded is None and requirement.level is not Level.OBSERVE
            ],
            loose=[(fault, fault.missed) for fault in faults if fault.breaks is None and not fault.deviating],
            faults=faults,
            caught=tables.count(area, faults).caught,
        )


def _by_requirement(kills: Kills) -> Mapping[str, Sequence[tuple[Fault, Mark]]]:
    found: dict[str, list[tuple[Fault, Mark]]] = {}
    for fault in kills.faults.values():
        concerned = dict.fromkeys((fault.breaks, *fault.deviating) if fault.breaks else fault.deviating)
        for name in concerned:
            if (mark := fault.mark(name)) is not None:
                found.setdefault(name, []).append((fault, mark))
    return found


def _row(requirement: Requirement, marks: Sequence[tuple[Fault, Mark]], kills: Kills) -> Row:
    known = kills.untripped is not None
    gap = known and requirement.id in (kills.untripped or ())
    note = ""
    if not marks:
        note = "no fault trips it" if gap else "no fault tripped it here"
    return Row(
        id=requirement.id,
        level=requirement.level.value,
        claim=requirement.claim,
        marks=sorted(marks, key=lambda each: _RANK.index(each[1])),
        note=note,
        gap=gap,
    )


def _hint(fault: Fault) -> str:
    """What hovering over a mark tells."""
    said = [fault.name, one_line(fault.summary, _WIDTH), tables.MARK_NAMES[fault.verdict]]
    if fault.caught is not None:
        said[-1] += f" by {fault.caught.requirement} after {counted(fault.caught.requests, 'request')}"
    if fault.explained and fault.survives:
        said.append(one_line(fault.explained, _WIDTH))
    return "\n".join(said)


@functools.cache
def _template() -> Template:
    return page_template(
        Path(__file__).parent,
        width=_WIDTH,
        filters={"hint": _hint},
        about=tables.about,
        blamed=tables.blamed,
        counted=counted,
    )
