"""Which checks are carried out side by side, and which one after the other, where many are under way at once."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import pytest

from conformance.selection import DISTURBING, generates, of_family
from specs import Requirement

#: In which order checks begin. First what takes longest where a target is far away; then what walks through the list
#: of all files, before it is long, and what makes no files meanwhile.
FAMILY, CAST, LISTS = "family", "cast", "lists"
ORDER = (
    FAMILY,
    CAST,
    LISTS,
    "sockets",
    "speech",
    "transcription",
    "storage_options",
    "file_inputs",
    "videos",
)
#: The fixture of checks that walk through the list: a few files in it.
_SHELF = "shelf"
#: A team may have few custom voices, and a check holds up to three, or twice as many in its lives.
CASTS = 4
#: Where quotas are of the same things, one is filled after the other.
_QUOTAS = {"storage_options": "public_urls"}
_SUITE = "conformance/suite/"


@dataclass(frozen=True, slots=True)
class Stage:
    """Lanes side by side; in each, checks one after the other. Only where `turns`, the target's clock may be turned."""

    lanes: tuple[tuple[pytest.Function, ...], ...]
    turns: bool = False


def stages(
    items: Iterable[pytest.Function],
    requirement: Callable[[pytest.Item], Requirement],
    name: Callable[[pytest.Item], str],
    *,
    lean: bool,
) -> list[Stage]:
    """Stages, one after the other: what disturbs nobody; what fills quotas; what turns the clock; what judges all.

    Where somebody pays, all that generates comes with the clock, one check after the other: so nothing is spent before
    the target has shown that it is there, and each finds what others had made.
    """
    free: dict[Hashable, list[pytest.Function]] = {}
    quotas: dict[Hashable, list[pytest.Function]] = {}
    turning: list[pytest.Function] = []
    last: list[pytest.Function] = []
    casts = 0
    for item in items:
        judged, check = requirement(item), name(item)
        folder = check.removeprefix(_SUITE).partition("/")[0]
        late = bool(DISTURBING.intersection(judged.needs)) or item.get_closest_marker("alone") is not None
        if item.get_closest_marker("last") is not None:
            last.append(item)
        elif lean and (late or generates(judged) or of_family(check)):
            turning.append(item)
        elif "quota" in judged.needs and "clock" not in judged.needs:
            quotas.setdefault(_QUOTAS.get(folder, folder), []).append(item)
        elif late:
            turning.append(item)
        else:
            if CAST in item.fixturenames:
                casts += 1
            free.setdefault(_lane(item, check, casts % CASTS), []).append(item)
    ordered = sorted(free.values(), key=lambda lane: _place(lane[0], name(lane[0])))
    return [
        _side_by_side(ordered),
        _side_by_side(quotas.values()),
        Stage((tuple(turning),) if turning else (), turns=True),
        _side_by_side([[item] for item in last]),
    ]


def _lane(item: pytest.Function, check: str, cast: int) -> Hashable:
    """What shares a lane: the one run of Schemathesis, a stock that is used up, or the voices that a team may have."""
    if of_family(check):
        return FAMILY
    if CAST in item.fixturenames:
        return CAST, cast
    return "stock" if "stock" in item.fixturenames else check


def _place(item: pytest.Function, check: str) -> int:
    """Where a lane comes that begins with `item`."""
    kind = check.removeprefix(_SUITE).partition("/")[0]
    if of_family(check):
        kind = FAMILY
    elif CAST in item.fixturenames:
        kind = CAST
    elif _SHELF in item.fixturenames:
        kind = LISTS
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _side_by_side(lanes: Iterable[Sequence[pytest.Function]]) -> Stage:
    return Stage(tuple(map(tuple, lanes)))
