"""How checks are written: `@requirement(...)` names the promise, `@given(...)` supplies the inputs.

    @requirement("public-url.expiry.bounds")
    @given(miss=near_misses("CreatePublicUrl", rules=("minimum", "maximum")))
    def test_refuses_an_expiry_outside_the_bounds(api, shareable, miss): ...

Every input that `cover()` lists is tried first and in full, simplest first; random generation goes beyond
it for as many examples as the run asks for. A failure is shrunk by Hypothesis and reported with its inputs.
"""

from __future__ import annotations

import functools
import hashlib
import inspect
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.errors import FlakyFailure
from hypothesis.stateful import RuleBasedStateMachine, run_state_machine_as_test

import specs
from conformance import trial, waves
from conformance.outcomes import NotOffered, NoVerdict, Untestable
from strategies.inputs import Inputs

__all__ = ["NoVerdict", "Untestable", "given", "observe", "requirement", "run_all", "run_machine"]

Check = Callable[..., None]


@dataclass(slots=True)
class Effort:
    """How hard a run tries: `examples` beyond the enumerated ones, drawn from `seed`.

    In a `lean` run somebody pays for what is generated: what costs anything gets no random examples.
    """

    examples: int = 20
    seed: int = 0
    lean: bool = False

    def drawn(self) -> int:
        """How many random examples the check at hand gets."""
        judged = specs.load().requirements.get(trial.current().requirement)
        return 0 if self.lean and judged is not None and judged.cost != FREE else self.examples


_NOT_AGAIN = "It did not show again with the same inputs."
#: Fixtures that make something for each example, or that no example changes.
_SHAREABLE = frozenset({
    "api", "other_team", "store", "sharing", "session", "shelf", "metadata", "plenty", "few", "filtering", "studio",
})  # fmt: skip
#: What a requirement costs whose checks generate nothing.
FREE = "free"
effort = Effort()


def requirement(requirement_id: str) -> Callable[[Check], Check]:
    """Say which requirement of the catalogue the check judges. One check judges one."""
    mark: Callable[[Check], Check] = pytest.mark.requirement(requirement_id)
    return mark


def observe(what: str, value: Any) -> None:
    """Note what the target does; `value` is JSON. The way in which OBSERVE checks speak."""
    trial.current().observe(what, value)


def given(
    *, apart: bool = False, **inputs: Inputs[Any] | Callable[..., Inputs[Any]]
) -> Callable[[Check], Check]:
    """Run the check for every enumerated input, then for random ones.

    On a target that is far away examples travel together, unless they have a fixture that not every example can have
    at once (`_SHAREABLE`), or are to be kept `apart`.

    Several inputs are covered one at a time, the others at their simplest. What is not named here are
    fixtures, shared by all examples of one check. Inputs that depend on what is stored are functions of
    fixtures that the check also takes: `@given(wanted=lambda metadata: filters.filters(metadata))`.
    """

    def decorate(check: Check) -> Check:
        signature = inspect.signature(check)
        fixtures = [p for p in signature.parameters.values() if p.name not in inputs]

        @functools.wraps(check)
        def run(**fixture_values: Any) -> None:
            examples = _Examples(functools.partial(check, **fixture_values))
            replayed = trial.current().values
            if replayed is not None:
                examples.one(**replayed)
            else:
                made = {name: _made(each, fixture_values) for name, each in inputs.items()}
                _try(examples.one, made, apart=apart or not _SHAREABLE.issuperset(fixture_values))
            examples.end()

        run.__signature__ = signature.replace(parameters=fixtures)  # type: ignore[attr-defined]
        return run

    return decorate


@dataclass(slots=True)
class _Examples:
    """The examples of a check. Those that an SDK has no place for are passed over, if there are others."""

    check: Check
    _judged: int = 0
    _lacks: list[NotOffered] = field(default_factory=list)

    def one(self, **values: Any) -> None:
        """Try these inputs."""
        trial.current().begin(values)
        try:
            self.check(**values)
        except AssertionError:
            trial.current().fail()
            raise
        except NotOffered as lack:
            trial.current().examples -= 1
            self._lacks.append(lack)
        else:
            self._judged += 1

    def end(self) -> None:
        """All were tried.

        Raises:
            NotOffered: there was none that the SDK has a place for.
        """
        if self._lacks and not self._judged:
            raise self._lacks[0]


def _try(example: Check, made: Mapping[str, Inputs[Any]], *, apart: bool) -> None:
    """Every enumerated input, then random ones."""
    if waves.width() > 1 and not apart:
        _travel(example, made)
        return
    for values in _cover(made):
        example(**values)
    if (strategies := _drawn(made)) is not None:
        _hunt(hypothesis.given(**strategies)(example))


def _drawn(made: Mapping[str, Inputs[Any]]) -> dict[str, Any] | None:
    """The strategies that random inputs come from; `None` where there are to be none."""
    if not effort.drawn() or (len(made) == 1 and all(each.finite for each in made.values())):
        return None
    return {name: each.strategy for name, each in made.items()}


