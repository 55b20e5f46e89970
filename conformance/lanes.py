"""Which checks are carried out side by side, and which one after the other, where many are under way at once."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

import pytest

from conformance.selection import DISTURBING, generates, of_family
from specs import Requirement

#: In which order checks begin. First what takes longest where a target is far away; then what walks through the list
#: of all files, before it is long, and what makes no files meanwhile.
FAMILY, LISTS = "family", "lists"
ORDER = (
    FAMILY,
    LISTS,
    "sockets",
    "speech",
    "transcription",
    "storage_options",
    "file_inputs",
    "videos",
)
#: Fixtures: of checks that walk through the list, of those that make voices, and of those that use up what is stored.
_SHELF, CAST, _STOCK = "shelf", "cast", "stock"
#: A team may have few custom voices, and a check holds up to three, or twice as many in its lives: so many at once.
CASTS = 6
#: Among those, what takes longest begins first.
_LIVES = "lives"
#: Where quotas are of the same things, one is filled after the other.
_QUOTAS = {"storage_options": "public_urls"}
_SUITE = "conformance/suite/"


@dataclass(frozen=True, slots=True)
class Stage:
    """Lanes side by side; in each, checks one after the other. Only where `turns`, the target's clock may be turned.

    A lane may take its checks from the same place as others; so many `checks` there are in all.
    """

    lanes: tuple[Iterable[pytest.Function], ...]
    checks: int
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
    casts: list[pytest.Function] = []
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
        elif CAST in item.fixturenames and not of_family(check):
            casts.append(item)
        else:
            free.setdefault(_lane(item, check), []).append(item)
    ordered = sorted(free.values(), key=lambda lane: _place(lane[0], name(lane[0])))
    waiting = deque(sorted(casts, key=lambda item: _LIVES not in name(item)))
    return [
        # The family first, then those with voices: they take longest.
        Stage(
            (*ordered[:1], *(_taken(waiting) for _ in range(CASTS)), *ordered[1:]),
            sum(map(len, ordered)) + len(casts),
        ),
        _side_by_side(quotas.values()),
        Stage((turning,) if turning else (), len(turning), turns=True),
        _side_by_side([[item] for item in last]),
    ]


def _lane(item: pytest.Function, check: str) -> Hashable:
    """What shares a lane: the one run of Schemathesis, or a stock that is used up."""
    if of_family(check):
        return FAMILY
    return _STOCK if _STOCK in item.fixturenames else check


def _place(item: pytest.Function, check: str) -> int:
    """Where a lane comes that begins with `item`."""
    kind = check.removeprefix(_SUITE).partition("/")[0]
    if of_family(check):
        kind = FAMILY
    elif _SHELF in item.fixturenames:
        kind = LISTS
    return ORDER.index(kind) if kind in ORDER else len(ORDER)


def _taken(waiting: deque[pytest.Function]) -> Iterator[pytest.Function]:
    """A lane that takes the next of those that wait, whenever it is free."""
    while True:
        try:
            yield waiting.popleft()
        except IndexError:
            return


def _side_by_side(lanes: Iterable[Sequence[pytest.Function]]) -> Stage:
    each = tuple(lanes)
    return Stage(each, sum(map(len, each)))
