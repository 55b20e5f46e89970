"""A driver, from the side of the suite: it is started, asked, found out, and started again."""

from __future__ import annotations

import contextlib
import json
import shutil
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from conformance.drivers.protocol.binaries import BadBinary, discard, packed, unpacked
from conformance.drivers.protocol.problem import DriverProblem
from conformance.drivers.protocol.process import Ended, Late, Process
from conformance.drivers.protocol.ready import Ready
from conformance.drivers.protocol.replies import Program, SdkError, Told
from conformance.drivers.protocol.schemas import FROM_DRIVER, TO_DRIVER, problem

VERSION = 1
#: After so many calls that were never answered, and so many ends in the middle, it is not asked any more.
_MOST_HANGS, _MOST_ENDS = 5, 50
#: So much of a line that is no message is shown.
_SHOWN = 120
#: The SDK or the driver cannot do what it was asked for.
UNSUPPORTED = "unsupported"
#: As the code of such an error: the SDK has the arguments, and no words for the value that one of them has.
VALUE = "value"


class Silent(DriverProblem):
    """No answer came in time. It may be the SDK that hangs: who provoked it on purpose knows better."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where the SDK is pointed at. `keys` are by identity; `grpc` is for local credentials, the other for none."""

    base_url: str
    grpc: str | None = None
    grpc_insecure: str | None = None
    keys: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Deadlines:
    """Seconds that a driver is given. What makes images and videos may take as long as `generation`."""

    start: float = 60.0
    call: float = 60.0
    generation: float = 660.0
    stop: float = 10.0


