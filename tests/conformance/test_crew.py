"""Whole checks side by side: their fixtures, and which of them are beside which."""

from __future__ import annotations

import pytest

from conformance import crew, waves
from conformance.fixtures import Fixtures
from conformance.lanes import CASTS, stages
from conformance.selection import DISTURBING, of_family
from conformance.session import _check
from conformance.workers import ROOT
from specs import load

pytest_plugins = ["pytester"]

SUITE = """
import threading
import pytest
from contextlib import ExitStack
from conformance import waves
from conformance.fixtures import Fixtures

made = []

@pytest.fixture(scope="module")
def shared():
    made.append("shared")
    yield len(made)
    made.append("shared ends")

@pytest.fixture(scope="session")
def broken():
    made.append("broken")
    raise AssertionError("it broke")

@pytest.fixture
def own(shared):
    made.append("own")
    yield shared
    made.append("own ends")

@pytest.mark.parametrize("number", [1, 2])
def test_one(own, number): ...

def test_two(shared): ...

def test_three(broken): ...

def test_four(broken): ...

def test_itself(request):
    waves.set_width(4)
    try:
        look(request.session.items)
    finally:
        waves.set_width(1)

def look(items):
    one, another, two, three, four, *_ = items
    made.clear()
    fixtures = Fixtures(items[:5])
    with ExitStack() as stack:
        values = fixtures.of(one, stack)
        assert values["own"] == 1 and values["number"] == 1
    assert made == ["shared", "own", "own ends"]
    meeting = threading.Barrier(2)

    def together(item):
        meeting.wait()
        with ExitStack() as stack:
            fixtures.of(item, stack)

    assert waves.together([lambda: together(another), lambda: together(two)]) == [None, None]
    assert made.count("shared") == 1
    for item in (three, four):
        with pytest.raises(AssertionError, match="it broke"), ExitStack() as stack:
            fixtures.of(item, stack)
    assert made.count("broken") == 1
    for item in (one, another, two, three):
        fixtures.leave(item)
    assert "shared ends" not in made
    fixtures.leave(four)
    assert made.count("shared ends") == 1
"""


def test_fixtures_are_made_once_and_go_with_the_last_check_of_their_module(pytester):
    pytester.makepyfile(SUITE)
    pytester.runpytest_inprocess("-p", "no:cacheprovider", "-p", "no:syrupy", "-q").assert_outcomes(
        passed=4, errors=2
    )


class Collected:
    """Keeps what pytest has collected."""

    items: list[pytest.Item]

    def pytest_collection_finish(self, session):
        """After the suite has left out what is not in scope."""
        self.items = session.items


@pytest.fixture(scope="module")
def collected():
    """Every check of the suite."""
    found = Collected()
    suite = ROOT / "conformance" / "suite"
    # Another plugin's own fixture is none of the suite's, and none is there in a worker.
    options = [
        "-p",
        "no:syrupy",
        "--collect-only",
        "-q",
        f"--rootdir={ROOT}",
        "-c",
        str(suite / "pytest.ini"),
        "-p",
        "no:cacheprovider",
    ]
    plugin = [] if _is_here() else ["-p", "conformance.plugin"]
    assert pytest.main([str(suite), *options, *plugin], plugins=[found]) == 0
    return found.items


def _is_here():
    from importlib.metadata import entry_points

    return any(entry.value == "conformance.plugin" for entry in entry_points(group="pytest11"))


def requirement(item):
    return load().requirements[item.get_closest_marker("requirement").args[0]]


def test_every_fixture_of_the_suite_can_be_made_beside_others(collected):
    """Where pytest makes them, each is made again."""
    for item in collected:
        known = {*item._fixtureinfo.name2fixturedefs, "request"}
        assert set(item.fixturenames) <= known
        given = {"request", "pytestconfig", *getattr(getattr(item, "callspec", None), "params", ())}
        ours = [name for name in item.fixturenames if name not in given]
        for name in ours:
            fixture = item._fixtureinfo.name2fixturedefs[name][-1]
            assert fixture.scope in ("session", "module", "function")
            assert "request" not in fixture.argnames


@pytest.mark.parametrize("lean", [False, True])
def test_each_check_has_its_place_and_disturbs_nobody(collected, lean):
    beside, quotas, turning, last = stages(collected, requirement, _check, lean=lean)
    lanes = [[list(lane) for lane in stage.lanes] for stage in (beside, quotas, turning, last)]
    flat = [[item for lane in stage for item in lane] for stage in lanes]
    assert [stage.checks for stage in (beside, quotas, turning, last)] == [len(items) for items in flat]
    assert sorted(id(item) for items in flat for item in items) == sorted(map(id, collected))
    for item in flat[0]:
        assert not DISTURBING.intersection(requirement(item).needs)
        assert not item.get_closest_marker("alone")
    assert all("clock" not in requirement(item).needs for item in flat[1])
    assert len(lanes[2]) == 1
    assert turning.turns
    assert all(item.get_closest_marker("last") for item in flat[3])
    if lean:
        assert all(requirement(item).cost == "free" for item in flat[0])
        assert not any(of_family(_check(item)) for item in flat[0])


def test_few_voices_are_held_at_once(collected):
    beside, *_ = stages(collected, requirement, _check, lean=False)
    shared = [lane for lane in beside.lanes if not isinstance(lane, list)]
    assert len(shared) == CASTS
    for lane in beside.lanes:
        if isinstance(lane, list):
            assert not any("cast" in item.fixturenames for item in lane)


def test_a_quota_is_filled_by_one_at_a_time(collected):
    """Those of public URLs are the same, wherever they are judged."""
    _, quotas, *_ = stages(collected, requirement, _check, lean=False)
    folders = [{item.path.parent.name for item in lane} for lane in quotas.lanes]
    assert {"public_urls", "storage_options"} in folders


def test_a_run_that_was_stopped_is_not_waited_for():
    """In the main thread the interruption may have got lost, and then nobody would come to an end any more."""
    begun = []
    idle = crew.Crew(Fixtures([]), begun.append, begun.append, begun.append)
    waves.set_width(2)
    waves.stop()
    try:
        with pytest.raises(KeyboardInterrupt):
            idle.carry_out([["a check"], ["another"], ["a third"]], 3)
    finally:
        waves.stop(now=False)
        waves.set_width(1)
    assert begun == []


def test_width_is_one_unless_it_is_asked_for():
    assert waves.width() == 1
