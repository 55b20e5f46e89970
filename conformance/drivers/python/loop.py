"""The driver protocol on standard input and output."""

from __future__ import annotations

import json
import os
import platform
import sys
from collections.abc import Iterator
from typing import Any, BinaryIO, Protocol

from conformance.drivers.python.binaries import packed, unpacked
from conformance.drivers.python.failure import Failure, unsupported

PROTOCOL = 1


class Sdk(Protocol):
    """An SDK, as the loop sees it."""

    name: str
    version: str
    mode: str

    def start(self, target: dict[str, Any]) -> dict[str, Any]:
        """Get ready to speak to a target: what is implemented, by operation."""
        ...

    def call(self, operation: str, identity: str, arguments: dict[str, Any]) -> Any:
        """Carry out an operation: its documented answer, as far as the SDK tells it.

        Raises:
            Failure: it did not succeed.
        """
        ...

    def program(self, calls: list[dict[str, Any]]) -> str:
        """A program that makes these calls."""
        ...

    def reset(self) -> None:
        """Forget clients and connections."""
        ...


class Given(dict[str, Any]):
    """Arguments, of which one that is needed and missing is no error of the driver's."""

    def __missing__(self, name: str) -> Any:
        raise Failure("invalid", f"an argument is needed: {name}")


def serve(sdk: Sdk) -> int:
    """Answer until the input ends or says so; the exit code.

    What the SDK itself prints goes to the error stream: on the output, it would be taken for an answer.
    """
    output = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    for answer in _answers(sdk, sys.stdin.buffer):
        output.write(json.dumps(answer).encode("ascii") + b"\n")
        output.flush()
    sdk.reset()
    return 0


def _answers(sdk: Sdk, lines: BinaryIO) -> Iterator[dict[str, Any]]:
    scratch = ""
    known: dict[str, Any] = {}
    for line in lines:
        said = json.loads(line)
        command = said["command"]
        if command == "stop":
            return
        if command == "start":
            scratch = said["scratch"]
            known = sdk.start(said["target"])
            yield {"ready": _ready(sdk, known)}
        elif command == "call":
            yield {"id": said["id"], **_outcome(sdk, known, said, scratch)}
        elif command == "program":
            text = sdk.program(unpacked(said["calls"]))
            yield {"program": {"language": "python", "extension": "py", "text": text}}
        elif command == "reset":
            sdk.reset()
            yield {"reset": True}


def _ready(sdk: Sdk, known: dict[str, Any]) -> dict[str, Any]:
    return {
        "protocol": PROTOCOL,
        "name": sdk.name,
        "version": sdk.version,
        "language": "python",
        "runtime": f"Python {platform.python_version()}",
        "mode": sdk.mode,
        "implements": known,
        "features": ["programs"],
    }


def _outcome(sdk: Sdk, known: dict[str, Any], said: dict[str, Any], scratch: str) -> dict[str, Any]:
    try:
        operation = said["operation"]
        if operation not in known:
            raise unsupported(f"{sdk.name} {sdk.version} has no {operation}")
        result = sdk.call(operation, said["identity"], Given(unpacked(said["arguments"])))
        return {"result": packed(result, scratch)}
    except Failure as failure:
        return {"error": failure.told}
