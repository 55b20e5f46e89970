"""The process of a driver: lines in and out, each with a deadline, and an end that is made when it does not come."""

from __future__ import annotations

import contextlib
import os
import select
import subprocess
import threading
import time
from collections.abc import Mapping, Sequence

#: A line longer than this, in bytes, is no message: large values go through the scratch folder.
LONGEST = 256 << 20
_CHUNK = 1 << 20
#: So much of what it writes to stderr is kept.
_TAIL = 8 << 10
#: Keys of the user's, which are none of a driver's business: it gets the emulator's.
_SECRETS = ("XAI_API_KEY", "XAI_SECOND_API_KEY", "XAI_MANAGEMENT_KEY", "OPENAI_API_KEY")
_PROXIES = ("http_proxy", "https_proxy", "all_proxy", "grpc_proxy")


class Ended(Exception):
    """The process has ended, or has closed its output. The message says how, as the end of a sentence."""


class Late(Exception):
    """The deadline has passed."""


class Process:
    """A driver at work. Its stderr is free text for people, of which the end is kept.

    It ends by itself when this process does, since its input ends then.
    """

    def __init__(self, command: Sequence[str]) -> None:
        """Start it in the folder that we are in.

        Raises:
            OSError: there is no such program.
        """
        self._process = subprocess.Popen(  # noqa: S603 - the program that the user named, without a shell
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=environment(os.environ),
            bufsize=0,
        )
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._in, self._out = self._process.stdin.fileno(), self._process.stdout.fileno()
        os.set_blocking(self._in, False)
        os.set_blocking(self._out, False)
        self._buffer = bytearray()
        self._said = b""
        self._reader = threading.Thread(target=self._listen, daemon=True)
        self._reader.start()

    @property
    def running(self) -> bool:
        """Whether it has not ended."""
        return self._process.poll() is None

    def write(self, line: bytes, seconds: float) -> None:
        """Send a line; it may take so long.

        Raises:
            Ended: nobody reads it.
            Late: it does not read.
        """
        end = time.monotonic() + seconds
        left = memoryview(line + b"\n")
        while left:
            self._await(self._in, select.POLLOUT, end)
            try:
                left = left[os.write(self._in, left[:_CHUNK]) :]
            except BlockingIOError:
                continue
            except OSError:
                raise Ended(self.how_it_ended()) from None

    def read(self, seconds: float) -> bytes:
        """The next line, without its end.

        Raises:
            Ended: there is none.
            Late: it has not come in time.
        """
        end = time.monotonic() + seconds
        start = 0
        while (at := self._buffer.find(b"\n", start)) < 0:
            start = len(self._buffer)
            if start > LONGEST:
                raise Ended(f"wrote a line of more than {LONGEST >> 20} MiB")
            self._await(self._out, select.POLLIN, end)
            if not self._take():
                raise Ended(self.how_it_ended())
        line = bytes(self._buffer[:at])
        del self._buffer[: at + 1]
        return line

    def unasked(self) -> bytes:
        """What it has said already, before anybody asked it anything."""
        poll = select.poll()
        poll.register(self._out, select.POLLIN)
        while poll.poll(0) and self._take():
            pass
        return bytes(self._buffer)

    def finish(self, seconds: float) -> int | None:
        """Close its input and let it end: its exit code, or `None` if it had to be made to end."""
        self._close_input()
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return None
        finally:
            self.kill()

    def kill(self) -> None:
        """End it at once. Harmless when it has ended."""
        self._close_input()
        with contextlib.suppress(ProcessLookupError):
            self._process.kill()
        self._process.wait()
        self._reader.join(1.0)
        for pipe in (self._process.stdout, self._process.stderr):
            if pipe is not None and not (pipe is self._process.stderr and self._reader.is_alive()):
                pipe.close()

    def _close_input(self) -> None:
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _take(self) -> bool:
        """Read what is there; false at the end."""
        try:
            chunk = os.read(self._out, _CHUNK)
        except BlockingIOError:
            return True
        self._buffer += chunk
        return bool(chunk)

    def _await(self, stream: int, what: int, end: float) -> None:
        poll = select.poll()
        poll.register(stream, what)
        left = end - time.monotonic()
        if left <= 0 or not poll.poll(left * 1000):
            raise Late

    def _listen(self) -> None:
        assert self._process.stderr is not None
        while chunk := self._process.stderr.read(1 << 16):
            self._said = (self._said + chunk)[-_TAIL:]

    def how_it_ended(self) -> str:
        """How it ended, as the end of a sentence, and the last that it has said to people."""
        try:
            code = self._process.wait(1.0)
        except subprocess.TimeoutExpired:
            return "closed its output"
        self._reader.join(1.0)
        how = f"was killed by signal {-code}" if code < 0 else f"ended with exit code {code}"
        said = [line for line in self._said.decode("utf-8", "replace").splitlines() if line.strip()]
        return f"{how}; the last it said was: {said[-1].strip()[:300]}" if said else how


def environment(ours: Mapping[str, str]) -> dict[str, str]:
    """What a driver finds in its environment: no keys of the user's, no proxy before the emulator, UTF-8."""
    kept = {
        name: value
        for name, value in ours.items()
        if name not in _SECRETS
        and name.lower() not in _PROXIES
        and not name.startswith(("PYTEST_", "PYTHONW"))
    }
    return {**kept, "PYTHONIOENCODING": "utf-8", "PYTHONUNBUFFERED": "1"}
