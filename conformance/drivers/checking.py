"""Whether a driver keeps the protocol: it is asked against the emulator, and what is wrong is told in sentences.

It says nothing of the SDK. What is asked is taken from what the driver declares.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from conformance.drivers.protocol import Driver, DriverProblem, Place, SdkError, Told
from conformance.drivers.protocol.binaries import INLINE
from conformance.drivers.protocol.driver import UNSUPPORTED, Deadlines
from conformance.drivers.protocol.ready import PROGRAMS
from conformance.emulator.process import EmulatorProcess
from conformance.targets.tap import Tap

UPLOAD, GET, CONTENT = "uploadFile", "retrieveFile", "retrieveFileContent"
#: Names that have to come through as they are.
_FILENAMES = ("plain.txt", "grüße 日本語.txt", "it's 100% (1) + more.txt")
#: Of nothing, of a few bytes that are no text, and of more than are inline.
_CONTENTS = (b"\x00\xff\r\n{}", bytes(range(256)) * (INLINE // 256 + 1))
_NOBODY = "no-such-operation"
_NO_FILE = "file_00000000-0000-0000-0000-000000000000"
#: Arguments that make no sense: a driver survives them, whatever its SDK says.
_NONSENSE: tuple[Any, ...] = (None, [], {"a": [None]}, "text", -1, True)
#: Answers that break off, and have nothing in them.
_SPOILT = ({"kind": "truncate", "bytes": 5}, {"kind": "empty"})
#: An error that is one for every SDK: there is no such file.
_REFUSED = "refused"


@dataclass(slots=True)
class Findings:
    """What is wrong with a driver, in sentences, and how many things were looked at."""

    sentences: list[str] = field(default_factory=list)
    looked_at: int = 0

    def look(self, act: Callable[[], str | None]) -> None:
        """Look at one thing; what breaks the protocol on the way is told, too."""
        self.looked_at += 1
        try:
            wrong = act()
        except DriverProblem as problem:
            wrong = str(problem)
        if wrong is not None and wrong not in self.sentences:
            self.sentences.append(wrong)


def check(command: Sequence[str], *, grpc: bool = True, deadlines: Deadlines | None = None) -> Findings:
    """Ask the driver with this command line everything that a run relies on.

    Raises:
        EmulatorError: the emulator does not start.
    """
    with EmulatorProcess(grpc=grpc, wire=True) as emulator:
        keys = dict(zip(("first", "second"), emulator.keys.values(), strict=True))
        place = Place(
            base_url=emulator.url,
            grpc=emulator.grpc,
            grpc_insecure=emulator.grpc_insecure,
            keys={**keys, "wrong": f"xai-{uuid.uuid4().hex}"},
        )
        return checked(Driver(command, place, deadlines=deadlines), Tap(emulator.url))


def checked(driver: Driver, tap: Tap | None = None) -> Findings:
    """The same with a driver that is pointed at an emulator, and the `tap` of its wire. It is stopped in the end."""
    findings = Findings()
    try:
        findings.look(lambda: _introduction(driver))
        if not findings.sentences:
            for act in _acts(driver, tap):
                findings.look(act)
    finally:
        findings.look(lambda: _end(driver))
        if tap is not None:
            tap.close()
    return findings


def _acts(driver: Driver, tap: Tap | None) -> Iterator[Callable[[], str | None]]:
    yield partial(_unknown_operation, driver)
    implements = driver.ready.implements
    if UPLOAD in implements:
        for name in _FILENAMES:
            yield partial(_stores, driver, name, _CONTENTS[0])
        yield partial(_stores, driver, _FILENAMES[0], _CONTENTS[1])
    if GET in implements:
        yield partial(_refusal, driver)
    for operation in (GET, CONTENT):
        if tap is not None and {UPLOAD, operation} <= implements.keys():
            yield from (partial(_survives, driver, tap, operation, answer) for answer in _SPOILT)
    for operation in implements:
        if not operation.startswith("sdk."):
            yield partial(_nonsense, driver, operation)
    yield partial(_reset, driver)
    if PROGRAMS in driver.ready.features and UPLOAD in implements:
        yield partial(_program, driver)


def _introduction(driver: Driver) -> str | None:
    ready = driver.start()
    if not ready.implements:
        return f"{driver.title} says that it implements nothing"
    return None


def _unknown_operation(driver: Driver) -> str | None:
    said = driver.call(_NOBODY, {})
    if isinstance(said, SdkError) and said.kind == UNSUPPORTED:
        return None
    return f"{driver.title} did not call an operation unsupported that does not exist: {_shown(said)}"


def _stores(driver: Driver, name: str, content: bytes) -> str | None:
    """Store a file and read it back, as far as the driver declares it."""
    implements = driver.ready.implements
    stored = driver.call(UPLOAD, {"content": content, "filename": name})
    if isinstance(stored, SdkError):
        return f"{driver.title} could not store the file {name!r} of {len(content)} bytes: {stored}"
    told = stored.result or {}
    if told.get("filename", name) != name:
        return f"{driver.title} stored the file {name!r} as {told['filename']!r}"
    file_id = told.get("id")
    if not isinstance(file_id, str):
        return f"{driver.title} stored a file, and does not tell its id"
    if CONTENT in implements:
        read = driver.call(CONTENT, {"file_id": file_id})
        if isinstance(read, SdkError):
            return f"{driver.title} could not read the content of a file that it has stored: {read}"
        if (read.result or {}).get("content") != content:
            return f"{driver.title} gave other bytes for the {len(content)} that it had been given"
    return None


def _refusal(driver: Driver) -> str | None:
    said = driver.call(GET, {"file_id": _NO_FILE})
    if isinstance(said, SdkError) and said.kind == _REFUSED:
        return None
    return f"{driver.title} did not tell as {_REFUSED} that there is no such file: {_shown(said)}"


def _survives(driver: Driver, tap: Tap, operation: str, answer: Mapping[str, Any]) -> str | None:
    """An answer that is spoilt: any result or error will do, but the driver has to survive it."""
    stored = driver.call(UPLOAD, {"content": _CONTENTS[0], "filename": _FILENAMES[0]})
    told = stored.result or {} if isinstance(stored, Told) else {}
    tap.plan(operation, answer)
    try:
        driver.call(operation, {"file_id": told.get("id", _NO_FILE)})
    finally:
        tap.clear()
    return None


def _nonsense(driver: Driver, operation: str) -> str | None:
    """Ill-typed arguments: any result or error will do, but the driver has to survive them."""
    names = ("file_id", "request_id", "body", "content", "filename", "limit", "fields", "file")
    for value in _NONSENSE:
        driver.call(operation, dict.fromkeys(names, value))
    driver.call(operation, {})
    return None


def _reset(driver: Driver) -> str | None:
    driver.reset()
    return _unknown_operation(driver)


def _program(driver: Driver) -> str | None:
    call = {"identity": "first", "arguments": {"content": b"text", "filename": "plain.txt"}}
    calls = [{"operation": UPLOAD, **call}]
    if GET in driver.ready.implements:
        named = {"file_id": {"$answer": [0, "id"]}}
        calls.append({"operation": GET, "identity": "first", "arguments": named})
    driver.program(calls)
    return None


def _end(driver: Driver) -> str | None:
    code = driver.stop()
    if code is None:
        return f"{driver.title} did not end when it was told to stop"
    return f"{driver.title} ended with exit code {code} when it was told to stop" if code else None


def _shown(said: Told | SdkError) -> str:
    return f"{said.kind} ({said})" if isinstance(said, SdkError) else f"the result {str(said.result)[:120]}"
