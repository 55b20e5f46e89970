"""Requests of Schemathesis over the transport of a run."""

import json

import pytest

import specs
from conformance import trial
from conformance.emulator.process import EmulatorProcess
from conformance.fuzzing.carrying import Carrier
from conformance.fuzzing.messages import Answered, Asked, Refused
from conformance.targets.ledger import Ledger
from conformance.targets.profile import load_profile
from conformance.targets.target import connect
from strategies.multipart import Form, Part


@pytest.fixture(scope="module")
def target():
    with EmulatorProcess() as emulator:
        first, second = emulator.keys.values()
        profile = load_profile("emulator").at(emulator.url)
        ledger = Ledger(path=None, tag="xc-test")
        keys = {"first": first, "second": second}
        made = connect(profile, keys, specs.load(), ledger=ledger, allowance=None)
        yield made
        made.transport.close()


def _asked(target, method, path, headers=(), body=None, case="1"):
    sent = {"Authorization": f"Bearer {target.transport.keys['first']}", **dict(headers)}
    return Asked(case, method, f"{target.profile.base_url}{path}", sent, body)


def test_a_file_that_cannot_be_fetched_is_refused_and_does_not_stop_the_run(target):
    """Its status is one that usually says that the target is away: after three of them nothing more is sent."""
    operation = specs.load().operations["transcribe"]
    form = Form((Part(name="url", body=b"http://127.0.0.1:9/nothing"),)).encode()
    asked = _asked(
        target, "POST", operation.path, {"Content-Type": form.content_type}, b"".join(form.chunks())
    )
    carrier = Carrier(target.transport)
    for _ in range(4):
        answer = carrier.answer(asked)
        assert isinstance(answer, Answered)
        assert answer.status in operation.refusals["unreachable-url"]
    assert not carrier.refused


def test_what_nobody_documents_is_not_sent(target):
    """Such as the probes of Schemathesis, once each."""
    carrier = Carrier(target.transport)
    before = target.transport.requests
    for _ in range(2):
        assert isinstance(carrier.answer(_asked(target, "GET", "/", case="")), Refused)
    assert (target.transport.requests, len(carrier.refused)) == (before, 1)


def test_what_led_to_a_case_is_kept_until_its_scenario_ends(target):
    """What has made the things that it speaks of is kept for longer: others may speak of them, too."""
    carrier = Carrier(target.transport)
    form = Form((Part(name="file", filename="a.txt", body=b"a"),)).encode()
    upload = _asked(target, "POST", "/v1/files", {"Content-Type": form.content_type}, b"".join(form.chunks()))
    made = carrier.answer(upload)
    carrier.forget(["1"])
    assert not carrier.exchanges
    id_ = json.loads(made.body)["id"]

    carrier.answer(_asked(target, "GET", f"/v1/files/{id_}", case="2"))
    assert [each.operation for each in carrier.led(["2"])] == ["uploadFile", "retrieveFile"]
    carrier.answer(_asked(target, "DELETE", f"/v1/files/{id_}", case="3"))


def test_what_a_list_shows_of_others_is_left_alone(target):
    """Of other checks, which are at work on it, and of whoever has files there."""
    trial.start("another check", "")
    theirs = target.api.files.upload(b"x", "xc-test-theirs.txt", purpose="assistants")["id"]
    trial.start("a check", "")
    carrier = Carrier(target.transport)
    form = Form((Part(name="file", filename="b.txt", body=b"b"),)).encode()
    upload = _asked(target, "POST", "/v1/files", {"Content-Type": form.content_type}, b"".join(form.chunks()))
    mine = json.loads(carrier.answer(upload).body)["id"]
    listed = carrier.answer(_asked(target, "GET", "/v1/files", case="2"))
    assert {theirs, mine} <= {file["id"] for file in json.loads(listed.body)["data"]}

    assert isinstance(carrier.answer(_asked(target, "DELETE", f"/v1/files/{theirs}", case="3")), Refused)
    assert target.api.files.get(theirs).accepted
    assert isinstance(carrier.answer(_asked(target, "DELETE", f"/v1/files/{mine}", case="4")), Answered)
    assert not target.api.files.get(mine).accepted
