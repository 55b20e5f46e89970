"""`python -m conformance.fuzzing SOCKET`: the process that `process.py` starts."""

from __future__ import annotations

import os
import signal
import sys
import threading
import traceback
from multiprocessing.connection import Connection
from typing import NoReturn

# Ctrl-C is for whoever started this: it still needs its connection, and ends this process when it has had enough.
signal.signal(signal.SIGINT, signal.SIG_IGN)

from conformance.fuzzing.messages import Answered, Asked, Broken, Ended, Job, Refused, Told  # noqa: E402


class Parent:
    """The run that this process works for. Requests come from threads of Schemathesis, so one speaks at a time."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._lock = threading.Lock()

    def job(self) -> Job:
        """What is to be done."""
        with self._lock:
            try:
                job: Job = self._connection.recv()
            except (EOFError, OSError):
                _alone()
            return job

    def ask(self, asked: Asked) -> Answered | Refused:
        """Have a request carried."""
        with self._lock:
            try:
                self._connection.send(asked)
                answer: Answered | Refused = self._connection.recv()
            except (EOFError, OSError):
                _alone()
            return answer

    def tell(self, told: Told) -> None:
        """Say something that has no answer."""
        with self._lock:
            try:
                self._connection.send(told)
            except OSError:
                _alone()


def _alone() -> NoReturn:
    """End, since nobody listens. An exception would be taken for an error of a request, and the next one made."""
    os._exit(1)


def main() -> None:
    """Take the job, and tell what comes of it."""
    parent = Parent(Connection(int(sys.argv[1])))
    job = parent.job()
    try:
        from conformance.fuzzing.scenarios import scenarios

        for told in scenarios(job, parent.ask):
            parent.tell(told)
    except Exception as error:  # noqa: BLE001 - whatever it is, it is told
        parent.tell(
            Broken(f"Schemathesis broke down: {type(error).__name__}: {error}", traceback.format_exc())
        )
    else:
        parent.tell(Ended())


if __name__ == "__main__":
    main()
