"""The verdict on every requirement in scope, folded from the events of a run."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from reports.driver import Driver, Program
from reports.events import (
    Blame,
    CheckFinished,
    CheckStarted,
    CleanedUp,
    Counterexample,
    Event,
    Exchange,
    Observation,
    RunFinished,
    RunStarted,
    Target,
    Used,
    Verdict,
)
from reports.transcripts import Transcript
from reports.usage import Usage, total
from specs.model import Level, Requirement, Spec

NOT_REACHED = "not reached"
INTERRUPTED_BEFORE = "the run was interrupted before"
INTERRUPTED_DURING = "the run was interrupted while it was checked"
UNKNOWN_AREA = "unknown"

# What a requirement comes to is the worst of its checks.
RANK: Mapping[Verdict, int] = {
    Verdict.DEVIATES: 5,
    Verdict.ERROR: 4,
    Verdict.DEFERRED: 3,
    Verdict.UNTESTABLE: 2,
    Verdict.CONFORMS: 1,
    Verdict.OBSERVED: 0,
}
JUDGED = frozenset({Verdict.CONFORMS, Verdict.DEVIATES, Verdict.OBSERVED})


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckVerdict:
    """What one check came to; `check` is its pytest node id, `seconds` how long it took."""

    check: str
    verdict: Verdict
    message: str
    counterexample: Counterexample | None = None
    blame: Blame | None = None
    observations: tuple[Observation, ...] = ()
    exchanges: tuple[Exchange, ...] = ()
    transcripts: tuple[Transcript, ...] = ()
    examples: int = 0
    seconds: float = 0.0
    program: Program | None = None
    offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class RequirementVerdict:
    """What one requirement came to, with its evidence.

    `location` is where the docs say it. `because` are the ids of requirements that it builds on and that
    deviate too, so that they probably explain this one. `message` and what follows are those of the check
    that decided; `observations` are those of all checks.
    """

    id: str
    area: str
    level: Level
    claim: str
    location: str
    verdict: Verdict
    message: str
    checks: tuple[CheckVerdict, ...]
    because: tuple[str, ...] = ()

    @property
    def deciding(self) -> CheckVerdict | None:
        """The first of the checks that came to the verdict; None where nothing was reached."""
        return next((check for check in self.checks if check.verdict is self.verdict), None)

    @property
    def counterexample(self) -> Counterexample | None:
        """The smallest input that shows the deviation."""
        return self.deciding.counterexample if self.deciding else None

    @property
    def exchanges(self) -> tuple[Exchange, ...]:
        """The requests of the failing example, in order."""
        return self.deciding.exchanges if self.deciding else ()

    @property
    def telling(self) -> Exchange | None:
        """The request of which the message speaks, else the last one: checks may look around after a failure."""
        operation, _, rest = self.message.partition(" answered ")
        told = [
            each for each in self.exchanges if each.operation == operation and str(each.status) == rest[:3]
        ]
        return next(reversed(told or self.exchanges), None)

    @property
    def transcripts(self) -> tuple[Transcript, ...]:
        """What was said on sockets in the failing example."""
        return self.deciding.transcripts if self.deciding else ()

    @property
    def program(self) -> Program | None:
        """What the failing example did, in the language of the SDK that was judged."""
        return self.deciding.program if self.deciding else None

    @property
    def offered(self) -> bool:
        """Whether the SDK has what it takes to judge this; False where all that is untestable is so for its sake."""
        lacking = [check for check in self.checks if check.verdict is Verdict.UNTESTABLE]
        return (
            self.verdict is not Verdict.UNTESTABLE or not lacking or any(check.offered for check in lacking)
        )

    @property
    def blame(self) -> Blame | None:
        """To whom the deviation points."""
        return self.deciding.blame if self.deciding else None

    @property
    def observations(self) -> tuple[Observation, ...]:
        """What all of its checks recorded."""
        return tuple(observation for check in self.checks for observation in check.observations)

    @property
    def exercised(self) -> bool:
        """Whether at least one of its checks ran to a judgement."""
        return any(check.verdict in JUDGED for check in self.checks)

    @property
    def seconds(self) -> float:
        """How long its checks took together."""
        return sum(check.seconds for check in self.checks)


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A whole run, judged. `requirements` holds those in scope, in the order of the catalogue.

    `omitted` are the ids that the catalogue has (and does not exclude) and that were not in scope.
    `complete` says that the plan ran to its end, `interrupted` that somebody or something stopped it.
    `started` is in Unix seconds, None when the stream has no beginning. `usage` is what all workers used
    together, None when no line of the stream tells. In a `lean` run somebody paid. `driver` is the SDK that was judged,
    None where requests were sent without one.
    """

    run: str
    version: str
    target: Target
    spec: str
    seed: int
    examples: int
    areas: tuple[str, ...]
    levels: tuple[Level, ...]
    requirements: Mapping[str, RequirementVerdict]
    omitted: tuple[str, ...]
    interrupted: bool
    complete: bool
    started: float | None
    seconds: float
    cleanups: tuple[CleanedUp, ...]
    usage: Usage | None = None
    lean: bool = False
    driver: Driver | None = None

    @property
    def totals(self) -> Mapping[str, Mapping[Level, Mapping[Verdict, int]]]:
        """How many requirements came to each verdict, by area and level; zeros are left out."""
        totals: dict[str, dict[Level, dict[Verdict, int]]] = {}
        for found in self.requirements.values():
            counts = totals.setdefault(found.area, {}).setdefault(found.level, {})
            counts[found.verdict] = counts.get(found.verdict, 0) + 1
        return totals

    @property
    def exercised(self) -> int:
        """How many of the requirements in scope were really judged by a check."""
        return sum(found.exercised for found in self.requirements.values())

    @property
    def whole(self) -> bool:
        """Whether the run reached its end with every requirement of the catalogue in scope."""
        return self.complete and not self.interrupted and not self.omitted

    @property
    def judged(self) -> int:
        """How many requirements came to a judgement."""
        return sum(found.verdict in JUDGED for found in self.requirements.values())

    def having(self, verdict: Verdict, *levels: Level) -> tuple[RequirementVerdict, ...]:
        """The requirements with `verdict`, at any of `levels` (at all when none is given), in order."""
        return tuple(
            found
            for found in self.requirements.values()
            if found.verdict is verdict and (not levels or found.level in levels)
        )

    @property
    def deviations(self) -> tuple[RequirementVerdict, ...]:
        """What deviates: MUST before SHOULD, causes before consequences, then the order of the catalogue."""
        return tuple(
            found
            for level in (Level.MUST, Level.SHOULD)
            for found in _causes_first(self.having(Verdict.DEVIATES, level))
        )


