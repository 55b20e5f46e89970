"""The pytest side of a run: selects checks, connects the target, turns outcomes into verdicts and events."""

from __future__ import annotations

import contextlib
import os
import random
import secrets
import threading
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

import specs
from conformance import checks, crew, interruption, trial, waves
from conformance.allure_labels import allure_labels
from conformance.emulator.process import EmulatorError, EmulatorProcess
from conformance.fixtures import Fixtures
from conformance.judging import blame, broken_rule, counterexample, judge
from conformance.lanes import stages
from conformance.monitors import Monitor, monitors
from conformance.options import budget, lean, selection
from conformance.options import driver as chosen_driver
from conformance.options import profile as chosen_profile
from conformance.origins import Origins, prepared
from conformance.outcomes import NotOffered, Untestable
from conformance.selection import DISTURBING, FAMILY, SelectionError, of_family
from conformance.stream import EventStream
from conformance.targets.cleanup import clean_up, delete_outstanding
from conformance.targets.driver.plug import Plug
from conformance.targets.exchange import Exchange, as_event
from conformance.targets.hiding import Hider
from conformance.targets.ledger import Ledger
from conformance.targets.profile import Profile, ProfileError
from conformance.targets.smoke import smoke
from conformance.targets.sockets.recorded import as_events
from conformance.targets.target import SERVED, Target, TargetError, connect, keys_from_environment
from conformance.workers import ROOT
from specs import Level, Requirement

_REQUIREMENT = pytest.StashKey[Requirement]()
_SUITE = ROOT / "conformance" / "suite"


