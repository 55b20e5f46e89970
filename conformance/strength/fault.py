"""The faults that are tried, hand-written and generated alike."""

from __future__ import annotations

import difflib
import fnmatch
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import specs
from conformance.emulator.faults import FAULTS
from conformance.emulator.generated import generated
from conformance.emulator.generated.explained import explanation

WRITTEN, GENERATED = "written", "generated"
#: Paths of operations → the area of the catalogue that speaks of them; the first that fits.
_AREAS = (
    ("/public-url", "public-urls"),
    ("/v1/files", "files"),
    ("/v1/images", "images"),
    ("/v1/videos", "videos"),
    ("/xai-imgen", "images"),
    ("/xai-vidgen", "videos"),
    ("/v1/custom-voices", "voices"),
    ("/v1/realtime", "sockets"),
    ("/v1/tts", "speech"),
    ("/v1/stt", "transcription"),
    ("/{token}", "public-urls"),
)
_SOCKETS = "sockets"


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """One fault. `breaks` is the requirement that a hand-written one breaks; generated ones say where they are from.

    `explained` says why nobody could catch it, if that is known.
    """

    name: str
    kind: str
    area: str
    summary: str
    breaks: str | None = None
    operations: tuple[str, ...] = ()
    place: str = ""
    rule: str = ""
    explained: str = ""


def faults(
    *, kinds: Sequence[str] = (WRITTEN, GENERATED), globs: Sequence[str] = (), areas: Sequence[str] = ()
) -> list[Tried]:
    """The faults that are meant; no glob and no area means all."""
    return [
        tried
        for tried in _all()
        if tried.kind in kinds
        and (not globs or any(fnmatch.fnmatchcase(tried.name, glob) for glob in globs))
        and (not areas or tried.area in areas)
    ]


def unmatched(glob: str) -> str | None:
    """The sentence that says that no fault has such a name, with those that are close; `None` where one has."""
    names = [tried.name for tried in _all()]
    if fnmatch.filter(names, glob):
        return None
    near = difflib.get_close_matches(glob, names, n=3, cutoff=0.5)
    hint = (
        f"did you mean {' or '.join(near)}?" if near else "serve --list-faults and --list-generated list them"
    )
    return f"no fault matches {glob!r}; {hint}"


def spread(faults: Sequence[Tried], size: int) -> list[Tried]:
    """So many of them, spread evenly over all, the same every time; all where there are no more."""
    if size >= len(faults):
        return list(faults)
    return [faults[len(faults) * number // size] for number in range(size)]


def _all() -> Iterator[Tried]:
    spec = specs.load()
    for fault in FAULTS.values():
        yield Tried(
            name=fault.name,
            kind=WRITTEN,
            area=spec.requirements[fault.breaks].area,
            summary=fault.summary,
            breaks=fault.breaks,
        )
    for each in generated().values():
        yield Tried(
            name=each.name,
            kind=GENERATED,
            area=_area(each.operations[0]),
            summary=each.summary,
            operations=each.operations,
            place=each.place,
            rule=each.rule,
            explained=explanation(each.name),
        )


def _area(operation: str) -> str:
    described = specs.load().operations.get(operation)
    if described is None:
        return _SOCKETS
    return next(area for part, area in _AREAS if part in described.path)
