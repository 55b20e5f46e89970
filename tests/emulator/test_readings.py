"""Readings: other choices of the emulator where the docs leave some."""

import dataclasses
import re

import pytest

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.faults import FAULTS, behaviour
from conformance.emulator.process import EmulatorError, EmulatorProcess
from conformance.emulator.readings import READINGS, UnknownReading, chosen

TRUE = Behaviour()
FIELDS = {field.name for field in dataclasses.fields(Behaviour)}


@pytest.mark.parametrize("name", READINGS)
def test_it_is_another_choice(name):
    """Of fields that there are; no fault does the same. Its summary is one sentence."""
    reading = READINGS[name]

    assert set(reading.change) <= FIELDS
    assert all(getattr(TRUE, field) != value for field, value in reading.change.items())
    assert chosen([name]) != TRUE
    assert all(fault.change != reading.change for fault in FAULTS.values())
    assert re.fullmatch(r"[A-Z].*[^.]\.", reading.summary)
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", name)
    assert name not in FAULTS


def test_they_add_up():
    """With each other, and with faults."""
    both = behaviour(["unknown-path-400"], chosen(["pending-is-200", "pending-is-bare"]))

    assert (both.job_pending_status, both.job_pending_body, both.unknown_path_status) == (200, False, 400)
    assert chosen([]) == TRUE
    with pytest.raises(UnknownReading, match="there is pending-is-200"):
        chosen(["pending-is-20"])
    with pytest.raises(UnknownReading, match="long-edits"):
        chosen(["%%%"])


def test_in_a_process(alpha_with):
    """Named on its command line."""
    with pytest.raises(EmulatorError, match="no reading is called nothing"):
        EmulatorProcess(readings=["nothing"]).start()
    names = [
        "images-are-png",
        "refusals-in-text",
        "missing-inputs-are-400",
        "inputs-judged-late",
        "pending-is-bare",
    ]
    with alpha_with(readings=names) as alpha:
        assert alpha.image().json()["data"][0]["mime_type"] == "image/png"
        refusal = alpha.image(prompt=None)
        assert (refusal.status_code, refusal.headers["content-type"]) == (422, "text/plain; charset=utf-8")
        assert alpha.edit(image={"file_id": "x"}).status_code == 400
        started = alpha.start(image={"file_id": "x"})
        assert started.status_code == 200
        assert alpha.finished(started.json()["request_id"])["error"]["code"] == "invalid_argument"
        pending = alpha.poll(alpha.start(duration=15).json()["request_id"])
        assert (pending.status_code, pending.content) == (202, b"")
