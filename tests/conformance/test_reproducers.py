"""`repro.sh` and `repro.py` really run: they show the deviation where it is, and say so where it is not."""

import subprocess
import sys

import pytest
from reproducing import judged, reproduce

from conformance.emulator.faults import FAULTS
from conformance.emulator.process import EmulatorProcess
from conformance.replay import _from_command_line

#: Fault → whether it shows in the statuses of answers, which is all that a shell script compares.
SHOWN = {
    "url-expiry-below-accepted": True,
    "page-one-too-long": False,
    "revoke-again-true": True,
    "deleted-file-gets-url": True,
    "url-served-forever": True,
    "read-crosses-teams": True,
    "url-beyond-file-shortened": True,
    "update-after-revocation-ignored": False,
    "stored-under-another-name": True,
    "video-duration-above-maximum": True,
}


@pytest.fixture(scope="module")
def broken():
    with EmulatorProcess(faults=SHOWN) as process:
        yield process


@pytest.fixture(scope="module")
def report(broken, tmp_path_factory):
    """The report of one run over all that these faults break."""
    folder = tmp_path_factory.mktemp("report")
    scope = [word for name in SHOWN for word in ("--requirement", FAULTS[name].breaks)]
    return judged(broken, folder, "--examples", "0", *scope)


@pytest.mark.parametrize("fault", SHOWN)
def test_a_reproducer_tells_a_broken_target_from_a_good_one(report, broken, emulator, tmp_path, fault):
    failure = report / "failures" / FAULTS[fault].breaks

    code, said = reproduce(["sh", failure / "repro.sh"], broken, tmp_path)
    assert code == 1
    assert "the deviation shows" in said
    code, said = reproduce([sys.executable, failure / "repro.py"], broken, tmp_path)
    assert (code, said.split()[0]) == (1, "DEVIATES")

    if SHOWN[fault]:
        code, said = reproduce(["sh", failure / "repro.sh"], emulator, tmp_path)
        assert code == 0
        assert "does not show" in said
    code, said = reproduce([sys.executable, failure / "repro.py"], emulator, tmp_path)
    assert (code, said.split()[0]) == (0, "CONFORMS")
    assert list(tmp_path.iterdir()) == []


def test_a_program_is_replayed_step_by_step(report):
    text = (report / "failures" / "public-url.life.sequences" / "repro.py").read_text()
    assert "program=" in text
    assert "life.revoke(f1)" in text


@pytest.mark.parametrize(
    ("recorded", "line", "expected"),
    [
        (None, [], (None, None)),
        ("http://127.0.0.1:1", [], ("http://127.0.0.1:1", None)),
        ("https://api.x.ai", [], ("https://api.x.ai", "xai")),
        ("http://127.0.0.1:1", ["--target", "https://api.x.ai/"], ("https://api.x.ai/", "xai")),
        ("https://api.x.ai", ["--profile", "mine.toml"], ("https://api.x.ai", "mine.toml")),
        ("https://api.x.ai", ["--target", "http://127.0.0.1:1"], ("http://127.0.0.1:1", None)),
    ],
)
def test_a_known_address_is_judged_by_its_profile(monkeypatch, recorded, line, expected):
    """Where its URLs live, how patient one is with it, and that it is paid."""
    monkeypatch.setattr(sys, "argv", ["repro.py", *line])
    given = _from_command_line(recorded)
    assert (given.target, given.profile) == expected


def test_a_reproducer_without_a_target_says_why_it_cannot_judge(report, twister, tmp_path):
    twister.__exit__()
    failure = report / "failures" / FAULTS["revoke-again-true"].breaks
    done = subprocess.run(
        [sys.executable, failure / "repro.py", "--target", twister.url],
        env={"XAI_API_KEY": "k"}, capture_output=True, text=True, check=False, cwd=tmp_path,
    )  # fmt: skip
    assert done.returncode == 2
    assert done.stdout.startswith(f"NOT JUDGED on {twister.url}: the target does not answer")
    assert done.stderr == ""
