"""`xai-conformance strength`, from the command line to the report."""

import contextlib
import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.emulator.faults import FAULTS
from conformance.strength.job import Job
from conformance.strength.judges import Judges
from reports.strength.kill import Outcome, read

FAULT, OTHER = "token-short", "token-counts-up"
OWN = FAULTS[FAULT].breaks


@pytest.fixture
def strength(tmp_path):
    """Runs the command in this process: exit code, what it said, and its strength.json if it got so far."""

    def call(*options):
        report = tmp_path / "report"
        ended = CliRunner().invoke(main, ["strength", "--report-dir", str(report), *options])
        written = report / "strength.json"
        return ended, json.loads(written.read_text("utf-8")) if written.exists() else None

    return call


def test_faults_of_real_servers_are_caught_and_reported(strength, tmp_path):
    ended, document = strength("--fault", FAULT, "--fault", OTHER)

    assert ended.exit_code == 0, ended.output
    kills = read(document)
    assert {fault.outcome for fault in kills.faults.values()} == {Outcome.CAUGHT}
    assert kills.faults[FAULT].deviating == (OWN,)
    assert kills.faults[FAULT].caught.requests > 0
    assert kills.complete
    assert kills.controls[0].clean
    assert {path.name for path in (tmp_path / "report").iterdir()} == {
        "strength.json",
        "index.html",
        "summary.md",
    }


def test_a_sample_is_spread_over_all_that_is_meant(strength):
    _, document = strength("--written", "--fault", "token-*", "--sample", "2")

    tokens = [name for name in FAULTS if name.startswith("token-")]
    assert list(document["faults"]) == [tokens[0], tokens[len(tokens) // 2]]
    assert document["untripped"] is None


def test_a_requirement_that_cannot_see_a_fault_does_not_catch_it():
    blind = "files.delete.gone"
    with Judges(2) as judges:
        outcomes = {
            outcome.job.requirements: outcome
            for outcome in judges.judge(
                Job(fault=FAULT, requirements=(name,), stop=True) for name in (blind, OWN)
            )
        }

    assert set(outcomes[blind,].outcomes[blind]) == {"conforms"}
    assert outcomes[blind,].deviations == ()
    assert [each.requirement for each in outcomes[OWN,].deviations] == [OWN]


def test_a_survivor_is_exit_1(judges, strength):
    judges.deviating = {FAULT: [OWN]}

    ended, document = strength("--fault", FAULT, "--fault", OTHER)

    assert ended.exit_code == 1
    assert OTHER in ended.output
    assert "1 fault survives" in ended.output
    assert read(document).faults[OTHER].survives


def test_a_control_run_that_deviates_is_exit_1(judges, strength):
    judges.deviating = {FAULT: [OWN], None: [OWN]}

    ended, document = strength("--fault", FAULT)

    assert ended.exit_code == 1
    assert [each.seed for each in read(document).dirty] == [1]
    assert OWN in ended.output


def test_what_is_known_is_reported_when_it_is_interrupted(judges, strength):
    judges.deviating = {FAULT: [OWN], OTHER: [OWN]}
    judges.interrupted_after = 2

    ended, document = strength("--fault", FAULT, "--fault", OTHER)

    assert ended.exit_code == 3
    kills = read(document)
    assert not kills.complete
    assert sorted(fault.outcome for fault in kills.faults.values()) == [Outcome.CAUGHT, Outcome.UNJUDGED]


def _processes(mark):
    """Processes in whose environment `mark` stands."""
    for path in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if mark.encode() in path.read_bytes():
                yield int(path.parent.name)


@pytest.mark.skipif(not Path("/proc/self/environ").exists(), reason="sees processes by /proc")
def test_ctrl_c_ends_what_it_started(tmp_path):
    mark = f"STARTED_BY={tmp_path}"
    command = [sys.executable, "-c", "from conformance.cli import main; main()", "strength", "--written",
               "--report-dir", str(tmp_path)]  # fmt: skip
    process = subprocess.Popen(
        command,
        env={**os.environ, **dict([mark.split("=")])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    # The command, the process that all others are forked from, one that judges and its emulator.
    while len(list(_processes(mark))) < 4 and process.poll() is None:
        time.sleep(0.05)
    process.send_signal(signal.SIGINT)
    said, _ = process.communicate()

    assert process.returncode == 3, said
    assert read(json.loads((tmp_path / "strength.json").read_text("utf-8"))).complete is False
    ending = time.monotonic() + 10
    while (left := list(_processes(mark))) and time.monotonic() < ending:
        time.sleep(0.05)
    assert left == []


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--fault", "no-such-*"], "no fault matches 'no-such-*'"),
        (["--fault", "walk-skips", "--fault", "walk-skip"], "did you mean walk-skips or"),
        (["--fault", "walk-skips", "--generated"], "the options leave no fault to try"),
        (["--peer-seconds", "nan"], "no number that can be counted with"),
        (["--area", "nowhere"], "nowhere"),
        (["--workers", "0"], "--workers"),
        (["--scope", "some"], "--scope"),
    ],
)
def test_what_cannot_be_used_is_said_in_one_sentence(strength, options, said):
    ended, document = strength(*options)

    assert ended.exit_code == 2
    assert said in ended.output
    assert len(ended.output.strip().splitlines()) == 1
    assert document is None


def test_a_report_that_cannot_be_written_is_said_before_anything_is_judged(judges, tmp_path):
    (tmp_path / "file").touch()

    ended = CliRunner().invoke(main, ["strength", "--report-dir", str(tmp_path / "file")])

    assert ended.exit_code == 2
    assert "cannot be written" in ended.output
    assert judges.jobs == []


def test_a_report_that_cannot_be_written_any_more_costs_none_of_what_was_found(strength, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr("reports.strength.writing.write_all", full)

    ended, _ = strength("--fault", "walk-skips")

    assert ended.exit_code == 2
    assert "walk-skips" in ended.stdout
    assert "Report:" not in ended.stdout
    assert "No space left on device" in ended.stderr
