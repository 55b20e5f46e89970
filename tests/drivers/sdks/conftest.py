"""Real SDKs behind their drivers, against the emulator."""

from __future__ import annotations

import io
import json
import urllib.request

import pytest
from PIL import Image

from conformance.drivers.protocol.driver import Driver, Place
from conformance.emulator.process import EmulatorProcess
from driven import command_of

SCRIPT = "/.well-known/xai-conformance/wire/answers"


@pytest.fixture(scope="session")
def emulator():
    with EmulatorProcess(grpc=True, wire=True) as process:
        yield process


@pytest.fixture(scope="session")
def place(emulator):
    keys = {"first": emulator.keys["alpha"], "second": emulator.keys["beta"], "wrong": "never-issued"}
    return Place(base_url=emulator.url, grpc=emulator.grpc, grpc_insecure=emulator.grpc_insecure, keys=keys)


@pytest.fixture(scope="session")
def drivers(place):
    """Each SDK's driver, started when a test first asks for it."""
    started = {}

    def get(name, version=None):
        if (name, version) not in started:
            started[name, version] = driver = Driver(command_of(name, version), place)
            driver.start()
        return started[name, version]

    yield get
    codes = {key: driver.stop() for key, driver in started.items()}
    assert set(codes.values()) <= {0}, codes


@pytest.fixture
def plan(emulator):
    """Answers that the emulator gives to an operation next."""

    def planned(operation, times=1, **answer):
        body = json.dumps({"operation": operation, "times": times, "answer": answer}).encode()
        request = urllib.request.Request(
            emulator.url + SCRIPT, body, {"content-type": "application/json"}, method="POST"
        )
        urllib.request.urlopen(request).close()

    yield planned
    urllib.request.urlopen(urllib.request.Request(emulator.url + SCRIPT, method="DELETE")).close()


@pytest.fixture(scope="session")
def png():
    """A small picture that decodes."""
    stream = io.BytesIO()
    Image.new("RGB", (64, 64), "teal").save(stream, "PNG")
    return stream.getvalue()
