"""A run that is stopped in the middle deletes what it created, writes what it knows, and leaves no process."""

import contextlib
import itertools
import json
import os
import signal
import time
from pathlib import Path

import pytest

from conformance import waves
from conformance.emulator.process import EmulatorProcess
from conformance.interruption import Signals, heed
from conformance.recovery import recover
from conformance.running import Plan
from conformance.selection import Selection
from conformance.targets.ledger import Ledger
from specs import load

#: Checks that create many files, one after the other, and are never waited for. All have names by which the run knows
#: them: of an upload that is stopped before its answer, anything else could only be told, and not be deleted.
BUSY = ("files.upload.any-type", "files.upload.expiry-accepted", "public-url.*")
#: Checks that share files, so that there is something to delete from the first of them to the end of the run.
SHARING = ("files.list.*",)
#: Enough for two workers to be at it for a moment, and little enough to wait for.
BRIEF = ("public-url.revoke.*", "public-url.metadata.*")


@pytest.fixture(scope="module")
def slow_emulator():
    """Slow enough to be met in the middle of something."""
    with EmulatorProcess(latency=20) as process:
        yield process


@pytest.fixture
def mine(slow_emulator, shelf):
    """The user's own files, which have to be there in the end as they were."""
    first = shelf(slow_emulator.url, "emulator-key-alpha")
    if not first.all():
        file_id = first.put("a.png", b"mine")
        first.share(file_id)
        first.put("xc-holiday.png", b"mine, too")
    return first


@pytest.fixture
def started(starting, slow_emulator, tmp_path, until):
    """Starts a run on the slow emulator and comes back when each worker has judged something."""
    keys = {"XAI_API_KEY": "emulator-key-alpha", "XAI_SECOND_API_KEY": "emulator-key-beta"}

    def start(*arguments, url=slow_emulator.url, globs=BUSY):
        target = ["--target", url] if url else []
        scope = [word for glob in globs for word in ("--requirement", glob)]
        process = starting(*target, *scope, "--examples", "1", *arguments, env=keys)
        workers = int(dict(itertools.pairwise(arguments)).get("--workers", 1))
        until(lambda: process.poll() is not None or len(at_work(tmp_path)) == workers)
        assert process.poll() is None
        return process

    return start


def events_in(tmp_path):
    text = (tmp_path / "report" / "events.jsonl").read_text()
    return [json.loads(line) for line in text.splitlines()]


def at_work(tmp_path):
    """The workers that have judged something; a line that is being written has no end yet."""
    path = tmp_path / "report" / "events.jsonl"
    lines = path.read_text().split("\n")[:-1] if path.exists() else []
    return {event["worker"] for event in map(json.loads, lines) if event["event"] == "check-finished"}


def gone(pid):
    """Whether the process has ended."""
    with contextlib.suppress(ProcessLookupError, FileNotFoundError):
        os.kill(pid, 0)
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    return True


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_what_was_created_is_deleted(started, mine, tmp_path, descendants, until, number):
    before = mine.all()
    process = started("--workers", "2")
    children = descendants(process.pid)
    assert len(children) == 2
    process.send_signal(number)
    stdout, stderr = process.communicate()

    assert process.returncode == 3
    assert "Traceback" not in stdout + stderr
    assert "interrupted" in stdout
    assert stderr == ""
    assert mine.all() == before
    assert [mine.content(file_id) for file_id in before] == [b"mine, too", b"mine"]
    assert events_in(tmp_path)[-1]["interrupted"] is True
    assert sum(event["event"] == "cleaned-up" for event in events_in(tmp_path)) == 2
    assert json.loads((tmp_path / "report" / "verdicts.json").read_text())["requirements"]
    until(lambda: all(map(gone, children)))


def test_the_embedded_emulator_goes_too(started, descendants, until):
    """Of the whole suite, since the emulator is quick: nothing shorter is sure to go on after its first check."""
    process = started(url=None, globs=())
    children = descendants(process.pid)
    assert any("conformance.emulator" in line for line in children.values())
    process.send_signal(signal.SIGINT)
    process.communicate()
    assert process.returncode == 3
    until(lambda: all(map(gone, children)))


@pytest.fixture
def other_emulator():
    """One whose files may be left, and may go later when a held deletion gets through: nobody else counts them."""
    with EmulatorProcess(latency=20) as process:
        yield process


def test_who_insists_is_told_what_is_left(
    started, shelf, other_emulator, tmp_path, until, descendants, twister_at
):
    mine = shelf(other_emulator.url, "emulator-key-alpha")
    mine.put("a.png", b"mine")
    before = mine.all()
    hang = []

    def hold(request, reply):
        """Once somebody has lost patience, deletions take for ever."""
        if hang and request.method == "DELETE":
            hang.append(request)
            yield 600.0
        yield reply.raw()

    server = twister_at(other_emulator.url)
    server.twist = hold
    process = started(url=server.url, globs=SHARING)
    until(lambda: len(mine.all()) > len(before))
    hang.append("from now on")
    children = descendants(process.pid)
    process.send_signal(signal.SIGINT)
    until(lambda: len(hang) > 1)
    time.sleep(1)  # two signals that come at once are one: the first has to have been taken
    process.send_signal(signal.SIGINT)
    stdout, stderr = process.communicate()

    assert process.returncode == 3
    assert "was ended from outside by SIGKILL" in stderr
    until(lambda: all(map(gone, children)))
    left = set(mine.all()) - set(before)
    named = {id_ for event in events_in(tmp_path) if event["event"] == "cleaned-up" for id_ in event["left"]}
    assert left
    assert left <= named
    assert all(file_id in stdout for file_id in left)
    shown = " ".join(stdout.split())
    assert "clean-up was given up" in shown


