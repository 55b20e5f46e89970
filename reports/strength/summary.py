"""`summary.md` of a kill matrix, short enough for the summary of a CI job."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from reports.markdown import code, escaped
from reports.reasons import some
from reports.strength.exits import meaning
from reports.strength.kill import Fault, Kills
from reports.strength.tables import (
    Count,
    about,
    blamed,
    by_area,
    by_kind,
    by_rule,
    control_sentence,
    efforts,
    how,
    peer_rows,
    reasons,
)
from reports.words import counted, one_line

SHOWN = 60


def text(kills: Kills) -> str:
    """The text of `summary.md`."""
    blocks = [
        "# Strength of the suite",
        f"**{escaped(meaning(kills))}** {escaped(control_sentence(kills))}",
        _table(
            ("Area", "Faults", *_COUNTED),
            [
                *((area, each.name, *_cells(each)) for area, each in by_area(kills)),
                *(("**all**", each.name, *_cells(each)) for each in by_kind(kills)),
            ],
            words=2,
        ),
        *_section("What it took", ("To catch a fault", "median", "95 of 100", "most"), efforts(kills)),
        *_faults("Survivors", kills.survivors, about),
        *_explained(kills),
        *_faults(
            "Caught in spite of a reason why not", kills.refuted, lambda fault: one_line(fault.explained)
        ),
        *_faults("Not judged", kills.unjudged, lambda fault: fault.broken or "it was broken off before"),
        *_faults("False attributions", kills.false, blamed),
        *_untripped(kills),
        *_section(
            "Generated faults by rule",
            ("Rule", *_COUNTED),
            ((each.name, *_cells(each)) for each in by_rule(kills)),
        ),
        *_peers(kills),
        f"<sub>{escaped(how(kills))} · xai-conformance {escaped(kills.version)}</sub>",
    ]
    return "\n\n".join(blocks) + "\n"


_COUNTED = ("number", "caught", "share", "survived", "explained", "not judged", "falsely attributed")


def _cells(each: Count) -> tuple[str, ...]:
    left = (each.survived, each.explained, each.unjudged, each.false)
    return (str(each.faults), str(each.caught), each.share, *(str(number or "") for number in left))


def _table(heads: Iterable[str], rows: Iterable[Iterable[str]], words: int = 1) -> str:
    names = list(heads)
    return "\n".join(
        [
            f"| {' | '.join(names)} |",
            f"|{':--|' * words}{'--:|' * (len(names) - words)}",
            *(f"| {' | '.join(row)} |" for row in rows),
        ]
    )


def _section(title: str, heads: Iterable[str], rows: Iterable[Iterable[str]]) -> Iterator[str]:
    if found := list(rows):
        yield f"## {title}"
        yield _table(heads, found)


def _faults(title: str, faults: tuple[Fault, ...], said: Callable[[Fault], str]) -> Iterator[str]:
    if not faults:
        return
    yield f"## {title}: {len(faults)}"
    lines = [
        f"- {code(fault.name)}: {escaped(one_line(fault.summary))} ({escaped(said(fault))})"
        for fault in faults[:SHOWN]
    ]
    more = [f"- and {len(faults) - SHOWN} more: see `strength.json`"] if len(faults) > SHOWN else []
    yield "\n".join([*lines, *more])


def _explained(kills: Kills) -> Iterator[str]:
    if not kills.explained:
        return
    yield f"## Survivors for a reason: {len(kills.explained)}"
    yield "\n".join(
        f"- {len(each)}: {escaped(one_line(reason))} ({code(some(fault.name for fault in each))})"
        for reason, each in reasons(kills.explained).items()
    )


def _untripped(kills: Kills) -> Iterator[str]:
    if kills.untripped:
        yield f"## {counted(len(kills.untripped), 'requirement')} that no fault trips"
        yield "\n".join(f"- {code(name)}" for name in kills.untripped)


def _peers(kills: Kills) -> Iterator[str]:
    if kills.peers is None:
        return
    yield f"## The same faulty servers, {kills.peers.seconds:g} s a fault for each tool"
    rows = ([escaped(one_line(cell, 200)) for cell in row] for row in peer_rows(kills.peers))
    yield _table(("Tool", "caught", "share", "median seconds", "without a fault"), rows)
