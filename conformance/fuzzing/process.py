"""Schemathesis in a process of its own, which asks for each request and tells what it has found.

It takes as much memory as a whole worker, and gives none of it back before its process ends. It knows no target:
whatever it wants to send is carried by this side, with all that this side keeps account of.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from typing import Any, Self

from conformance.emulator.process import FRUGAL
from conformance.fuzzing.messages import Answered, Asked, Broken, Ended, Job, Refused, Scenario, Trouble
from conformance.workers import cache

Carry = Callable[[Asked], Answered | Refused]


class EngineError(Exception):
    """Schemathesis did not come to an end; the message says how."""


class EngineProcess:
    """The process, for as long as a `with` block lasts: whatever ends the block ends it too, at once.

    It has made nothing that would have to be cleaned up, so it is not asked. If this side dies, it finds nobody to
    talk to, and ends.
    """

    def __init__(self, job: Job) -> None:
        self._job = job
        self._process: subprocess.Popen[bytes] | None = None
        self._connection: Connection | None = None

    def __enter__(self) -> Self:
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
                [sys.executable, "-P", "-m", "conformance.fuzzing", str(theirs.fileno())],
                stdin=subprocess.DEVNULL,
                env={**FRUGAL, **os.environ, "HYPOTHESIS_STORAGE_DIRECTORY": str(cache())},
                pass_fds=(theirs.fileno(),),
            )
        return self

    def __exit__(self, *_: object) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
        if self._connection is not None:
            self._connection.close()

    def told(self, carry: Carry) -> Iterator[Scenario | Trouble]:
        """All that it tells, until it has explored everything; meanwhile `carry` is asked for every request.

        Raises:
            EngineError: it broke down.
        """
        self._say(self._job)
        while not isinstance(message := self._heard(), Ended):
            if isinstance(message, Asked):
                self._say(carry(message))
            elif isinstance(message, Broken):
                error = EngineError(message.sentence)
                error.add_note(message.trace)
                raise error
            else:
                yield message

    def _say(self, message: Job | Answered | Refused) -> None:
        assert self._connection is not None
        try:
            self._connection.send(message)
        except OSError:
            raise self._gone() from None

    def _heard(self) -> Any:
        assert self._connection is not None
        try:
            return self._connection.recv()
        except (EOFError, OSError):
            raise self._gone() from None

    def _gone(self) -> EngineError:
        assert self._process is not None
        return EngineError(f"the process of Schemathesis ended by itself (exit {self._process.wait()})")
