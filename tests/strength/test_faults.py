"""Every fault of the emulator is caught by the checks of the requirement that it breaks."""

import multiprocessing
import os
from concurrent.futures import Future, ProcessPoolExecutor

import pytest

import specs
from conformance.emulator.faults import FAULTS
from kill import Judged, judge
from specs import Level


@pytest.fixture(scope="module")
def judged(request):
    """Fault → what the checks of its requirement come to. Each is judged in a process forked from a warm one."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["conformance.session", "kill", "strategies.filters", "strategies.expiry"])
    wanted = {
        item.callspec.params["fault"]
        for item in request.session.items
        if item.path == request.path and "judged" in item.fixturenames
    }
    with ProcessPoolExecutor(os.cpu_count(), context, max_tasks_per_child=1) as pool:
        futures = {
            name: pool.submit(judge, name, fault.breaks, 0 if fault.boundary else 5)
            for name, fault in FAULTS.items()
            if name in wanted
        }
        yield futures
        pool.shutdown(cancel_futures=True)


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_caught_by_its_requirement(judged: dict[str, Future[Judged]], fault):
    result = judged[fault].result()

    breaks = FAULTS[fault].breaks
    assert "deviates" in result.outcomes.get(breaks, ()), f"{breaks} came to {result}"


@pytest.mark.parametrize("level", [Level.MUST, Level.SHOULD])
def test_every_requirement_that_binds_has_a_fault(level):
    broken = {fault.breaks for fault in FAULTS.values()}

    unbroken = [
        r.id
        for r in specs.load().requirements.values()
        if r.level == level and r.excluded is None and r.id not in broken
    ]

    assert unbroken == []
