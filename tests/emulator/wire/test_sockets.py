"""The wire over sockets: what is said becomes a transcript."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import httpx
import pytest
from websockets.exceptions import InvalidStatus
from websockets.sync.client import ClientConnection, connect

from conformance.emulator.process import EmulatorProcess
from conformance.targets.sockets.transcript import Line

WIRE = "/.well-known/xai-conformance/wire"


@pytest.fixture(scope="module")
def emulator() -> Iterator[EmulatorProcess]:
    with EmulatorProcess(wire=True) as process:
        yield process


def opened(emulator: EmulatorProcess) -> ClientConnection:
    """A connection for transcription."""
    address = emulator.url.replace("http", "ws") + "/v1/stt?sample_rate=16000&encoding=pcm"
    key = {"Authorization": f"Bearer {emulator.keys['alpha']}"}
    return connect(address, additional_headers=key)


def entry(emulator: EmulatorProcess) -> dict[str, Any]:
    """The last entry."""
    found: dict[str, Any] = httpx.get(f"{emulator.url}{WIRE}").json()["entries"][-1]
    return found


def test_a_conversation_is_written_down(emulator: EmulatorProcess) -> None:
    with opened(emulator) as socket:
        created = json.loads(socket.recv())
        socket.send(b"\0\0" * 1600)
        socket.send(json.dumps({"type": "audio.done"}))
        last = [json.loads(m) for m in socket][-1]
    found = entry(emulator)
    lines = [Line.from_json(record) for record in found["messages"]]

    assert (found["transport"], found["operation"], found["status"]) == ("socket", "openTranscription", 101)
    assert found["query"] == "sample_rate=16000&encoding=pcm"
    assert found["cut"] is False
    assert lines[0].message == created
    assert (lines[1].who, lines[1].frame, lines[1].size) == ("client", "binary", 3200)
    assert (lines[2].who, lines[2].type) == ("client", "audio.done")
    assert last in [line.message for line in lines if line.who == "server"]
    assert lines[-1].frame == "close"


def test_a_refused_handshake_has_its_status(emulator: EmulatorProcess) -> None:
    address = emulator.url.replace("http", "ws") + "/v1/stt"
    with pytest.raises(InvalidStatus), connect(address):
        pass

    assert (entry(emulator)["status"], entry(emulator)["messages"]) == (401, [])


def test_a_handshake_is_refused_as_planned(emulator: EmulatorProcess) -> None:
    plan = {"operation": "openTranscription", "answer": {"kind": "status", "status": 503}}
    httpx.post(f"{emulator.url}{WIRE}/answers", json=plan)
    with pytest.raises(InvalidStatus) as refused, opened(emulator):
        pass

    assert refused.value.response.status_code == 503
    assert (entry(emulator)["status"], entry(emulator)["planned"]) == (503, "status")
    with opened(emulator) as socket:
        socket.recv()
    assert emulator.log == ""


def test_who_does_not_wait_is_noted(emulator: EmulatorProcess) -> None:
    """The first message is late, and what comes before it stands before it."""
    plan = {"operation": "openTranscription", "answer": {"kind": "late", "seconds": 0.5}}
    httpx.post(f"{emulator.url}{WIRE}/answers", json=plan)
    with opened(emulator) as socket:
        socket.send(b"\0\0" * 1600)
        socket.recv()
        socket.send(json.dumps({"type": "audio.done"}))
        heard = [json.loads(message)["type"] for message in socket]
    lines = [Line.from_json(record) for record in entry(emulator)["messages"]]

    assert [line.who for line in lines[:2]] == ["client", "server"]
    assert "transcript.done" in heard