def test_a_worker_that_is_killed(started, mine, tmp_path, descendants):
    before = mine.all()
    process = started("--workers", "2", globs=BRIEF)
    killed, *_ = sorted(descendants(process.pid))
    os.kill(killed, signal.SIGKILL)
    _, stderr = process.communicate()

    assert process.returncode == 3
    first, *more = stderr.splitlines()
    assert first.startswith("worker 1.")
    assert first.endswith("was ended from outside by SIGKILL")
    # Unless it was caught at a moment at which it had nothing.
    assert all(line.startswith("what it had created was deleted in its place") for line in more)
    assert mine.all() == before
    assert events_in(tmp_path)[-1]["complete"] is False


@pytest.mark.parametrize("delete", [True, False])
def test_what_a_lost_worker_left_is_deleted_or_named(mine, slow_emulator, target_at, tmp_path, delete):
    before = mine.all()
    ledger = Ledger(tmp_path / "ledger", tag="xc-lost")
    target = target_at(slow_emulator.url, timeout=30, ledger=ledger)
    file_id = target.api.files.upload(b"x", "xc-lost-1.txt", purpose="assistants")["id"]
    spec = load()
    plan = Plan(
        selection=Selection(), requirements=list(spec.requirements.values()), seed=1, examples=0,
        target=slow_emulator.url, keys={"XAI_API_KEY": "emulator-key-alpha"},
    )  # fmt: skip
    result = recover(plan, spec, ledger.path, delete=delete)
    assert (result.created, result.left) == (1, () if delete else (file_id,))
    assert set(mine.all()) - set(before) == set(result.left)
    target.api.files.delete(file_id)


def test_workers_do_not_outlive_the_run(started, mine, descendants, until):
    before = mine.all()
    process = started("--workers", "2")
    children = descendants(process.pid)
    process.kill()
    until(lambda: all(map(gone, children)))
    assert mine.all() == before


#: A Ctrl-C in the middle of each check, and what becomes of it there.
CAUGHT = """
import signal
import pytest

@pytest.hookimpl(wrapper=True)
def pytest_pyfunc_call():
    try:
        signal.raise_signal(signal.SIGINT)
    except KeyboardInterrupt:
        {becomes}
    return (yield)
"""


@pytest.mark.parametrize("width", [1, 4])
@pytest.mark.parametrize("becomes", ["pass", "raise AssertionError"])
def test_an_interruption_is_no_deviation_whoever_takes_it_for_one(becomes, width, pytest_in, tmp_path):
    """Hypothesis does either: it gets lost in its callback of the garbage collector, and an assertion follows it."""
    (tmp_path / "catching.py").write_text(CAUGHT.format(becomes=becomes))
    events = tmp_path / "events.jsonl"
    done = pytest_in(
        tmp_path, "--pyargs", "conformance.suite", "-p", "catching", "--conformance-requirement", "files.delete.*",
        "--conformance-examples", "1", "--conformance-waves", width, "--conformance-events", events,
        env={"PYTHONPATH": str(tmp_path)},
    )  # fmt: skip
    assert done.returncode == pytest.ExitCode.INTERRUPTED, done.stdout + done.stderr
    told = [json.loads(line) for line in events.read_text().splitlines()]
    assert [event["event"] for event in told if event["event"] == "check-started"]
    assert not [event for event in told if event["event"] == "check-finished"]
    (cleaned,) = [event for event in told if event["event"] == "cleaned-up"]
    assert cleaned["left"] == []


def test_signals_are_as_they_were_before_when_the_run_has_ended():
    plans = {signal.SIGINT: signal.default_int_handler, signal.SIGTERM: lambda *_: None}
    before = {number: signal.signal(number, handler) for number, handler in plans.items()}
    try:
        signals = Signals()
        signals.watch()
        # Somebody else has plans with the other.
        assert signal.getsignal(signal.SIGINT) is not signal.default_int_handler
        assert signal.getsignal(signal.SIGTERM) is plans[signal.SIGTERM]
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        with pytest.raises(KeyboardInterrupt):
            heed()
        waves.stop(now=False)
        heed()
        signals.ignore()
        for number in plans:
            signal.raise_signal(number)
        heed()
        signals.restore()
        assert {number: signal.getsignal(number) for number in plans} == plans
    finally:
        waves.stop(now=False)
        for number, handler in before.items():
            signal.signal(number, handler)
