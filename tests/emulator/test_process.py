"""The emulator as a process: how it starts, ends, and says what is wrong."""

import json
import os
import signal
import subprocess
import sys
import time

import httpx
import pytest

from conformance.emulator.process import EmulatorError, EmulatorProcess

COMMAND = [sys.executable, "-m", "conformance.emulator"]


def gone(pid):
    """Whether a process has ended, within a while."""
    for _ in range(200):
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            return True
        time.sleep(0.05)
    return False


def test_one_line_says_where():
    """As JSON, once connections are accepted; SIGTERM ends it."""
    with subprocess.Popen(COMMAND, stdout=subprocess.PIPE) as process:
        address = json.loads(process.stdout.readline())
        assert httpx.get(f"{address['url']}/v1/files").status_code == 401
        assert address["cdn"] == f"{address['url']}/cdn"
        process.send_signal(signal.SIGTERM)
        assert process.stdout.read() == b""


def test_it_ends_with_whoever_started_it():
    """Even if that was killed."""
    script = (
        "from conformance.emulator.process import EmulatorProcess\n"
        "import time\n"
        "process = EmulatorProcess().start()\n"
        "print(process.pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as parent:
        pid = int(parent.stdout.readline())
        parent.kill()

    assert gone(pid)


def test_the_context_manager():
    """Two at a time, each with its own port; none is left behind; latency is waited for."""
    with EmulatorProcess() as one, EmulatorProcess({"solo": "k"}, latency=200) as two:
        pids = [one.pid, two.pid]
        assert one.url != two.url
        assert dict(two.keys) == {"solo": "k"}
        start = time.monotonic()
        assert httpx.get(f"{two.url}/v1/files", headers={"authorization": "Bearer k"}).status_code == 200
        assert time.monotonic() - start >= 0.2

    assert all(gone(pid) for pid in pids)
    with pytest.raises(EmulatorError, match="not running"):
        _ = one.pid


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"faults": ["revoke-rase"]}, "did you mean revoke-race"),
        ({"faults": ["%%%"]}, "no fault is called %%%"),
        ({"keys": {"": "a"}}, "expected NAME=KEY"),
        ({"keys": {"a": "same", "b": "same"}}, "has this key already"),
    ],
)
def test_what_it_cannot_use(arguments, message):
    """Its own words come with the error."""
    with pytest.raises(EmulatorError, match=message):
        EmulatorProcess(**arguments).start()


def test_an_unexpected_failure_is_answered_and_logged(tmp_path):
    """With 500, in the usual shape, and a line in the log; the next request is served."""
    with EmulatorProcess(data=tmp_path) as emulator:
        with httpx.Client(
            base_url=emulator.url, headers={"authorization": "Bearer emulator-key-alpha"}
        ) as http:
            file_id = http.post("/v1/files", files={"file": ("a.png", b"a")}).json()["id"]
            (tmp_path / "content" / file_id).unlink()  # behind its back
            answer = http.get(f"/v1/files/{file_id}/content")
            assert answer.status_code == 500
            assert set(answer.json()) == {"code", "error"}
            assert "x-request-id" in answer.headers
            assert http.get(f"/v1/files/{file_id}").status_code == 200
        emulator.stop()
        assert f"GET /v1/files/{file_id}/content failed" in emulator.log
