"""Every fault against the requirements that could see it: the kill matrix, made in rounds."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import specs
from conformance.selection import FAMILY
from conformance.strength.fault import GENERATED, Tried
from conformance.strength.job import Deviation, Job, Outcome
from conformance.strength.judges import Judges, JudgesGone
from conformance.strength.tripping import tripping, watching

#: What is judged for each fault: what could see it, its area, or the whole catalogue.
OWN, AREA, ALL = SCOPES = ("own", "area", "all")
#: So many requirements are tried first with a generated fault; nearly always one of them catches it.
_FIRST = 4
#: Random inputs a check for what enumerated ones did not show.
_MORE = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How hard to try. `seeds` are those of the control runs; the first is also that of the faults."""

    workers: int
    seeds: Sequence[int] = (1,)
    examples: int = 0
    scope: str = OWN


@dataclass(slots=True, kw_only=True)
class Entry:
    """What is known of one fault.

    `met` are the requirements whose checks meet it, where that is known, and `FAMILY` if Schemathesis does; `caught` is
    the deviation that was found first; `deviating` are all requirements that deviated in what was judged, in the
    catalogue's order.
    """

    tried: Tried
    met: tuple[str, ...] | None = None
    caught: Deviation | None = None
    deviating: tuple[str, ...] = ()
    judged: int = 0
    broken: str = ""
    whole: bool = False

    def take(self, outcome: Outcome) -> None:
        """Add what one job has shown."""
        self.judged += len(outcome.outcomes)
        self.whole = self.whole or outcome.job.requirements is None
        if outcome.broken:
            self.broken = outcome.broken
        if outcome.deviations and self.caught is None:
            self.caught = outcome.deviations[0]
        order = specs.load().requirements
        found = {*self.deviating, *(each.requirement for each in outcome.deviations)}
        self.deviating = tuple(sorted(found, key=lambda name: order[name].order))

    @property
    def falsely(self) -> str | None:
        """The requirement that is blamed without reason; `None` where there is none.

        Of a hand-written fault that is the first that deviates, if it is not the fault's own; of a generated one, any
        of an area that is not the fault's and of which no check had met it.
        """
        if self.tried.breaks is not None:
            first = self.deviating[0] if self.deviating else None
            return first if first not in (None, self.tried.breaks) else None
        requirements = specs.load().requirements
        met = {FAMILY if name == FAMILY else requirements[name].area for name in self.met or ()}
        areas = {self.tried.area, *met}
        return next((name for name in self.deviating if requirements[name].area not in areas), None)


@dataclass(slots=True, kw_only=True)
class Matrix:
    """Everything that was found. `controls` are the unfaulted runs, `complete` says that nothing was broken off."""

    settings: Settings
    controls: list[Outcome] = field(default_factory=list)
    entries: dict[str, Entry] = field(default_factory=dict)
    complete: bool = False


#: Told after each job how many of how many are done, and of what.
Tell = Callable[[str, int, int], None]


def matrix(found: Matrix, faults: Sequence[Tried], tell: Tell) -> None:
    """Fill `found`, bit by bit, so that what is known so far is there when it is interrupted.

    Raises:
        JudgesGone: the process that judges broke down.
    """
    settings = found.settings
    found.entries |= {tried.name: Entry(tried=tried) for tried in faults}
    with Judges(settings.workers) as judges, tempfile.TemporaryDirectory(prefix="strength-") as folder:
        trace = Path(folder) / "trace"
        trace.touch()
        for number, seed in enumerate(settings.seeds):
            tell("control", number, len(settings.seeds))
            traced = str(trace) if number == 0 else None
            job = Job(
                fault=None,
                requirements=_of_control(settings, faults),
                examples=settings.examples,
                seed=seed,
                trace=traced,
            )
            found.controls += judges.judge([job])
            tell("control", number + 1, len(settings.seeds))
            if found.controls[-1].broken:
                raise JudgesGone(f"nothing was judged without a fault: {found.controls[-1].broken}")
        met = tripping(found.controls[0], trace)
        for entry in found.entries.values():
            if entry.tried.kind == GENERATED:
                entry.met = met.get(entry.tried.name, ())
        for name, jobs in _rounds(found):
            for done, outcome in enumerate(judges.judge(jobs), 1):
                assert outcome.job.fault is not None
                found.entries[outcome.job.fault].take(outcome)
                tell(name, done, len(jobs))
    found.complete = True


