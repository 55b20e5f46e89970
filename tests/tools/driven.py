"""Drivers of real SDKs: how they are started, and calls of which one knows how they end."""

from __future__ import annotations

import sys
import time
from pathlib import Path
from typing import Any

import pytest

from conformance.drivers import environments
from conformance.drivers.known import KNOWN
from conformance.drivers.protocol.driver import Driver
from conformance.drivers.protocol.replies import SdkError

#: What tests say of an SDK that is not of their own environment holds for this version of it.
_PINNED = {"@ai-sdk/xai": "5.0.12"}
_LAUNCH = Path(environments.__file__).with_name("launch.py")


def command_of(name: str, version: str | None = None) -> tuple[str, ...]:
    """What starts an SDK: those in Python from the environment of the tests, unless it is to be another version."""
    known = KNOWN[name]
    if known.language == "python" and version is None:
        return (sys.executable, "-P", str(_LAUNCH), known.driver, *known.arguments)
    try:
        return environments.prepare(name, version or _PINNED[name]).command
    except environments.EnvironmentProblem as problem:
        pytest.skip(f"needs {name}: {problem}")


def told(driver: Driver, operation: str, identity: str = "first", **arguments: Any) -> dict[str, Any]:
    """What a call that succeeds tells."""
    answer = driver.call(operation, arguments, identity)
    assert not isinstance(answer, SdkError), f"{operation}: {answer}"
    return answer.result or {}


def refusal(driver: Driver, operation: str, identity: str = "first", **arguments: Any) -> SdkError:
    """The error of a call that does not."""
    answer = driver.call(operation, arguments, identity)
    assert isinstance(answer, SdkError), f"{operation}: {answer}"
    return answer


def finished(driver: Driver, request_id: str) -> dict[str, Any]:
    """What a video has come to."""
    while True:
        video = told(driver, "getVideo", request_id=request_id)
        if video["status"] != "pending":
            return video
        time.sleep(0.1)
