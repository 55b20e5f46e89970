"""No model is asked more often in a minute than its rate allows, wherever the minute begins."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from conformance.targets.pacing import Pacing


class Time:
    """A clock that only sleeping moves."""

    def __init__(self):
        self.now = 1000.0

    def sleep(self, seconds):
        """Let time go by."""
        self.now += seconds


@pytest.fixture
def time():
    return Time()


@pytest.fixture
def pacing(time):
    return Pacing(rates={"slow": 3, "fast": 600}, now=lambda: time.now, sleep=time.sleep)


def sent(pacing, time, model, count):
    """When each of `count` requests went out, from the first."""
    times = []
    for _ in range(count):
        pacing.wait(model)
        times.append(time.now - 1000)
    return times


def test_as_many_as_the_rate_go_at_once_and_the_next_waits_for_the_minute(pacing, time):
    assert sent(pacing, time, "slow", 7) == [0, 0, 0, 60, 60, 60, 120]


def test_requests_that_are_spread_do_not_wait(pacing, time):
    for _ in range(10):
        before = time.now
        pacing.wait("slow")
        assert time.now == before
        time.sleep(20)


def test_any_sixty_seconds_count_not_those_of_the_clock(pacing, time):
    pacing.wait("slow")
    time.sleep(50)
    assert sent(pacing, time, "slow", 4) == [50, 50, 60, 110]


def test_many_threads_share_one_rate():
    """Checks side by side are no reason to ask more often."""
    pauses = []
    pacing = Pacing(rates={"slow": 3}, now=lambda: 1000.0, sleep=pauses.append)
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(pacing.wait, ["slow"] * 12))
    assert sorted(pauses) == [60] * 3 + [120] * 3 + [180] * 3


def test_models_do_not_wait_for_each_other_and_others_never(pacing, time):
    assert sent(pacing, time, "slow", 3) == [0] * 3
    assert sent(pacing, time, "fast", 600) == [0] * 600
    assert sent(pacing, time, "unknown", 1000) == [0] * 1000


def test_the_transport_waits_before_it_sends_and_only_for_generations(target_at, twister):
    target = target_at(twister.url, limits={"requests_per_minute": {"m": 2}})
    waits = []
    target.transport._books.pacing.sleep = waits.append
    for _ in range(3):
        target.api.images.generate({"model": "m", "prompt": "x"})
        target.api.files.list()
        target.api.videos.get("a-job")
    assert len(waits) == 1
    assert 0 < waits[0] <= 60