class Session:
    """One worker's run of the suite: a plugin object, made by the suite's conftest."""

    def __init__(self, config: pytest.Config) -> None:
        option = config.getoption
        self.spec = specs.load()
        self.strict = option("--conformance-strict")
        self.tag = f"xc-{secrets.token_hex(4)}"
        seed = option("--conformance-seed")
        checks.effort.seed = random.SystemRandom().randrange(2**32) if seed is None else seed
        checks.effort.examples = option("--conformance-examples")
        waves.set_width(option("--conformance-waves"))
        events = option("--conformance-events")
        self.worker = os.environ.get("PYTEST_XDIST_WORKER") or option("--conformance-worker")
        self.stream = EventStream(None if events is None else Path(events), self.worker)
        self.target: Target | None = None
        self.lasting: set[str] = set()
        self.lean = False
        self.monitors: list[Monitor] = []
        self._origins = Origins()
        self._emulator: EmulatorProcess | None = None
        self._stand_ins: dict[str, str] = {}
        self._hider = Hider({})
        self._signals = interruption.Signals()
        self._config = config
        self._fixtures: Fixtures | None = None
        if waves.width() > 1:
            config.pluginmanager.register(crew, "conformance-crew")
        self._allure = allure_labels(config, self.spec, self._hide)
        if (lifeline := option("--conformance-lifeline")) is not None:
            threading.Thread(target=interruption.end_with, args=(lifeline,), daemon=True).start()
        try:
            self.selection = selection(config)
            self.scope = {r.id for r in self.selection.requirements(self.spec)}
            self._driver = Plug.of(chosen_driver(config))
        except SelectionError as error:
            raise pytest.UsageError(str(error)) from None

    @property
    def driven(self) -> bool:
        """Whether an SDK carries out the operations."""
        return self._driver.driven

    # --- choosing

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> None:
        """Spawn the emulator, if it will be needed: it gets ready while the checks are collected."""
        if self._config.option.collectonly:
            return
        # What is wrong with a profile is told when it is connected to.
        with contextlib.suppress(ProfileError):
            if chosen_profile(self._config).base_url is None:
                self._emulator = self._driver.emulator()
                self._emulator.spawn()

    @pytest.hookimpl(trylast=True)
    def pytest_collection_modifyitems(self, config: pytest.Config, items: list[pytest.Item]) -> None:
        """Keep the checks in scope; those that judge all traffic come last, and in every shard."""
        kept: list[pytest.Item] = []
        dropped: list[pytest.Item] = []
        final: list[pytest.Item] = []
        for item in items:
            # Somebody's own tests may be marked with a word of the same spelling.
            mark = item.get_closest_marker("requirement") if item.path.is_relative_to(_SUITE) else None
            if mark is None:
                kept.append(item)
                continue
            requirement = self.spec.requirements.get(mark.args[0])
            if requirement is None:
                raise pytest.UsageError(f"{item.nodeid} names the unknown requirement {mark.args[0]!r}")
            item.stash[_REQUIREMENT] = requirement
            last = item.get_closest_marker("last") is not None
            alone = item.get_closest_marker("alone") is not None
            if (
                requirement.id in self.scope
                and self.selection.judges(_check(item), requirement)
                and (last or self.selection.has(_check(item), requirement, alone=alone))
            ):
                (final if last else kept).append(item)
            else:
                dropped.append(item)
        kept.sort(key=self._place)
        items[:] = kept + final
        if dropped:
            config.hook.pytest_deselected(items=dropped)

    def _place(self, item: pytest.Item) -> tuple[int, bool, int]:
        """Where a check comes: in the catalogue's order, in each area first those that can find something."""
        requirement = item.stash.get(_REQUIREMENT, None)
        if requirement is None:
            return -1, False, -1
        family = of_family(_check(item))
        area = self.spec.areas.index(FAMILY if family else requirement.area)
        return area, requirement.level == Level.OBSERVE, requirement.order

    # --- connecting

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool | None:
        """Connect before the first check; one sentence if that fails. Many at once are carried out here, too."""
        if session.config.option.collectonly or not any(_REQUIREMENT in item.stash for item in session.items):
            return None
        self._signals.watch()
        try:
            self._connect()
        except (ProfileError, TargetError, EmulatorError) as error:
            interruption.heed()
            raise pytest.UsageError(str(error)) from None
        if waves.width() == 1 or not all(_REQUIREMENT in item.stash for item in session.items):
            return None  # somebody's own tests are none of ours to carry out
        self._carry_out([item for item in session.items if isinstance(item, pytest.Function)])
        return True

    def _connect(self) -> None:
        option = self._config.getoption
        address = option("--conformance-target")
        profile = chosen_profile(self._config)
        if profile.base_url is None:
            profile, keys = self._embedded(profile)
        else:
            keys = keys_from_environment()
        checks.effort.lean = self.lean = lean(self._config)
        ledger = option("--conformance-ledger")
        account = Ledger(path=None if ledger is None else Path(ledger), tag=self.tag)
        self.target = connect(
            profile, keys, self.spec, ledger=account, allowance=budget(self._config),
            driver=self._driver.into(profile, self._emulator),
        )  # fmt: skip
        self._hider = Hider(self.target.secrets, self._stand_ins)
        smoke(self.target)
        if address is not None and (
            "PYTEST_XDIST_WORKER" in os.environ or self.selection.phase == "parallel"
        ):
            # Other workers are on the same target: turning its clock would break their checks.
            self.target.capabilities -= DISTURBING
            self.target.api.clock.ask = None
        self.monitors = monitors(self.spec)
        self.target.transport.watchers.append(self._origins.watch)
        if not self._driver.driven:  # calls of an SDK have no headers, and their statuses are its own matter
            self.target.transport.watchers += [monitor.watch for monitor in self.monitors]

    def _embedded(self, profile: Profile) -> tuple[Profile, dict[str, str]]:
        if self._emulator is None:  # the suite was found in the middle of a collection
            self._emulator = self._driver.emulator()
        self._emulator.start()
        first, second = self._emulator.keys.values()
        self._stand_ins = {self._emulator.url: SERVED}
        return profile.at(self._emulator.url), {"first": first, "second": second}

    # --- running

    def _carry_out(self, items: list[pytest.Function]) -> None:
        """All checks, as many at once as may be."""
        assert self.target is not None
        self._fixtures = Fixtures(items)
        at_work = crew.Crew(self._fixtures, self._begin, self._ready, self._end)
        clock = self.target.api.clock
        turn = clock.ask
        with crew.at_work(items[0]):
            for stage in stages(items, lambda item: item.stash[_REQUIREMENT], _check, lean=self.lean):
                clock.ask = turn if stage.turns else None
                at_work.carry_out(stage.lanes, stage.checks)

    def _begin(self, item: pytest.Item) -> trial.Trial:
        requirement = item.stash[_REQUIREMENT]
        self.stream.write("check-started", check=_check(item), requirement=requirement.id)
        return trial.Trial(check=_check(item), requirement=requirement.id)

    def _ready(self, item: pytest.Item) -> None:
        assert self.target is not None
        if missing := self.target.missing(item.stash[_REQUIREMENT].needs):
            raise Untestable(f"needs {' and '.join(missing)}")
        self._driver.look_for(self.target, item.stash[_REQUIREMENT])

    def _end(self, item: pytest.Item) -> None:
        assert self.target is not None
        delete_outstanding(self.target, keep=self.lasting, of=_check(item))

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Open the trial; a missing prerequisite ends it at once."""
        requirement = item.stash.get(_REQUIREMENT, None)
        if requirement is None:
            return
        interruption.heed()
        known = item.stash.get(crew.OUTCOME, None)
        trial.adopt(known.trial if known is not None else self._begin(item))
        if self._allure is not None:
            self._allure.label(requirement)
        self._ready(item)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Turn pytest's outcome into a verdict, and the verdict into what pytest shows; none where it was stopped."""
        report = yield
        interruption.heed()
        requirement = item.stash.get(_REQUIREMENT, None)
        if requirement is None or call.when == "teardown" or (call.when == "setup" and call.excinfo is None):
            return report
        outcome, message = judge(call, requirement.level)
        message = self._hider.sentence(message)
        if message and outcome != "untestable":  # of a skip pytest has its own form
            # Where the network had its say there is nothing in the suite to look at.
            own = outcome == "error" and report.outcome == "failed"
            trace = f"\n\n{self._hider.text(report.longreprtext)}" if own else ""
            report.longrepr = f"{message}{trace}"
        if outcome == "observed":
            report.outcome = "passed"
        elif outcome == "error":
            report.outcome = "failed"
        elif outcome == "deviates" and requirement.level == Level.SHOULD and not self.strict:
            report.outcome, report.wasxfail = "skipped", message
        known = item.stash.get(crew.OUTCOME, None)
        error = call.excinfo and call.excinfo.value
        points_to = blame(outcome, requirement, error, driven=self._driver.driven)
        seconds = call.duration if known is None else known.seconds
        offered = not isinstance(error, NotOffered) and not (
            outcome == "untestable" and trial.current().lacking
        )
        self._emit(item, requirement, outcome, message, points_to, seconds, offered=offered)
        return report

    def _emit(
        self, item: pytest.Item, requirement: Requirement, outcome: str, message: str, points_to: str | None,
        seconds: float, *, offered: bool,
    ) -> None:  # fmt: skip
        current = trial.current()
        failed = outcome == "deviates"
        exchanges = self._exchanges(current) if failed or outcome == "error" else []
        transcripts = self._transcripts(current) if failed or outcome == "error" else []
        if self._allure is not None:
            self._allure.attach(exchanges, transcripts, current.observations)
        self.stream.write(
            "check-finished",
            check=_check(item),
            requirement=requirement.id,
            outcome=outcome,
            message=message,
            counterexample=self._counterexample(current) if failed else None,
            blame=points_to,
            observations=current.observations,
            exchanges=exchanges,
            examples=current.examples,
            seconds=round(seconds, 4),
            requests=0 if self.target is None else self.target.transport.requests,
            **({} if offered else {"offered": False}),
            **({"rule": rule} if failed and (rule := broken_rule(current)) else {}),
            **self._driver.program(self.target, self._shown(current) if failed else (), self._for_programs()),
            **({"transcripts": transcripts} if transcripts else {}),
        )

    def _for_programs(self) -> Hider:
        """What hides in a program: it has to run as it stands, and the keys of our own emulator are no secrets."""
        return self._hider if self._emulator is None else Hider({}, self._stand_ins)

    def _hide(self, text: str) -> str:
        return self._hider.sentence(text)

    def _counterexample(self, current: trial.Trial) -> dict[str, Any] | None:
        found = counterexample(current)
        return None if found is None else {**found, "source": self._hider.text(found["source"])}

    def _exchanges(self, current: trial.Trial) -> list[dict[str, Any]]:
        return [as_event(exchange, self._hider) for exchange in self._shown(current)]

    def _shown(self, current: trial.Trial) -> list[Exchange]:
        """What the failing example did, and what has made the things that it speaks of."""
        failure = current.failure
        recorded = failure.exchanges if failure else current.exchanges
        shown = [*prepared(current.setup, recorded), *recorded]
        origins = self._origins.of(shown)
        return [*origins[-20:], *shown[-60:]]

    def _transcripts(self, current: trial.Trial) -> list[dict[str, Any]]:
        spoken = current.failure.transcripts if current.failure else current.transcripts()
        return as_events(spoken, self._hider) if spoken else []

    @pytest.hookimpl(trylast=True)
    def pytest_runtest_teardown(self, item: pytest.Item) -> None:
        """Delete what the check made, so that lists stay short and nothing waits for the end of the run."""
        if _REQUIREMENT in item.stash and self.target is not None:
            trial.start("", "")
            if crew.OUTCOME not in item.stash:
                delete_outstanding(self.target, keep=self.lasting)

    # --- ending

    def pytest_sessionfinish(self) -> None:
        """Delete what the run created, whatever happened, and let go of the target."""
        if self.target is not None:
            self._signals.ignore()
        waves.stop(now=False)
        if self.target is not None:
            trial.start("", "")
            if self._fixtures is not None:
                self._fixtures.close()
            result = clean_up(self.target)
            self.stream.write(
                "cleaned-up",
                created=result.created,
                deleted=result.deleted,
                left=list(result.left),
                message=self._hider.sentence(result.message),
            )
            self.stream.write("used", **self.target.transport.meter.as_event())
            self.target.transport.close()
        if self._emulator is not None:
            self._emulator.stop()
        self.stream.close()
        self._signals.restore()


def requirement_of(item: pytest.Item) -> Requirement | None:
    """The requirement that a collected check judges; `None` for what is no check."""
    return item.stash.get(_REQUIREMENT, None)


def _check(item: pytest.Item) -> str:
    """The check's name wherever pytest was called from: its node id below the folder of the packages."""
    return f"{item.path.relative_to(ROOT).as_posix()}::{item.nodeid.partition('::')[2]}"