class Driver:
    """One driver program, for one worker. It takes one call at a time; others wait for their turn.

    A driver that is dead or hangs is killed, and started anew for the next call.
    """

    def __init__(
        self,
        command: Sequence[str],
        place: Place,
        *,
        deadlines: Deadlines | None = None,
        slow: frozenset[str] = frozenset(),
    ) -> None:
        """`command` is the program with its arguments; `slow` operations may take as long as generations do."""
        self.command = tuple(command)
        self.place = place
        self.deadlines = deadlines or Deadlines()
        self.calls = 0
        self._slow = slow
        self._folder = Path(tempfile.mkdtemp(prefix="xai-conformance-driver-"))
        self._process: Process | None = None
        self._ready: Ready | None = None
        self._hangs = self._ends = 0
        self._lock = threading.RLock()

    @property
    def ready(self) -> Ready:
        """What it says of itself.

        Raises:
            DriverProblem: it cannot be started.
        """
        return self._ready or self.start()

    @property
    def title(self) -> str:
        """How it is called in sentences."""
        return f"the driver of {self._ready.title}" if self._ready else f"the driver {' '.join(self.command)}"

    def start(self) -> Ready:
        """Start it, unless it is running.

        Raises:
            DriverProblem: it cannot be started, or breaks the protocol at once.
        """
        with self._lock:
            if self._process is not None and self._ready is not None:
                if not self._process.running:
                    raise self._broken(f"{self._process.how_it_ended()}, although nobody had asked it to")
                return self._ready
            self._end()
            try:
                self._folder.mkdir(parents=True, exist_ok=True)
                self._process = Process(self.command)
            except FileNotFoundError:
                raise DriverProblem(
                    f"{self.title} cannot be started: there is no program {self.command[0]} here"
                ) from None
            except OSError as error:
                raise DriverProblem(f"{self.title} cannot be started: {error.strerror or error}") from None
            message = {
                "command": "start",
                "protocol": VERSION,
                "target": {
                    "base_url": self.place.base_url,
                    "grpc": self.place.grpc,
                    "grpc_insecure": self.place.grpc_insecure,
                    "keys": dict(self.place.keys),
                },
                "scratch": str(self._folder),
            }
            said = self._ask(message, "ready", self.deadlines.start, "being started")
            self._ready = Ready.of(said["ready"])
            return self._ready

    def call(
        self,
        operation: str,
        arguments: Mapping[str, Any],
        identity: str = "first",
        *,
        seconds: float | None = None,
    ) -> Told | SdkError:
        """Carry out one operation; bytes may stand at any place of `arguments`.

        Raises:
            DriverProblem: the driver broke the protocol, or a promise of its own.
        """
        with self._lock:
            ready = self.start()
            self.calls += 1
            message = {
                "command": "call",
                "id": self.calls,
                "operation": operation,
                "identity": identity,
                "arguments": packed(arguments, self._folder),
            }
            if seconds is None:
                slow = operation in self._slow
                seconds = self.deadlines.generation if slow else self.deadlines.call
            try:
                said = self._ask(message, "answer", seconds, operation)
            finally:
                discard(message["arguments"])
            if said["id"] != self.calls:
                raise self._broken(f"answered call {self.calls} ({operation}) with the id {said['id']}")
            return self._answer(ready, operation, said)

    def program(self, calls: Sequence[Mapping[str, Any]]) -> Program:
        """A program that makes `calls` (each with `operation`, `identity` and `arguments`).

        Raises:
            DriverProblem: as for `call`.
        """
        with self._lock:
            self.start()
            message = {"command": "program", "calls": [packed(dict(call), self._folder) for call in calls]}
            try:
                said = self._ask(message, "program", self.deadlines.call, "being asked for a program")
            finally:
                discard(message["calls"])
            return Program(**said["program"])

    def reset(self) -> None:
        """Let it drop clients and connections.

        Raises:
            DriverProblem: as for `call`.
        """
        with self._lock:
            self.start()
            self._ask({"command": "reset"}, "reset", self.deadlines.call, "being reset")

    def stop(self) -> int | None:
        """Let it end: its exit code, `None` if it had to be made to. Harmless when it is not running."""
        with self._lock:
            process, self._process = self._process, None
            code: int | None = 0
            if process is not None:
                with contextlib.suppress(Ended, Late):
                    process.write(json.dumps({"command": "stop"}).encode(), self.deadlines.stop)
                code = process.finish(self.deadlines.stop)
            shutil.rmtree(self._folder, ignore_errors=True)
            return code

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def _answer(self, ready: Ready, operation: str, said: Mapping[str, Any]) -> Told | SdkError:
        known = ready.implements.get(operation)
        if "error" in said:
            error = SdkError(**said["error"])
            if error.kind == UNSUPPORTED and error.code != VALUE and known is not None:
                raise DriverProblem(
                    f"{self.title} says that it implements {operation}, and calls it unsupported when asked: "
                    f"{error.message}"
                )
            return error
        if known is None:
            raise DriverProblem(
                f"{self.title} answered {operation}, which it does not say that it implements"
            )
        if undeclared := known.did_not_declare(said["result"]):
            raise DriverProblem(
                f"{self.title} told {undeclared[0]} as a result of {operation}, which it does not say that it tells"
            )
        try:
            return Told(unpacked(said["result"], self._folder))
        except BadBinary as error:
            raise DriverProblem(
                f"{self.title} answered {operation} with bytes that are none: {error}"
            ) from None

    def _ask(self, message: Mapping[str, Any], kind: str, seconds: float, what: str) -> Any:
        """Send a message and take the answer, which has to be a `kind`."""
        if wrong := problem(TO_DRIVER, str(message["command"]), message):
            raise DriverProblem(f"the suite wanted to send a driver what no driver is sent: {wrong}")
        if self._hangs >= _MOST_HANGS or self._ends >= _MOST_ENDS:
            how = "did not answer" if self._hangs >= _MOST_HANGS else "broke down"
            raise self._broken(f"{how} so many times that it is not asked any more", counts=False)
        assert self._process is not None
        if unasked := self._process.unasked():
            raise self._broken(f"said something that nobody had asked for: {_shown(unasked)}")
        try:
            self._process.write(json.dumps(message).encode("ascii"), seconds)
            line = self._process.read(seconds)
        except Ended as error:
            raise self._broken(f"{error}, after {what}") from None
        except Late:
            self._hangs += 1
            raise self._broken(f"did not answer within {seconds:g} s, after {what}", Silent) from None
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            raise self._broken(f"said something that is no JSON, after {what}: {_shown(line)}") from None
        if kind == "answer":
            kind = "error" if isinstance(said, dict) and "error" in said else "result"
        if wrong := problem(FROM_DRIVER, kind, said):
            raise self._broken(f"said something that is no {kind} of the protocol, after {what}: {wrong}")
        return said

    def _broken(
        self, how: str, kind: type[DriverProblem] = DriverProblem, *, counts: bool = True
    ) -> DriverProblem:
        """What is wrong with it, to be raised. It is started anew when it is needed again."""
        self._ends += counts
        self._end()
        return kind(f"{self.title} {how}")

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None:
            process.kill()


def _shown(line: bytes) -> str:
    text = line.decode("utf-8", "replace").strip()
    return repr(text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…")
