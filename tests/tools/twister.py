"""A server that misbehaves: it answers like the one behind it, unless it is twisted."""

from __future__ import annotations

import contextlib
import http.client
import socket
import struct
import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from urllib.parse import urlsplit

#: Seconds that nothing here comes near to; it only keeps a broken test from waiting for ever.
BOUND = 120


@dataclass(slots=True)
class Request:
    """One request as it came."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes


@dataclass(slots=True)
class Reply:
    """What the server behind would answer; a twist makes of it what it likes."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""

    def raw(self, *, version: str = "HTTP/1.1", length: int | None = None) -> bytes:
        """As bytes of HTTP."""
        headers = {**self.headers, "content-length": str(len(self.body) if length is None else length)}
        lines = [f"{version} {self.status} Twisted", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + self.body


#: What a twist yields: bytes to send, seconds to wait, "close" or "reset", which end the connection.
Twist = Callable[[Request, Reply], Iterable[object]]


def plain(_request, reply):
    """No twist at all."""
    yield reply.raw()


class Twister:
    """A server in front of another one (or of nothing): it passes requests on and twists the answers."""

    def __init__(self, behind: str | None = None) -> None:
        self._behind = urlsplit(behind).netloc if behind else None
        self.twist: Twist = plain
        self.requests: list[Request] = []
        self._stopped = threading.Event()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._connections: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._accept, daemon=True)]
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"

    def __enter__(self):
        self._threads[0].start()
        return self

    def __exit__(self, *_):
        self._stopped.set()
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()
        for connection in self._connections:
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join(BOUND)

    def _accept(self):
        while not self._stopped.is_set():
            try:
                connection, _ = self._listener.accept()
            except OSError:
                return
            self._connections.append(connection)
            thread = threading.Thread(target=self._serve, args=(connection,), daemon=True)
            self._threads.append(thread)
            thread.start()

    def _serve(self, connection):
        with connection, connection.makefile("rb") as stream, contextlib.suppress(OSError, ValueError):
            while (request := _read(stream)) is not None:
                self.requests.append(request)
                for action in self.twist(request, self._reply(request)):
                    match action:
                        case bytes():
                            connection.sendall(action)
                        case "reset":
                            linger = struct.pack("ii", 1, 0)
                            connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
                            return
                        case "close":
                            return
                        case float() | int():
                            self._stopped.wait(action)
                    if self._stopped.is_set():
                        return

    def _reply(self, request):
        if self._behind is None:
            return Reply(headers={"content-type": "application/json"}, body=b'{"data": []}')
        inner = http.client.HTTPConnection(self._behind, timeout=BOUND)
        try:
            inner.request(request.method, request.target, request.body, request.headers)
            answer = inner.getresponse()
            body = answer.read()
        finally:
            inner.close()
        headers = {
            name.lower(): value
            for name, value in answer.getheaders()
            if name.lower() not in ("content-length", "transfer-encoding", "connection")
        }
        return Reply(answer.status, headers, body)


def _read(stream) -> Request | None:
    line = stream.readline().split()
    if len(line) < 2:
        return None
    headers = {}
    while (text := stream.readline().strip()) != b"":
        name, _, value = text.decode("latin-1").partition(":")
        headers[name.strip().lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return Request(line[0].decode(), line[1].decode(), headers, body)
