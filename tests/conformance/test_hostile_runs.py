"""Whole runs against servers whose sockets misbehave: verdicts with reasons, and an end."""

import json
import os
import struct
import subprocess
import sys

import pytest

from peers import accepted, frame, raw, text

PROFILE = """
name = "hostile"
areas = ["sockets"]
[capabilities]
generation = true
custom_voices = true
[timing]
timeout = 0.5
silence = 0.2
"""
#: Both break with the first conversation. A run over all requirements of such a server only takes longer.
REQUIREMENTS = ("sockets.speech.done-each", "sockets.transcription.greeting-first")
HELLO = text('{"type":"transcript.created","id":"1"}')


def silent(peer):
    """Opens, and says nothing."""
    while peer.recv(65536):
        pass


def flood(peer):
    """The same event without end."""
    while True:
        peer.sendall((HELLO + text('{"type":"audio.delta","delta":"AAAA"}')) * 100)


def enormous(peer):
    """A frame of a hundred megabytes."""
    peer.sendall(bytes([0x81, 127]) + struct.pack("!Q", 100 << 20))
    for _ in range(100):
        peer.sendall(b"x" * (1 << 20))


def cut(peer):
    """Half a frame, and the end."""
    peer.sendall(HELLO[:10])


def odd(peer):
    """A code that nobody may send."""
    peer.sendall(HELLO + frame(8, struct.pack("!H", 1006) + b"odd"))


def binary(peer):
    """No text at all."""
    peer.sendall(frame(2, b"\x00" * 100))
    silent(peer)


PEERS = {
    silent: "has not come in",
    flood: "may not",
    enormous: "the connection may not end while",
    cut: "the connection may not end while",
    odd: "may not",
    binary: "has not come in",
}


def serving(behave):
    def serve(peer, request):
        if b"upgrade: websocket" not in request.lower():
            known = b"/v1/tts " in request or b"/v1/stt " in request
            status = b"426 Upgrade Required" if known else b"404 Not Found"
            peer.sendall(b"HTTP/1.1 %b\r\ncontent-length: 0\r\nconnection: close\r\n\r\n" % status)
            return
        peer.sendall(accepted(request))
        behave(peer)

    return serve


@pytest.mark.parametrize("behave", PEERS, ids=lambda each: each.__name__)
def test_a_run_comes_to_verdicts(behave, tmp_path):
    profile = tmp_path / "profile.toml"
    profile.write_text(PROFILE, encoding="utf-8")
    with raw(serving(behave)) as port:
        done = subprocess.run(
            [sys.executable, "-c", "from conformance.cli import main; main()", "run",
             "--target", f"http://127.0.0.1:{port}", "--profile", str(profile), "--examples", "0",
             "--report-dir", str(tmp_path), *(f"--requirement={each}" for each in REQUIREMENTS)],
            env={**os.environ, "XAI_API_KEY": "xai-hostile"}, capture_output=True, text=True, check=False,
        )  # fmt: skip

    assert done.returncode == 1, done.stdout + done.stderr
    assert "Traceback" not in done.stdout + done.stderr
    found = json.loads((tmp_path / "verdicts.json").read_text(encoding="utf-8"))["requirements"]
    assert {each["verdict"] for each in found.values()} <= {"conforms", "deviates", "untestable"}, found
    messages = [each["message"] for each in found.values() if each["verdict"] == "deviates"]
    assert any(PEERS[behave] in message for message in messages), messages
