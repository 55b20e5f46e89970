"""Starting a block, and ending it with everything that it started."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

_TICK = 0.5  # seconds between looking whether to stop
_SHOWN = 16 * 1024  # bytes of the end of what it printed


@dataclass(frozen=True, slots=True, kw_only=True)
class Ended:
    """How a program ended: its exit code, negative for a signal; the ends of what it printed; how long it took."""

    code: int
    output: str
    errors: str
    seconds: float
    timed_out: bool


def launched(
    command: Sequence[str],
    *,
    folder: Path,
    environment: Mapping[str, str],
    output: Path,
    errors: Path,
    seconds: float,
    stop: threading.Event,
) -> Ended:
    """Run a program in a session of its own for at most so many seconds, with nobody at the keyboard.

    When it ends, or `stop` is set, whatever it has started ends too.
    """
    began = time.monotonic()
    timed_out = False
    # Files and no pipes: a process that was left behind would keep those open.
    with output.open("wb") as out, errors.open("wb") as err:
        process = subprocess.Popen(  # noqa: S603 - that is what the user has said yes to
            list(command),
            cwd=folder,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            while process.poll() is None and not timed_out and not stop.is_set():
                with contextlib.suppress(subprocess.TimeoutExpired):
                    process.wait(min(_TICK, seconds))
                timed_out = process.poll() is None and time.monotonic() - began >= seconds
        finally:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
            process.wait()
    return Ended(
        code=process.returncode,
        output=_end_of(output),
        errors=_end_of(errors),
        seconds=time.monotonic() - began,
        timed_out=timed_out,
    )


def _end_of(path: Path) -> str:
    with path.open("rb") as file:
        size = file.seek(0, os.SEEK_END)
        file.seek(max(0, size - _SHOWN))
        return file.read().decode("utf-8", "replace")
