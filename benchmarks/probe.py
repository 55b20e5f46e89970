"""A pytest plugin for timed runs: says where a worker's time went. `BENCHMARK_PROBE` names the file to write.

Seconds are wall time, in the order in which a worker spends them.
"""

from __future__ import annotations

import json
import os
import time
from collections import Counter, defaultdict
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from benchmarks import memory
from conformance.targets.exchange import Exchange
from specs import Operation

_seconds: defaultdict[str, float] = defaultdict(float)
_requests: Counter[str] = Counter()
_waited: defaultdict[str, float] = defaultdict(float)
_setups: dict[str, float] = {}
_since = time.time()
_written: dict[str, Any] = {}


def _end(stage: str) -> None:
    """Everything since the last stage ended belongs to `stage`."""
    global _since  # noqa: PLW0603 - a plugin is a module, and one process has one run
    now = time.time()
    _seconds[stage] += now - _since
    _since = now


def _watch(exchange: Exchange, operation: Operation | None) -> None:
    name = "" if operation is None else operation.id
    _requests[name] += 1
    _waited[name] += exchange.seconds


@pytest.hookimpl(tryfirst=True)
def pytest_collection() -> None:
    """Note when pytest is ready to collect."""
    _end("pytest start")


@pytest.hookimpl(trylast=True)
def pytest_collection_finish(session: pytest.Session) -> None:
    """Note when the checks are known, and how many they are."""
    _end("collection")
    _written["checks"] = len(session.items)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish() -> None:
    """Note when everything has been deleted and the target let go."""
    _end("end")
    record = {
        **_written,
        "seconds": {stage: round(seconds, 4) for stage, seconds in _seconds.items()},
        "setups": _setups,
        "by_operation": dict(_requests),
        "seconds_waited": round(sum(_waited.values()), 4),
        "worker_mib": memory.peak("self"),
    }
    Path(os.environ["BENCHMARK_PROBE"]).write_text(json.dumps(record), encoding="utf-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None]:
    """Note how long the target took to connect, before the first check, and then each set-up."""
    if "checks begun" not in _written:
        _written["checks begun"] = True
        _end("emulator start and connection")
        transport = _transport(item.config)
        if transport is not None:
            transport.watchers.append(_watch)
    else:
        _end("pytest between checks")
    began = time.time()
    try:
        yield
    finally:
        _end("set-up of checks")
        _setups[item.nodeid] = round(time.time() - began, 4)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call() -> Generator[None]:
    """Note how long a check took."""
    _end("pytest between checks")
    try:
        yield
    finally:
        _end("checks")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Generator[None]:
    """Note how long deleting took; after the last check, note also what both processes hold."""
    _end("pytest between checks")
    try:
        yield
    finally:
        _end("deleting after checks")
    if nextitem is None:
        transport = _transport(item.config)
        _written["requests"] = 0 if transport is None else transport.requests
        emulators = [
            size for child in memory.children(os.getpid()) if (size := memory.peak(child)) is not None
        ]
        _written["emulator_mib"] = max(emulators, default=None)


def _transport(config: pytest.Config) -> Any:
    session: Any = config.pluginmanager.get_plugin("conformance-session")
    return None if session is None or session.target is None else session.target.transport
