"""The benchmarks run, and write what they found in a form that others can read. How fast is not judged here."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
#: Those of one row run in one process; the rows run side by side, since no time is judged.
ROWS = (("startup", "checked", "runs", "emulator"), ("peers", "latency", "findings", "sockets"))
NAMES = tuple(name for row in ROWS for name in row)


def start(*arguments):
    return subprocess.Popen(
        [sys.executable, "-m", "benchmarks", *arguments],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


@pytest.fixture(scope="module")
def halves(tmp_path_factory):
    """What the quickest runs wrote, one a row."""
    folder = tmp_path_factory.mktemp("benchmarks")
    files = [folder / f"{row[0]}.json" for row in ROWS]
    running = [
        start(*row, "--effort", "smoke", "--output", str(file)) for row, file in zip(ROWS, files, strict=True)
    ]
    said = [process.communicate()[0] for process in running]
    assert [process.returncode for process in running] == [0, 0], "\n".join(said)
    return [json.loads(file.read_text(encoding="utf-8")) for file in files]


@pytest.fixture(scope="module")
def found(halves):
    """What each benchmark found."""
    return halves[0]["benchmarks"] | halves[1]["benchmarks"]


@pytest.mark.parametrize("name", NAMES)
def test_finds_figures_or_says_why_not(found, name):
    findings = found[name]

    assert findings["seconds"] > 0 or findings["skipped"]
    if findings["skipped"] is not None:
        assert name == "peers", findings["skipped"]
        assert find_spec("schemathesis") is None
        return
    assert findings["figures"]
    for figure in findings["figures"]:
        assert set(figure) == {"name", "value", "unit", "lowest", "highest"}
        assert math.isfinite(figure["value"])
    keys = [(figure["name"], figure["unit"]) for figure in findings["figures"]]
    assert len(set(keys)) == len(keys)
    assert any(figure["unit"] == "x" for figure in findings["figures"])


def test_says_where_and_what_was_measured(halves):
    for half, row in zip(halves, ROWS, strict=True):
        assert set(half) == {"began", "effort", "version", "spec", "machine", "benchmarks"}
        assert half["effort"] == "smoke"
        assert set(half["machine"]) == {"system", "architecture", "cores", "python", "load"}
        assert tuple(half["benchmarks"]) == row


def test_time_goes_somewhere(found):
    """The stages of a worker add up to its wall time."""
    (run,) = found["runs"]["details"].values()

    assert sum(run["stages"].values()) == pytest.approx(run["worker_seconds"], rel=0.01)
    assert run["slowest"]
    assert run["requests_by_operation"]["deleteFile"] >= 1


def test_a_finding_is_that_of_the_fault(found):
    for fault in found["findings"]["details"].values():
        assert fault["alone"]["requirement"] == fault["breaks"]
        assert fault["area"]["requirement"] is not None


def test_an_unknown_name_is_refused():
    process = start("chekced")
    said = process.communicate()[0]

    assert process.returncode == 2
    assert "no benchmark is called chekced" in said