def _of_control(settings: Settings, faults: Sequence[Tried]) -> tuple[str, ...] | None:
    """What is judged without a fault: everything, or what hand-written faults alone break, so that a few are quick."""
    own = tuple(dict.fromkeys(tried.breaks for tried in faults if tried.breaks is not None))
    everything = settings.scope != OWN or any(tried.breaks is None for tried in faults)
    return None if everything else own


def _rounds(found: Matrix) -> Iterator[tuple[str, list[Job]]]:
    """Jobs, round by round: those of a round are for what the rounds before it did not catch."""
    settings = found.settings
    if settings.scope == OWN:
        yield "first", list(_jobs(found, _likeliest, stop=True))
        yield "what watches all traffic", list(_jobs(found, _watchers, stop=True))
        yield "all that meet them", list(_jobs(found, _meeting, stop=True))
        yield "Schemathesis", list(_jobs(found, _by_family, stop=True, family=True))
        # Checks share what is made once, and more of it than is known.
        yield "their areas", list(_jobs(found, _unexplained(_in_area), stop=True))
    else:
        everything = _in_area if settings.scope == AREA else _everything
        yield settings.scope, list(_jobs(found, everything, stop=False))
    yield "random inputs", list(_jobs(found, _unexplained(_own_or_meeting), stop=True, examples=_MORE))
    if settings.scope != ALL:
        yield "everything", list(_jobs(found, _everything_else, stop=True))


def _jobs(
    found: Matrix,
    chosen: Callable[[Entry], Iterable[str] | None],
    *,
    stop: bool,
    family: bool = False,
    examples: int | None = None,
) -> Iterator[Job]:
    settings = found.settings
    for entry in found.entries.values():
        # What no check's request could make show needs no judging.
        unmet = entry.tried.kind == GENERATED and not entry.met
        if entry.caught is not None or unmet:
            continue
        requirements = chosen(entry)
        names = None if requirements is None else tuple(requirements)
        if names is None or names or (family and entry.met and FAMILY in entry.met):
            yield Job(
                fault=entry.tried.name,
                requirements=names,
                examples=settings.examples if examples is None else examples,
                seed=settings.seeds[0],
                family=family,
                stop=stop,
            )


def _unexplained(chosen: Callable[[Entry], Iterable[str]]) -> Callable[[Entry], Iterable[str]]:
    """The same, but for faults of which it is said why nothing can catch them: they survive, which takes longest."""
    return lambda entry: () if entry.tried.explained else chosen(entry)


def _likeliest(entry: Entry) -> Iterable[str]:
    if entry.tried.breaks is not None:
        return (entry.tried.breaks,)
    return tuple(_meeting(entry))[:_FIRST]


def _watchers(entry: Entry) -> Iterable[str]:
    """What watches all traffic sees most of what is wrong with an answer."""
    watching_all = {requirement.id for requirement in watching()}
    return (name for name in entry.met or () if name in watching_all)


def _meeting(entry: Entry) -> Iterable[str]:
    """All that could see a generated fault: no other check's requests come to where it shows."""
    return (name for name in entry.met or () if name != FAMILY)


def _by_family(_: Entry) -> Iterable[str]:
    """Nothing but the family, which is asked for by a word of its own."""
    return ()


def _own_or_meeting(entry: Entry) -> Iterable[str]:
    return (entry.tried.breaks,) if entry.tried.breaks is not None else _meeting(entry)


def _in_area(entry: Entry) -> Iterable[str]:
    area = entry.tried.area
    names = {r.id for r in specs.load().requirements.values() if r.area == area and r.excluded is None}
    return sorted(names | set(_likeliest(entry)))


def _everything(_: Entry) -> Iterable[str] | None:
    return None


def _everything_else(entry: Entry) -> Iterable[str] | None:
    """Of a generated fault all that could see it has been judged."""
    return () if entry.tried.kind == GENERATED else None
