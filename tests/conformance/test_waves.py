"""Examples that travel together: what they see, what is kept of them, and how they share a clock."""

from __future__ import annotations

import threading

import pytest

from conformance import checks, trial, waves
from conformance.targets.clock import Clock
from strategies.inputs import Inputs


@pytest.fixture(autouse=True)
def four_together(monkeypatch):
    """Four examples at once, no random ones, and a trial of their own."""
    monkeypatch.setattr(checks.effort, "examples", 0)
    trial.start("check", "")
    waves.set_width(4)
    yield
    waves.set_width(1)


def test_examples_travel_together():
    """None of them ends before four have begun."""
    meeting = threading.Barrier(4, timeout=30)

    @checks.given(number=Inputs.of(*range(8)))
    def check(store, number):
        meeting.wait()

    check(store=None)

    assert trial.current().examples == 8


def test_examples_with_a_fixture_that_one_may_harm_go_one_by_one():
    at_once = []

    @checks.given(number=Inputs.of(*range(4)))
    def check(somebody, number):
        at_once.append(threading.get_ident())

    check(somebody=None)

    assert set(at_once) == {threading.get_ident()}


def test_examples_that_are_kept_apart_go_one_by_one():
    at_once = []

    @checks.given(apart=True, number=Inputs.of(*range(4)))
    def check(store, number):
        at_once.append(threading.get_ident())

    check(store=None)

    assert set(at_once) == {threading.get_ident()}


def test_the_first_that_fails_is_tried_again_alone():
    tried = []

    @checks.given(number=Inputs.of(*range(8)))
    def check(store, number):
        tried.append((number, threading.get_ident()))
        assert number < 2, f"{number} is too many"

    with pytest.raises(AssertionError, match="2 is too many"):
        check(store=None)

    assert tried[-1] == (2, threading.get_ident())
    assert trial.current().failure.values == {"number": 2}


def test_what_shows_only_beside_others_is_told_all_the_same():
    """With a note that says so."""

    @checks.given(number=Inputs.of(*range(4)))
    def check(store, number):
        assert threading.current_thread() is threading.main_thread(), f"{number} was disturbed"

    with pytest.raises(AssertionError, match="0 was disturbed") as raised:
        check(store=None)

    assert raised.value.__notes__ == ["It did not show again with the same inputs."]
    assert trial.current().failure.values == {"number": 0}


def test_observations_are_kept_in_the_order_of_inputs():
    @checks.given(number=Inputs.of(*range(6)))
    def check(api, number):
        checks.observe("half", number // 2)

    check(api=None)

    assert [note["value"] for note in trial.current().observations] == [0, 1, 2]


def test_threads_of_an_example_belong_to_its_trial():
    def example():
        mine = trial.current()
        assert waves.each(lambda _: trial.current() is mine, range(3)) == [True] * 3

    assert waves.together([example] * 3) == [None] * 3


def test_time_passes_when_all_wait_for_it():
    """And for each only as far as it asked."""
    turned = []
    world = {"now": 0.0}

    def ask(seconds):
        turned.append(round(seconds))
        world["now"] += seconds
        return world["now"]

    clock = Clock(ask=ask)
    clock._turn(0)
    seen = {}

    def example(seconds, times):
        for _ in range(times):
            clock.advance(seconds)
        seen[seconds] = round(clock.now())

    ended = waves.together([lambda: example(100, 3), lambda: example(250, 1), lambda: None])

    assert ended == [None] * 3
    assert turned[1:] == [100, 100, 50, 50]
    assert seen == {250: 250, 100: 300}


def test_what_keeps_the_clock_from_turning_is_told_to_all():
    def ask(seconds):
        raise RuntimeError("stuck")

    clock = Clock(ask=ask)

    ended = waves.together([lambda: clock.advance(1), lambda: clock.advance(2)])

    assert [str(error) for error in ended] == ["stuck", "stuck"]
