"""A network backend that holds a whole exchange to one deadline.

A client's own time-outs bound each read: a target that sends a byte now and then is never caught by them.
Here every connect, read and write gets what is left until the deadline that the calling thread has set.
"""

from __future__ import annotations

import contextlib
import ssl
import threading
import time
from collections.abc import Iterable
from typing import Any

import httpcore

#: So many bytes are written at once, and no fewer unless an answer is waited for.
_PACKET = 32 << 10

_thread = threading.local()


def set_deadline(seconds: float) -> None:
    """From now on, this thread's network calls end within `seconds` altogether."""
    _thread.end = time.monotonic() + seconds


def remaining() -> float:
    """Seconds until this thread's deadline.

    Raises:
        httpcore.ReadTimeout: it has passed.
    """
    left: float = _thread.end - time.monotonic()
    if left <= 0:
        raise httpcore.ReadTimeout("the deadline has passed")
    return left


class _Stream(httpcore.NetworkStream):
    """A stream whose every operation is cut off at the deadline.

    What is written waits until there is much of it or an answer is read: head and body of a small request then
    travel in one packet, and the target wakes up once.
    """

    def __init__(self, inner: httpcore.NetworkStream) -> None:
        self._inner = inner
        self._waiting = bytearray()

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        if self._waiting:
            # A target may have answered and hung up before it had everything; its answer is still there to read.
            with contextlib.suppress(httpcore.WriteError):
                self._send()
        return self._inner.read(max_bytes, remaining())

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._waiting += buffer
        if len(self._waiting) >= _PACKET:
            self._send()

    def _send(self) -> None:
        waiting, self._waiting = bytes(self._waiting), bytearray()
        self._inner.write(waiting, remaining())

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: ssl.SSLContext, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.start_tls(ssl_context, server_hostname, remaining()))

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


class DeadlineBackend(httpcore.NetworkBackend):
    """The standard backend, held to the thread's deadline."""

    def __init__(self) -> None:
        self._inner = httpcore.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.NetworkStream:
        return _Stream(self._inner.connect_tcp(host, port, remaining(), local_address, socket_options))

    def sleep(self, seconds: float) -> None:
        time.sleep(seconds)
