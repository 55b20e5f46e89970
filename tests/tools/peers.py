"""Servers for tests of sockets: polite ones that speak WebSocket, and raw ones that do what they like."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import socket
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

from conformance.targets.clock import Clock
from conformance.targets.http import HttpTransport
from conformance.targets.ledger import Ledger
from conformance.targets.profile import Profile, Timing

_GUID = b"258EAFA5-E914-47DA-95CA-C5AB0DC85B11"
KEY = "xai-a-key-that-nobody-should-see"
_made: list[HttpTransport] = []


@dataclass(frozen=True)
class Described:
    """A socket as the specs describe one."""

    id: str = "speech"
    path: str = "/v1/tts"
    refusals: Mapping[str, tuple[int, ...]] = field(default_factory=dict)
    parameters: tuple[Mapping[str, object], ...] = ()


def transport(
    port: int,
    *,
    timeout: float = 2.0,
    path: str = "",
    scheme: str = "http",
    prices: Mapping[str, float] | None = None,
    allowance: float | None = None,
) -> HttpTransport:
    """A transport to a server on this machine; `raw` closes it in the end."""
    made = HttpTransport(
        profile=Profile(
            name="test",
            base_url=f"{scheme}://127.0.0.1:{port}{path}",
            timing=Timing(timeout=timeout, silence=timeout),
            prices=prices or {},
        ),
        keys={"first": KEY},
        clock=Clock(),
        ledger=Ledger(),
        allowance=allowance,
    )
    _made.append(made)
    return made


def accepted(request: bytes, *headers: str) -> bytes:
    """The answer that opens a socket."""
    key = next(line.split(b":")[1].strip() for line in request.split(b"\r\n") if b"-key" in line.lower())
    proof = base64.b64encode(hashlib.sha1(key + _GUID).digest()).decode()
    lines = ["HTTP/1.1 101 Switching Protocols", "Upgrade: websocket", "Connection: Upgrade"]
    return "\r\n".join([*lines, f"Sec-WebSocket-Accept: {proof}", *headers, "", ""]).encode()


def frame(opcode: int, data: bytes = b"", *, fin: bool = True, rsv: int = 0, mask: bool = False) -> bytes:
    """A frame, also one that nobody may send. `rsv` is 4, 2 or 1 for the three bits."""
    head = bytes([(0x80 if fin else 0) | rsv << 4 | opcode])
    bit = 0x80 if mask else 0
    if len(data) < 126:
        head += bytes([bit | len(data)])
    elif len(data) < 1 << 16:
        head += bytes([bit | 126]) + struct.pack("!H", len(data))
    else:
        head += bytes([bit | 127]) + struct.pack("!Q", len(data))
    return head + (b"\0\0\0\0" if mask else b"") + data


def text(message: str) -> bytes:
    """A text frame."""
    return frame(1, message.encode())


@contextmanager
def raw(behave: Callable[[socket.socket, bytes], None]) -> Iterator[int]:
    """A server that reads the head of each request and then does as `behave` says; gives its port."""
    listener = socket.create_server(("127.0.0.1", 0))
    open_: list[socket.socket] = []

    def serve() -> None:
        with contextlib.suppress(OSError):
            while True:
                peer, _ = listener.accept()
                open_.append(peer)
                threading.Thread(target=attend, args=(peer,), daemon=True).start()

    def attend(peer: socket.socket) -> None:
        with contextlib.suppress(OSError), peer:
            request = b""
            while b"\r\n\r\n" not in request:
                if not (data := peer.recv(65536)):
                    return
                request += data
            behave(peer, request)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        while _made:
            _made.pop().close()
        listener.close()
        for peer in open_:
            with contextlib.suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
            peer.close()


def saying(*data: bytes, headers: tuple[str, ...] = (), then: str = "wait") -> Callable[..., None]:
    """Opens the socket, sends `data`, and then waits, hangs up (`close`) or resets the connection (`reset`)."""

    def behave(peer: socket.socket, request: bytes) -> None:
        peer.sendall(accepted(request, *headers))
        for each in data:
            peer.sendall(each)
        if then == "reset":
            peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        else:
            if then == "close":
                peer.shutdown(socket.SHUT_WR)
            while peer.recv(65536):
                pass

    return behave
