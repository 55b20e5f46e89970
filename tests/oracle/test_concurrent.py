"""The concurrent checks against a service in memory, with and without races."""

import threading

import pytest

from conformance.suite.public_urls import test_concurrent as concurrent

#: Long enough for every thread of a batch to have looked before the first of them writes, in seconds.
PAUSE = 0.004


@pytest.fixture
def locked(target):
    """A service whose operations happen one after the other."""

    def make(*traits):
        made = target(*traits)
        transport, lock = made["api"].transport, threading.Lock()
        answer = transport.answer

        def one_at_a_time(operation, act):
            with lock:
                return answer(operation, act)

        transport.answer = one_at_a_time
        return made

    return make


def test_one_after_the_other_is_right(locked, effort):
    effort.examples = 5
    concurrent.test_creations_at_once_give_one_url(**locked(), sharing=None)
    concurrent.test_what_happens_at_once_has_an_order(**locked(), sharing=None)


def test_racing_creations_are_caught(target):
    with pytest.raises(AssertionError, match=r"8 creations at once gave \d URLs"):
        concurrent.test_creations_at_once_give_one_url(**target(pause=PAUSE), sharing=None)


def test_races_have_no_order(target):
    with pytest.raises(AssertionError, match="no order explains the answers") as caught:
        concurrent.test_what_happens_at_once_has_an_order(**target(pause=PAUSE), sharing=None)

    history = [line for line in str(caught.value).splitlines() if line.startswith("#")]
    assert len(history) >= 2
    assert all(" thread " in line and " ms, " in line for line in history)


@pytest.mark.parametrize(
    "fault", ["revokes twice", "deleted is readable", "a token for life", "delete leaves the URL"]
)
def test_wrong_also_without_a_race(locked, fault):
    with pytest.raises(AssertionError, match="no order explains the answers"):
        concurrent.test_what_happens_at_once_has_an_order(**locked(fault), sharing=None)


def test_files_are_deleted(locked):
    made = locked()
    concurrent.test_creations_at_once_give_one_url(**made, sharing=None)
    concurrent.test_what_happens_at_once_has_an_order(**made, sharing=None)

    assert all(file.deleted for file in made["api"].transport.service.files.values())