def fold(events: Iterable[Event], spec: Spec) -> Run:
    """The verdicts that `events` amount to. Never raises for events in any order.

    A stream may hold several runs, such as the shards of one: the scope is then that of all of them, and
    the first one names target and seed. What a check found stays, unless the check was deferred and judged
    later. Without a `run-finished` for every `run-started` the run counts as interrupted.
    """
    starts: list[RunStarted] = []
    ends: list[RunFinished] = []
    cleanups: list[CleanedUp] = []
    used: list[Usage] = []
    begun: dict[tuple[str, str], None] = {}
    results: dict[tuple[str, str], CheckVerdict] = {}
    for event in events:
        match event:
            case RunStarted():
                starts.append(event)
            case CheckStarted():
                begun[event.requirement, event.check] = None
            case CheckFinished():
                key = (event.requirement, event.check)
                results[key] = _worse(results.get(key), _check_verdict(event))
            case CleanedUp():
                cleanups.append(event)
            case Used():
                used.append(event.usage)
            case RunFinished():
                ends.append(event)
    interrupted = len(ends) < max(len(starts), 1) or any(end.interrupted for end in ends)
    for requirement, check in begun.keys() - results.keys():
        results[requirement, check] = _unfinished(check, interrupted=interrupted)
    requirements = _requirements(starts, results, spec, interrupted=interrupted)
    first = starts[0] if starts else None
    driver = next((start.driver for start in starts if start.driver), None)
    return Run(
        run=first.run if first else "",
        version=first.version if first else "",
        target=first.target if first else Target(name="unknown", base_url="", embedded=False),
        spec=first.spec if first else spec.digest,
        seed=first.seed if first else 0,
        examples=first.examples if first else 0,
        areas=tuple(dict.fromkeys(area for start in starts for area in start.areas)),
        levels=tuple(level for level in Level if any(level in start.levels for start in starts)),
        requirements=requirements,
        omitted=tuple(
            id_
            for id_, known in spec.requirements.items()
            if not known.excluded and id_ not in requirements and (driver is not None or not known.of_sdks)
        ),
        interrupted=interrupted,
        complete=bool(ends) and not interrupted and all(end.complete for end in ends),
        started=min((start.time for start in starts), default=None),
        seconds=max((end.seconds for end in ends), default=0.0),
        cleanups=tuple(cleanups),
        usage=total(used),
        lean=any(start.lean for start in starts),
        driver=driver,
    )


def _check_verdict(event: CheckFinished) -> CheckVerdict:
    return CheckVerdict(
        check=event.check,
        verdict=event.outcome,
        message=event.message,
        counterexample=event.counterexample,
        blame=event.blame,
        observations=event.observations,
        exchanges=event.exchanges,
        transcripts=event.transcripts,
        examples=event.examples,
        seconds=event.seconds,
        program=event.program,
        offered=event.offered,
    )


