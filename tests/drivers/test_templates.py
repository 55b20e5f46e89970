"""The templates keep the protocol, are short, and behind them checks find what there is to find."""

from __future__ import annotations

import json
import os
import shlex
import shutil
import sys
from pathlib import Path

import pytest

import conformance
import specs
from conformance.drivers.checking import check
from conformance.running import Plan, RunError, perform
from conformance.selection import Selection

TEMPLATES = Path(conformance.__file__).parent / "drivers" / "templates"
PYTHON = TEMPLATES / "driver.py"
BROKEN = Path(__file__).with_name("broken.py")
CHOSEN = ("files.upload.*", "files.get.*", "files.delete.*", "public-url.create.*", "public-url.revoke.*")


def node():
    """Node, which has `fetch` from 18 on."""
    if (found := shutil.which("node")) is None:
        if os.environ.get("CONFORMANCE_TOOLS_REQUIRED"):
            pytest.fail("there is no node")
        pytest.skip("there is no node")
    return found


def outcomes(driver, folder, *globs):
    """What a run through a driver comes to: the first event, and the last ones by requirement."""
    spec = specs.load()
    selection = Selection(globs=globs or CHOSEN, driven=True)
    requirements = selection.requirements(spec)
    plan = Plan(selection=selection, requirements=requirements, seed=1, examples=1, driver=shlex.join(driver))
    lines = []
    perform(plan, spec, folder, allure=None, emit=lines.append)
    events = [json.loads(line) for line in lines]
    return events[0], [event for event in events if event["event"] == "check-finished"]


@pytest.mark.parametrize("name", ["driver.py", "driver.mjs"])
def test_is_short_and_keeps_the_protocol(name):
    assert len((TEMPLATES / name).read_text(encoding="utf-8").splitlines()) <= 150
    findings = check([sys.executable if name.endswith(".py") else node(), str(TEMPLATES / name)], grpc=False)
    assert findings.sentences == []
    assert findings.looked_at > 20


def test_a_driver_that_an_answer_kills_is_found_out(tmp_path):
    fragile = tmp_path / "fragile.py"
    text = PYTHON.read_text(encoding="utf-8")
    changed = text.replace(
        "json.loads(content) if content else {}", "json.loads(content) if content else os._exit(9)"
    )
    assert changed != text
    fragile.write_text(changed, encoding="utf-8")

    (sentence,) = check([sys.executable, str(fragile)], grpc=False).sentences

    assert "ended with exit code 9" in sentence
    assert "after retrieveFile" in sentence


def test_the_emulator_conforms_through_it(tmp_path):
    started, finished = outcomes([sys.executable, str(PYTHON)], tmp_path)
    assert started["driver"]["name"] == "template"
    told = {event["outcome"] for event in finished}
    assert told <= {"conforms", "observed", "untestable"}, [e for e in finished if e["outcome"] == "deviates"]
    assert sum(event["outcome"] == "conforms" for event in finished) > 20
    assert all(event.get("offered") is False for event in finished if event["outcome"] == "untestable")


def test_an_option_that_is_dropped_deviates(tmp_path):
    patched = tmp_path / "patched.py"
    text = PYTHON.read_text(encoding="utf-8")
    changed = text.replace('("expires_after", "purpose")', '("purpose",)')
    assert changed != text
    patched.write_text(changed, encoding="utf-8")
    _, finished = outcomes([sys.executable, str(patched)], tmp_path, "files.upload.expiry*")
    deviating = [event for event in finished if event["outcome"] == "deviates"]
    assert deviating
    assert {event["blame"] for event in deviating} == {"sdk"}
    calls = [exchange for event in deviating for exchange in event["exchanges"]]
    assert {exchange["method"] for exchange in calls} >= {"SDK"}


@pytest.mark.parametrize(
    "how",
    [
        "dies in the middle",
        "garbage",
        "wrong id",
        "neither",
        "unsupported",
        "tells more",
    ],
)
def test_a_broken_driver_is_never_a_deviation(tmp_path, how):
    """Its sentence is the outcome of whatever had to be asked."""
    _, finished = outcomes(
        [sys.executable, str(BROKEN), how],
        tmp_path,
        "files.upload.*",
        "files.get.*",
        "files.delete.*",
    )
    assert finished
    assert not [event for event in finished if event["outcome"] == "deviates"], finished
    problems = [event for event in finished if event["blame"] == "driver"]
    assert problems
    assert all(
        event["outcome"] == "error" and "the driver of an-sdk 1.0 " in event["message"] for event in problems
    )


def test_one_that_cannot_be_started_ends_the_run_in_a_sentence(tmp_path):
    with pytest.raises(
        RunError, match=r"the driver .* ended with exit code 3; the last it said was: no module"
    ):
        outcomes([sys.executable, str(BROKEN), "dies at once"], tmp_path)
