"""`serve`: its banner, its list of faults, and what it says when it cannot start."""

import re
import signal
import socket
import subprocess
import sys

import pytest
from click.testing import CliRunner

from conformance.cli.serve import serve
from conformance.emulator.faults import FAULTS

SCRIPT = [sys.executable, "-c", "from conformance.cli.serve import serve; serve()"]


def invoked(*arguments):
    """The result of the command, which has to end by itself."""
    return CliRunner().invoke(serve, list(arguments))


def banner(*arguments):
    """What it prints once it serves, with the port replaced."""
    with subprocess.Popen([*SCRIPT, "--port", "0", *arguments], stdout=subprocess.PIPE, text=True) as process:
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("Ctrl+C"):
                break
        process.send_signal(signal.SIGINT)
        lines.append(process.stdout.read())
        assert process.wait() == 0
    return re.sub(r"(127\.0\.0\.1|localhost):\d+", r"\1:PORT", "".join(lines))


def test_the_banner(snapshot):
    """Address, keys, and the command that runs the suite against it."""
    assert banner() == snapshot


def test_the_banner_with_everything(snapshot, tmp_path):
    """Own keys, a folder, faults."""
    options = ["--data", str(tmp_path), "--key", "ours=one", "--key", "theirs=two", "--key", "ours=three"]

    chosen = ["--fault", "revoke-race", "--reading", "images-are-png"]
    assert banner(*options, *chosen).replace(str(tmp_path), "DIR") == snapshot


def test_the_banner_with_grpc(snapshot):
    """Both addresses, and how a client of the SDK is pointed at each."""
    assert banner("--grpc-port", "0") == snapshot


def test_the_banner_with_the_wire(snapshot):
    """And where it is read."""
    assert banner("--wire") == snapshot


def test_the_list_of_faults(snapshot):
    """Plain columns, in the catalogue's order, when nobody looks on."""
    result = invoked("--list-faults")

    assert result.exit_code == 0
    assert result.output == snapshot
    assert [line.split()[0] for line in result.output.splitlines()] == list(FAULTS)


def test_the_list_of_readings(snapshot):
    """Name and what it does."""
    result = invoked("--list-readings")

    assert result.exit_code == 0
    assert result.output == snapshot


def test_help(snapshot):
    """Every option."""
    assert invoked("--help").output == snapshot


@pytest.mark.parametrize(
    "arguments",
    [
        ["--fault", "revoke-rase"],
        ["--fault", "xyz"],
        ["--reading", "images-are-pgn"],
        ["--reading", "xyz"],
        ["--key", "alpha"],
        ["--key", "alpha="],
        ["--key", "=key"],
        ["--key", "alpha=with blank"],
        ["--key", "alpha=k", "--key", "beta=k"],
    ],
)
def test_what_cannot_be_used(snapshot, arguments):
    """One sentence on stderr, and 2."""
    result = invoked("--port", "0", *arguments)

    assert (result.exit_code, result.stdout) == (2, "")
    assert result.stderr == snapshot


@pytest.mark.parametrize(
    "arguments",
    [
        ["--port", "99999"],
        ["--port", "x"],
        ["--latency", "-1"],
        ["--latency", "nan"],
        ["--body-seconds", "inf"],
        ["--data", ""],
        ["--nothing"],
    ],
)
def test_what_is_no_option(arguments):
    """2, too."""
    assert invoked(*arguments).exit_code == 2


def test_a_port_in_use(snapshot):
    """By anybody."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = invoked("--port", str(port))

    assert result.exit_code == 2
    assert result.stderr.replace(str(port), "PORT") == snapshot


def test_a_folder_that_cannot_be_used(snapshot, tmp_path):
    """A file in its place."""
    place = tmp_path / "file"
    place.write_bytes(b"")
    result = invoked("--port", "0", "--data", str(place))

    assert result.exit_code == 2
    assert result.stderr.replace(str(tmp_path), "DIR") == snapshot


def test_ports_of_grpc_that_cannot_be_used(snapshot):
    """The one that is named, the one after it, and one that has none after it."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        said = [
            subprocess.run(
                [*SCRIPT, "--port", "0", "--grpc-port", str(asked)],
                capture_output=True,
                text=True,
                check=False,
            )
            for asked in (port, port - 1, 65535)
        ]

    assert [each.returncode for each in said] == [2, 2, 2]
    assert [each.stderr.replace(str(port), "PORT") for each in said] == snapshot


def test_grpc_without_what_it_needs(snapshot, monkeypatch):
    """It is the extra that is named."""
    monkeypatch.setitem(sys.modules, "conformance.emulator.grpc.front", None)
    result = invoked("--port", "0", "--grpc-port", "0")

    assert result.exit_code == 2
    assert result.stderr.partition("): ")[0] == snapshot
