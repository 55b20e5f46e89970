"""What a check looks at that another has made counts among what it meets."""

import json
import time

import pytest

from conformance import trial
from conformance.strength.job import Job, Outcome
from conformance.strength.tripping import tripping
from conformance.strength.witness import SHARED, Witness
from conformance.targets.exchange import Exchange
from conformance.targets.sockets.transcript import Line, Transcript

MAKER, OTHER, FAULT = "storage.expiry.time", "storage.expiry.bounds", "a-fault"


@pytest.fixture
def trace(tmp_path, monkeypatch):
    """A trace whose witness is told of what happens."""
    path = tmp_path / "trace"
    monkeypatch.setattr(trial, "witness", Witness(tmp_path / f"trace{SHARED}"))
    return path


def made(check: trial.Trial) -> Exchange:
    exchange = Exchange(
        operation="generateImage", identity="first", method="POST", url="http://target/", request_headers={}
    )
    check.record(exchange)
    exchange.seconds = 0.5
    return exchange


def met(trace, at, control):
    """What meets a fault that would have shown at a time."""
    trace.write_text(json.dumps({"time": at, "faults": [FAULT]}) + "\n", encoding="utf-8")
    job = Job(fault=None, requirements=None)
    outcome = Outcome(job=job, outcomes={}, deviations=(), seconds=0, requests=0, times=control)
    return tripping(outcome, trace).get(FAULT, ())


def test_an_exchange_that_is_recalled_is_met_by_both(trace):
    began = time.time()
    exchange = made(trial.Trial(requirement=MAKER))
    trial.Trial(requirement=OTHER).recall(exchange)

    found = met(trace, began + 0.2, ((began, began + 1, MAKER), (began + 1, began + 2, OTHER)))

    assert {MAKER, OTHER} <= set(found)


def test_what_was_not_looked_at_is_not_met(trace):
    began = time.time()
    exchange = made(trial.Trial(requirement=MAKER))
    trial.Trial(requirement=OTHER).recall(exchange)

    found = met(trace, began + 0.8, ((began, began + 1, MAKER), (began + 1, began + 2, OTHER)))

    assert MAKER in found
    assert OTHER not in found


def test_a_conversation_is_met_by_all_that_look_at_it(trace):
    transcript = Transcript(socket="speech", lines=(Line(at=0.3, who="server", frame="text", text="{}"),))
    ended = time.time()
    for requirement in (MAKER, OTHER):
        trial.Trial(requirement=requirement).recall_transcript(transcript)

    found = met(trace, ended - 0.1, ((ended - 1, ended + 1, MAKER), (ended + 1, ended + 2, OTHER)))

    assert {MAKER, OTHER} <= set(found)