def _travel(example: Check, made: Mapping[str, Inputs[Any]]) -> None:
    """Every example, as many at once as travel together; one that fails is tried again alone, and shrunk."""
    covered = list(_cover(made))
    if (failed := _wave(example, covered)) is not None:
        _again(partial(example, **covered[failed[0]]), failed[1])
    if (strategies := _drawn(made)) is None:
        return
    values: list[dict[str, Any]] = []
    trial.current().drawn = True
    # The same seed gives the same inputs, so that a hunt alone comes upon what has failed here.
    _guarded(
        hypothesis.seed(_seed())(_settings()(hypothesis.given(**strategies)(lambda **v: values.append(v))))
    )
    if (failed := _wave(example, values)) is not None:
        _again(partial(_hunt, hypothesis.given(**strategies)(example)), failed[1])


def _wave(example: Check, examples: Sequence[dict[str, Any]]) -> tuple[int, AssertionError] | None:
    """Try inputs side by side: the first that fails, by its place. What is no failure is raised."""
    ended = waves.together([partial(example, **values) for values in examples])
    for number, error in enumerate(ended):
        if isinstance(error, AssertionError):
            return number, error
        if error is not None:
            raise error
    return None


def _again(alone: Callable[[], None], first: AssertionError) -> None:
    """Try alone what has failed beside others. What was seen was seen, also if it does not show again."""
    seen, trial.current().failure = trial.current().failure, None
    alone()
    trial.current().failure = seen
    first.add_note(_NOT_AGAIN)
    raise first


def run_all(acts: Iterable[Callable[[], None]], *, most: int | None = None) -> None:
    """Carry out what has nothing to do with each other: where that is quicker, up to `most` side by side.

    Raises:
        BaseException: what the first of them raised that raised anything.
    """
    wanted = list(acts)
    if waves.width() == 1:
        for act in wanted:
            act()
        return
    for error in waves.together(wanted, most=most):
        if error is not None:
            raise error


def run_machine(
    machine: Callable[[], RuleBasedStateMachine], *, steps: int, share: int = 1, most: int | None = None
) -> None:
    """Run a state machine for as many whole lives as the run has examples, each of at most `steps` steps.

    Where a life takes long, `share` says that only one in so many is lived. No more than `most` are lived at once.
    Hypothesis does not shrink it: the machine's own way of dropping steps costs a tenth of the requests.
    """
    if effort.drawn():
        lives = max(1, effort.examples // share)
        if waves.width() == 1:
            _live(machine, lives, steps, _seed())
            return
        abreast = min(waves.width(), most or waves.width(), lives)
        groups = [lives // abreast + (number < lives % abreast) for number in range(abreast)]
        trial.current().drawn = True
        run_all([
            partial(_live, machine, some, steps, _seed() + number) for number, some in enumerate(groups)
        ])  # fmt: skip


def _live(machine: Callable[[], RuleBasedStateMachine], lives: int, steps: int, seed: int) -> None:
    """Live so many lives, one after the other."""
    # Any callable that makes a machine will do, whatever the annotation says; the seed is set on one of its own.
    factory: Any = hypothesis.seed(seed)(lambda: machine())  # noqa: PLW0108
    effort_ = settings(_settings(shrink=False, stateful_step_count=steps), max_examples=lives)
    _guarded(lambda: run_state_machine_as_test(factory, settings=effort_))


def _made(inputs: Inputs[Any] | Callable[..., Inputs[Any]], fixtures: Mapping[str, Any]) -> Inputs[Any]:
    if isinstance(inputs, Inputs):
        return inputs
    return inputs(**{name: fixtures[name] for name in inspect.signature(inputs).parameters})


def _cover(inputs: Mapping[str, Inputs[Any]]) -> Iterator[dict[str, Any]]:
    covers = {name: each.cover() for name, each in inputs.items()}
    simplest = {name: values[0] for name, values in covers.items()}
    yield simplest
    for name, values in covers.items():
        for value in values[1:]:
            yield {**simplest, name: value}


def _hunt(test: Check) -> None:
    _guarded(hypothesis.seed(_seed())(_settings()(test)))


def _seed() -> int:
    """It depends on the check's own name, so that leaving out other checks changes nothing."""
    digest = hashlib.sha256(f"{effort.seed} {trial.current().check}".encode()).digest()
    return int.from_bytes(digest[:8], "big")


def _guarded(test: Callable[[], None]) -> None:
    trial.current().drawn = True
    try:
        test()
    except FlakyFailure as error:
        # It failed once and not again. What was seen was seen, but it may be a race of the target's.
        first = error.exceptions[0]
        first.add_note(_NOT_AGAIN)
        raise first from None


def _settings(*, shrink: bool = True, **more: Any) -> settings:
    return settings(
        max_examples=max(1, effort.examples),
        database=None,
        deadline=None,
        derandomize=False,
        phases=(Phase.generate, Phase.shrink) if shrink else (Phase.generate,),
        report_multiple_bugs=False,
        print_blob=False,
        verbosity=hypothesis.Verbosity.quiet,
        suppress_health_check=list(HealthCheck),
        **more,
    )
