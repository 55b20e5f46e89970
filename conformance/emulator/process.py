"""The emulator as a process of its own, for as long as a `with` block lasts."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Self

from conformance.emulator.keys import KEYS

PATIENCE = 5.0  # seconds between asking it to end and making it
#: What many threads hold for a moment (images, videos, sounds) goes back to the system, where glibc's allocator would
#: keep it: half of the memory of a whole run. Other allocators know none of these.
FRUGAL: Mapping[str, str] = MappingProxyType(
    {"MALLOC_ARENA_MAX": "1", "MALLOC_MMAP_THRESHOLD_": "262144", "MALLOC_TRIM_THRESHOLD_": "262144"}
)


class EmulatorError(Exception):
    """The emulator did not start; the message has what it wrote to stderr."""


class EmulatorProcess:
    """Spawns the emulator on a free port and ends it. It ends by itself too when this process dies.

    `keys` maps teams to their keys (one each; `extra_keys` are further pairs of both), and defaults to
    `alpha` and `beta`. `faults` (generated ones among them) and `readings` are names. With `trace` the emulator has no
    fault, and notes in that file which generated ones would have shown. `body_seconds` is the time that a request's
    body may take.
    `data` is a folder that keeps everything; `latency` is in milliseconds; `rate_limits` keeps the documented
    requests a minute; `wire` writes all requests down, and lets answers be planned; `grpc` serves that too, for
    which the extra `sdk` is needed. Inside the block `url` is the address of the API, `cdn` that of public URLs, and
    `imgen` and `vidgen` those of ephemeral ones; `grpc` is that of gRPC with local credentials ("localhost:PORT"), and
    `grpc_insecure` that without any ("127.0.0.1:PORT"), both None where it is not served.
    """

    def __init__(  # noqa: PLR0913 - as many as the command has options
        self,
        keys: Mapping[str, str] | None = None,
        faults: Iterable[str] = (),
        data: Path | str | None = None,
        latency: float = 0,
        *,
        extra_keys: Iterable[tuple[str, str]] = (),
        body_seconds: float | None = None,
        rate_limits: bool = False,
        readings: Iterable[str] = (),
        trace: Path | str | None = None,
        wire: bool = False,
        grpc: bool = False,
    ) -> None:
        self.keys: Mapping[str, str] = MappingProxyType(dict(KEYS if keys is None else keys))
        self.url = ""
        self.cdn = ""
        self.imgen = ""
        self.vidgen = ""
        self.grpc: str | None = None
        self.grpc_insecure: str | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._errors: list[bytes] = []
        self._reader: threading.Thread | None = None
        # -P: the folder that we are called from may hold packages with the names of ours.
        self._command = [sys.executable, "-P", "-m", "conformance.emulator", "--until-stdin-closes"]
        self._command += [f"--key={team}={key}" for team, key in (*self.keys.items(), *extra_keys)]
        self._command += [f"--fault={name}" for name in faults]
        self._command += [f"--reading={name}" for name in readings]
        if data is not None:
            self._command.append(f"--data={data}")
        if latency:
            self._command.append(f"--latency={latency}")
        if body_seconds is not None:
            self._command.append(f"--body-seconds={body_seconds}")
        if rate_limits:
            self._command.append("--rate-limits")
        if wire:
            self._command.append("--wire")
        if grpc:
            self._command.append("--grpc-port=0")
        if trace is not None:
            self._command.append(f"--trace-generated={trace}")

    @property
    def pid(self) -> int:
        """The process id.

        Raises:
            EmulatorError: it is not running.
        """
        if self._process is None:
            raise EmulatorError("the emulator is not running")
        return self._process.pid

    @property
    def log(self) -> str:
        """What it has written to stderr so far."""
        return b"".join(self._errors).decode("utf-8", "replace")

    def spawn(self) -> None:
        """Spawn it, and do something else while it gets ready. `start` waits for it."""
        self._process = process = subprocess.Popen(  # noqa: S603 - our own module in our own interpreter
            self._command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**FRUGAL, **os.environ},
        )
        assert process.stderr is not None
        # Read all along: a full pipe would stop the emulator in the middle of a log line.
        self._reader = threading.Thread(target=self._errors.extend, args=(process.stderr,), daemon=True)
        self._reader.start()

    def start(self) -> Self:
        """Spawn it, unless that was done, and wait until it accepts connections.

        Raises:
            EmulatorError: it ended before that.
        """
        if self._process is None:
            self.spawn()
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        try:
            address = json.loads(line)
            self.url, self.cdn = address["url"], address["cdn"]
            self.imgen, self.vidgen = address["imgen"], address["vidgen"]
            self.grpc, self.grpc_insecure = address["grpc"], address["grpc_insecure"]
        except (ValueError, KeyError, TypeError):
            self.stop()
            said = self.log.strip() or line.decode("utf-8", "replace").strip() or "nothing"
            raise EmulatorError(f"the emulator did not start; it said: {said}") from None
        return self

    def stop(self) -> None:
        """End it, kindly first. Harmless when it has ended."""
        process, self._process = self._process, None
        if process is None:
            return
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        if self._reader is not None:
            self._reader.join(PATIENCE)
        for pipe in (process.stdin, process.stdout, process.stderr):
            if pipe is not None:
                pipe.close()

    def kill(self) -> None:
        """End it at once, as a power cut would (SIGKILL)."""
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self.stop()

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(self, *_: object) -> None:
        self.stop()
