"""The front as part of a process: where it is told, what it costs those who do not ask for it, and how it ends."""

import json
import socket
import subprocess
import sys
import time

import grpc
import pytest
from grpc import StatusCode
from xai_sdk.proto import files_pb2

from conformance.emulator.process import EmulatorProcess
from conformance.emulator.server import Settings, Unusable, run

COMMAND = [sys.executable, "-m", "conformance.emulator"]


def test_both_addresses_are_told():
    """In the one line of JSON, and by the process; null and None without gRPC."""
    with subprocess.Popen([*COMMAND, "--grpc-port", "0"], stdout=subprocess.PIPE) as process:
        told = json.loads(process.stdout.readline())
        process.terminate()
    assert told["grpc"].startswith("localhost:")
    assert told["grpc_insecure"].startswith("127.0.0.1:")
    with EmulatorProcess() as process:
        assert (process.grpc, process.grpc_insecure) == (None, None)


def test_the_ports_that_are_asked_for():
    """One for local credentials, and the one after it."""
    line = b""
    while not line:  # somebody may have taken the one after it
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        command = [*COMMAND, "--grpc-port", str(port)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as process:
            line = process.stdout.readline()
            process.terminate()
    told = json.loads(line)
    assert (told["grpc"], told["grpc_insecure"]) == (f"localhost:{port}", f"127.0.0.1:{port + 1}")


def test_nobody_else_imports_it():
    """It would take longer than the whole start of the emulator."""
    script = (
        "import sys, conformance.emulator.__main__, conformance.emulator.process, conformance.cli.serve\n"
        "print([name for name in ('grpc', 'xai_sdk', 'google.protobuf') if name in sys.modules])"
    )
    said = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)

    assert said.stdout == "[]\n"


def test_ports_in_use_are_said_to_be():
    """Two emulators do not share a port without knowing of each other."""
    with EmulatorProcess(grpc=True) as process:
        port = process.grpc.rpartition(":")[2]
        said = subprocess.run([*COMMAND, "--grpc-port", port], capture_output=True, text=True, check=False)

    assert said.returncode == 2
    assert f"port {port} is in use" in said.stderr
    assert said.stderr.count("\n") == 1


def test_clients_that_ask_whether_it_is_there():
    """The SDK does so every half minute, calls or not, and is not hung up on for that."""
    eager = [("grpc.keepalive_time_ms", 50), ("grpc.http2.max_pings_without_data", 0)]
    eager += [("grpc.keepalive_permit_without_calls", 1)]
    states = []
    with EmulatorProcess(grpc=True) as process:
        with grpc.insecure_channel(process.grpc_insecure, eager) as channel:
            channel.subscribe(states.append, try_to_connect=True)
            grpc.channel_ready_future(channel).result(timeout=30)
            time.sleep(4.5)  # four questions, of which a server takes three if it does not expect them
            assert states[-1] is grpc.ChannelConnectivity.READY
            assert states.count(grpc.ChannelConnectivity.READY) == 1
            channel.unsubscribe(states.append)
        assert process.log == ""


def test_it_ends_with_calls_under_way():
    """Callers are told, and the process ends in time."""
    with EmulatorProcess(grpc=True, latency=60_000) as process:
        with grpc.insecure_channel(process.grpc_insecure, [("grpc.enable_retries", 0)]) as channel:
            call = channel.unary_unary("/xai_api.Files/ListFiles").future(b"")
            grpc.channel_ready_future(channel).result(timeout=30)
            process.stop()
            assert call.code() in {StatusCode.UNAVAILABLE, StatusCode.CANCELLED}
        assert process.log == ""


def test_a_release_of_the_sdk_that_is_too_old(monkeypatch):
    """It is said at the start, and not at the first call."""
    monkeypatch.delattr(files_pb2, "CreatePublicUrlRequest")
    monkeypatch.delitem(sys.modules, "conformance.emulator.grpc.front", raising=False)
    with pytest.raises(Unusable, match="too old: it has no CreatePublicUrlRequest"):
        run(Settings(grpc_port=0), print)