def _worse(earlier: CheckVerdict | None, later: CheckVerdict) -> CheckVerdict:
    if earlier is None or earlier.verdict is Verdict.DEFERRED:
        return later
    return later if RANK[later.verdict] > RANK[earlier.verdict] else earlier


def _unfinished(check: str, *, interrupted: bool) -> CheckVerdict:
    if interrupted:
        return CheckVerdict(check=check, verdict=Verdict.UNTESTABLE, message=INTERRUPTED_DURING)
    # Nobody stopped the run, so the process that ran this check was lost: a fault of ours, or of the machine.
    return CheckVerdict(check=check, verdict=Verdict.ERROR, message="the check started and never finished")


def _requirements(
    starts: list[RunStarted],
    results: Mapping[tuple[str, str], CheckVerdict],
    spec: Spec,
    *,
    interrupted: bool,
) -> dict[str, RequirementVerdict]:
    checks: dict[str, list[CheckVerdict]] = {id_: [] for start in starts for id_ in start.requirements}
    # What a check ran for is in scope too: a deviation must not be lost because a list forgot it.
    for (id_, _), result in results.items():
        checks.setdefault(id_, []).append(result)
    known = spec.requirements
    ids = sorted(checks, key=lambda id_: (known[id_].order if id_ in known else len(known), id_))
    verdicts = {
        id_: _requirement_verdict(id_, checks[id_], spec, interrupted=interrupted)
        for id_ in ids
        if id_ not in known or not known[id_].excluded
    }
    deviating = {id_ for id_, found in verdicts.items() if found.verdict is Verdict.DEVIATES}
    for id_ in deviating & known.keys():
        if because := tuple(cause for cause in _foundations(known[id_], spec) if cause in deviating):
            verdicts[id_] = replace(verdicts[id_], because=because)
    return verdicts


def _requirement_verdict(
    id_: str, checks: list[CheckVerdict], spec: Spec, *, interrupted: bool
) -> RequirementVerdict:
    known = spec.requirements.get(id_)
    # The strictest level for what this catalogue does not know: such a run must not look better for it.
    level = known.level if known else Level.MUST
    if level is Level.OBSERVE:
        checks = [_recorded(check) for check in checks]
    checks.sort(key=lambda check: check.check)
    if checks:
        worst = max(checks, key=lambda check: RANK[check.verdict])
        verdict, message = worst.verdict, worst.message
    else:
        verdict, message = Verdict.UNTESTABLE, INTERRUPTED_BEFORE if interrupted else NOT_REACHED
    return RequirementVerdict(
        id=id_,
        area=known.area if known else UNKNOWN_AREA,
        level=level,
        claim=known.claim if known else "This requirement is not in the catalogue.",
        location=spec.location(id_) if known else "unknown",
        verdict=verdict,
        message=message,
        checks=tuple(checks),
    )


def _recorded(check: CheckVerdict) -> CheckVerdict:
    """Where the docs are silent, whatever a target does is recorded and never failed."""
    if check.verdict in {Verdict.DEVIATES, Verdict.CONFORMS}:
        return replace(check, verdict=Verdict.OBSERVED)
    return check


def _foundations(requirement: Requirement, spec: Spec) -> tuple[str, ...]:
    """All that `requirement` builds on, at any remove, nearest first; without itself, even in a circle."""
    found: dict[str, None] = {}
    waiting = list(requirement.builds_on)
    while waiting:
        id_ = waiting.pop(0)
        if id_ not in found and id_ != requirement.id:
            found[id_] = None
            if next_ := spec.requirements.get(id_):
                waiting.extend(next_.builds_on)
    return tuple(found)


def _causes_first(found: Iterable[RequirementVerdict]) -> list[RequirementVerdict]:
    """A stable topological order: the catalogue's, except that nothing stands before what it builds on."""
    waiting = {item.id: item for item in found}
    places = {id_: place for place, id_ in enumerate(waiting)}
    ready = [places[id_] for id_, item in waiting.items() if not waiting.keys() & set(item.because)]
    items = list(waiting.values())
    heapq.heapify(ready)
    ordered: list[RequirementVerdict] = []
    while waiting:
        # In a circle nothing is ever ready; then the catalogue's order decides.
        item = items[heapq.heappop(ready)] if ready else next(iter(waiting.values()))
        if waiting.pop(item.id, None) is None:
            continue
        ordered.append(item)
        for id_, other in waiting.items():
            if item.id in other.because and not waiting.keys() & set(other.because):
                heapq.heappush(ready, places[id_])
    return ordered
