"""Runs with `--concurrency`: the same verdicts, in less time where the target is far away."""

from __future__ import annotations

import json
import signal

import pytest

import specs
from conformance.emulator.process import EmulatorProcess
from conformance.selection import DISTURBING

#: Checks of every kind: alone, of quotas, with the clock, with voices, of lists, of sockets, generated, of all traffic.
SCOPE = (
    "files.list.*", "files.expiry.*", "files.answers.*", "public-url.revoke.*", "public-url.expiry.*",
    "public-url.life.*", "public-url.concurrent.*", "voices.quota.*", "voices.create.*", "voices.lives",
    "sockets.speech.sessions*", "sockets.speech.done-each", "images.ephemeral.*", "storage.expiry.*", "inputs.expired",
)  # fmt: skip
#: A fault is found by a wave, by the clock, by lives, by an observation of all traffic.
FAULTS = ("revoke-again-true", "filename-order-ignores-case", "expired-file-retrievable")
#: Two that fail for a value: the smallest is what is reported.
FOUND = ("public-url.revoke.none-active", "files.list.filename-order")


@pytest.fixture(scope="module")
def faulty():
    with EmulatorProcess(faults=FAULTS) as process:
        yield process


@pytest.fixture
def judged(run):
    """Judges requirements of an emulator, with so many requests under way."""

    def call(emulator, concurrency, *globs, options=()):
        first, second = emulator.keys.values()
        scope = [word for glob in globs for word in ("--requirement", glob)]
        return run(
            "--target", emulator.url, "--seed", "5", "--examples", "3", "--concurrency", concurrency, *scope, *options,
            env={"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second},
        )  # fmt: skip

    return call


def found(ended):
    """Requirement → verdict and counterexample, as the report has them; messages name ids."""
    document = json.loads((ended.report / "verdicts.json").read_text())["requirements"]
    return {id_: (each["verdict"], each["counterexample"]) for id_, each in document.items()}


def test_a_target_that_is_right_conforms_as_it_does_one_by_one(judged, emulator):
    alone = judged(emulator, 1, *SCOPE)
    verdicts, code = alone.verdicts, alone.code
    together = judged(emulator, 8, *SCOPE)
    assert (together.code, together.verdicts) == (code, verdicts) == (0, verdicts)
    assert {id_ for id_, verdict in verdicts.items() if verdict in ("error", "untestable")} == set()
    (cleaned,) = [event for event in together.events if event["event"] == "cleaned-up"]
    assert (cleaned["created"] - cleaned["deleted"], cleaned["left"]) == (0, [])


def test_what_is_wrong_is_found_and_made_as_small(judged, faulty):
    alone = judged(faulty, 1, *SCOPE)
    expected, code = found(alone), alone.code
    together = judged(faulty, 8, *SCOPE)
    assert together.code == code == 1
    assert {id_: each[0] for id_, each in found(together).items()} == {
        id_: each[0] for id_, each in expected.items()
    }
    for id_ in FOUND:
        assert expected[id_][0] == "deviates"
        assert found(together)[id_] == expected[id_]


def test_nobody_is_beside_who_would_be_disturbed(judged, emulator):
    """Quotas of different things are filled side by side, and nothing else meanwhile; the clock is turned alone."""
    needs = {id_: DISTURBING.intersection(r.needs) for id_, r in specs.load().requirements.items()}
    ended = judged(emulator, 8, *SCOPE)
    began = {e["check"]: e["time"] for e in ended.events if e["event"] == "check-started"}
    took = [
        (began[e["check"]], began[e["check"]] + e["seconds"], e["requirement"])
        for e in ended.events
        if e["event"] == "check-finished"
    ]
    beside = [
        (needs[one], needs[other])
        for from_, to, one in took
        for since, until, other in took
        if one != other and from_ < until and since < to
    ]
    assert any(not one and not other for one, other in beside)
    assert all(one == other and "clock" not in one for one, other in beside)


def test_what_there_is_no_leave_for_is_not_done(judged, emulator, profile):
    """No quota is filled, and nothing generated, also where it would be found out at once."""
    careful = profile("[capabilities]\nquota = false\ngeneration = false\n")
    globs = ("voices.quota.limit", "images.generate.accepted", "files.upload.accepted")
    ended = judged(emulator, 8, *globs, options=["--profile", careful])
    assert ended.verdicts == {
        "voices.quota.limit": "untestable",
        "images.generate.accepted": "untestable",
        "files.upload.accepted": "conforms",
    }
    (used,) = [event for event in ended.events if event["event"] == "used"]
    assert not {"createCustomVoice", "generateImage"} & set(used["requests"])


def test_ctrl_c_ends_all_checks_and_deletes_what_they_made(starting, shelf, until, tmp_path):
    events = tmp_path / "report" / "events.jsonl"

    def told():
        lines = events.read_text().split("\n")[:-1] if events.exists() else []
        return [json.loads(line) for line in lines]

    with EmulatorProcess(latency=20) as process:
        first, second = process.keys.values()
        mine = shelf(process.url, first)
        mine.put("a.png", b"mine")
        before = mine.all()
        started = starting(
            "--target", process.url, "--concurrency", "8", env={"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second}
        )  # fmt: skip
        until(lambda: started.poll() is not None or sum(e["event"] == "check-started" for e in told()) > 12)
        assert started.poll() is None
        started.send_signal(signal.SIGINT)
        stdout, stderr = started.communicate()

        assert started.returncode == 3
        assert (stderr, "Traceback" in stdout) == ("", False)
        assert "interrupted" in stdout
        assert mine.all() == before
    assert told()[-1]["interrupted"] is True
    # What was under way when it ended has no verdict: to be stopped says nothing of the target.
    assert not [e for e in told() if e["event"] == "check-finished" and e["outcome"] in ("error", "deviates")]
    (cleaned,) = [e for e in told() if e["event"] == "cleaned-up"]
    assert cleaned["left"] == []


def test_one_process_keeps_the_rates_of_the_profile(starting, profile, emulator, until, descendants):
    """They are counted in one place, since there is one worker however many requests are under way."""
    first, second = emulator.keys.values()
    started = starting(
        "--target", emulator.url, "--concurrency", "16", "--requirement", "images.*",
        env={"XAI_API_KEY": first, "XAI_SECOND_API_KEY": second},
    )  # fmt: skip
    workers = until(lambda: [line for line in descendants(started.pid).values() if "-m pytest" in line])
    assert len(workers) == 1
    assert "--conformance-waves=16" in workers[0]
