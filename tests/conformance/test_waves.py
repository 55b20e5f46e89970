"""Examples that travel together: what they see, what is kept of them, and how they share a clock."""

from __future__ import annotations

import threading

import pytest

from conformance import checks, trial, waves
from conformance.outcomes import NoVerdict
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


def turning():
    """A clock that can be turned, and by how many seconds it has been, the first time to see what it shows."""
    turned = []
    world = {"now": 0.0}

    def ask(seconds):
        turned.append(round(seconds))
        world["now"] += seconds
        return world["now"]

    clock = Clock(ask=ask)
    clock._turn(0)
    return clock, turned


def test_time_passes_when_all_wait_for_it():
    """And for each only as far as it asked."""
    clock, turned = turning()
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


def test_patient_examples_share_a_turn():
    """To whom it makes no difference how much time passes waits for all others, and is spared turns of its own."""
    clock, turned = turning()
    seen = {}
    trial.current().drawn = True

    def example(seconds, patient):
        clock.advance(seconds, patient=patient)
        seen[seconds] = round(clock.now())

    wishes = [(100, True), (200, True), (150, False), (300, True)]
    waves.together([lambda wish=wish: example(*wish) for wish in wishes])

    assert turned[1:] == [150, 150]
    assert seen == {100: 150, 150: 150, 200: 300, 300: 300}


def test_enumerated_examples_see_no_more_time_pass_than_they_asked_for():
    clock, turned = turning()
    waves.together([lambda n=n: clock.advance(n, patient=True) for n in (100, 200)])
    assert turned == [0, 100, 100]


def test_more_examples_than_travel_together_begin_as_others_end():
    at_once, most = set(), []

    def example(number):
        at_once.add(number)
        most.append(len(at_once))
        at_once.remove(number)

    assert waves.together([lambda n=n: example(n) for n in range(40)]) == [None] * 40
    assert len(most) == 40
    assert max(most) <= 4


def test_nothing_begins_after_something_was_raised():
    """But all that stand before it have come to their end, so that the first that failed is known."""
    began = []

    def example(number):
        began.append(number)
        assert number != 5

    ended = waves.together([lambda n=n: example(n) for n in range(100)])
    assert [number for number, error in enumerate(ended) if error] == [5]
    assert set(range(6)) <= set(began)
    assert len(began) < 100


def test_no_more_are_under_way_than_were_allowed():
    meeting, alone = threading.Semaphore(1), []

    def example():
        alone.append(meeting.acquire(blocking=False))
        meeting.release()

    assert waves.together([example] * 12, most=1) == [None] * 12
    assert all(alone)


def test_who_waits_for_others_has_no_place_meanwhile():
    """Else those who are waited for might have none."""
    waves.set_width(1)
    waves.set_width(2)
    inside = []

    def outer():
        with waves.place():
            waves.each(lambda _: inside.append(threading.get_ident()), range(6))

    crew = [threading.Thread(target=outer) for _ in range(4)]
    for thread in crew:
        thread.start()
    for thread in crew:
        thread.join()
    assert len(inside) == 24


def test_the_same_is_done_by_one_at_a_time():
    locks, made = waves.Locks(), []

    def example():
        with waves.place(), locks.only("shared"):
            if not made:
                made.append("once")

    assert waves.together([example] * 8) == [None] * 8
    assert made == ["once"]


def test_a_stopped_run_goes_on_with_nothing():
    waves.stop()
    try:
        with pytest.raises(NoVerdict):
            waves.go_on()
    finally:
        waves.stop(now=False)
    waves.go_on()
