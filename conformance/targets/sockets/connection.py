"""The frames of one WebSocket: bytes in and out at the same time, so that full buffers never block both sides."""

from __future__ import annotations

import contextlib
import selectors
import ssl
import struct
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from socket import socket
from typing import Any

from websockets.client import ClientProtocol
from websockets.exceptions import PayloadTooBig
from websockets.extensions.permessage_deflate import ClientPerMessageDeflateFactory
from websockets.frames import Close, CloseCode, Frame, Opcode
from websockets.protocol import OPEN, State
from websockets.typing import Subprotocol
from websockets.uri import WebSocketURI

from conformance.targets.sockets.limits import (
    FRAMES_A_BYTE,
    LONGER,
    MORE,
    MOST_BYTES,
    MOST_FRAMES,
    MOST_MESSAGE,
)
from conformance.targets.sockets.transcript import Who

_CHUNK = 64 << 10
_DATA = (Opcode.CONT, Opcode.TEXT, Opcode.BINARY)
_NOWHERE = WebSocketURI(secure=False, host="", port=80, path="/", query="")


class Frames(ClientProtocol):
    """The client's side of the protocol, which also keeps a close frame that no peer may send."""

    def __init__(self, subprotocols: Sequence[str] = ()) -> None:
        super().__init__(
            _NOWHERE,
            extensions=[
                ClientPerMessageDeflateFactory(
                    client_max_window_bits=True, compress_settings={"memLevel": 5, "level": 1}
                )
            ],
            subprotocols=[Subprotocol(name) for name in subprotocols] or None,
            state=OPEN,  # the handshake is HTTP's matter; it is held against the protocol by `process_response`
            max_size=MOST_MESSAGE,
        )
        self.odd_close: bytes | None = None

    @property
    def offer(self) -> str:
        """The extensions that a handshake offers."""
        return self.connect().headers["Sec-WebSocket-Extensions"]

    def recv_frame(self, frame: Frame) -> None:
        """Process an incoming frame."""
        if frame.opcode is Opcode.CLOSE:
            self.odd_close = bytes(frame.data)
        super().recv_frame(frame)
        if frame.opcode is Opcode.CLOSE:
            self.odd_close = None


@dataclass(frozen=True, slots=True)
class End:
    """How a connection ended: by whom, and in words, where it was not by the closing handshake alone."""

    who: Who
    text: str


@dataclass(slots=True, kw_only=True)
class Connection:
    """An open WebSocket on `sock`, which does not block. `first` are bytes that came with the handshake's answer.

    `release` gives the socket back. `end` is set once the connection is broken; `protocol.close_rcvd` and
    `protocol.close_sent` tell of the closing handshake.
    """

    sock: socket
    protocol: Frames
    release: Callable[[], None]
    first: bytes = b""
    end: End | None = None
    over: bool = False
    _out: bytearray = field(default_factory=bytearray)
    _frames: int = 0
    _granted: int = 0
    _bytes: int = 0
    _mute: bool = False
    _inside: bool = False
    _wants: int = 0
    _selector: Any = None

    def __post_init__(self) -> None:
        """From now on nothing blocks but `step`, and that not longer than it is told."""
        self.sock.setblocking(False)

    @property
    def open(self) -> bool:
        """Whether messages can be sent."""
        return not self.over and self.protocol.state is OPEN

    @property
    def waiting(self) -> int:
        """Bytes that were sent and that the network has not taken yet."""
        return len(self._out)

    def text(self, data: bytes, pieces: int = 1) -> None:
        """Send a text message, in so many fragments."""
        self._granted += FRAMES_A_BYTE * len(data)
        self._message(Opcode.TEXT, data, pieces)

    def binary(self, data: bytes, pieces: int = 1) -> None:
        """Send a binary message, in so many fragments."""
        self._message(Opcode.BINARY, data, pieces)

    def ping(self, data: bytes) -> None:
        """Send a ping."""
        self.protocol.send_frame(Frame(Opcode.PING, data))
        self._queue()

    def close(self, code: int) -> None:
        """Send a close frame, also with a code that none should have."""
        self.protocol.send_frame(Frame(Opcode.CLOSE, struct.pack("!H", code & 0xFFFF)))
        self.protocol.close_sent = Close(code, "")
        self.protocol.state = State.CLOSING
        self._queue()

    def cut(self) -> None:
        """Let go of the socket."""
        if not self.over:
            self.over = True
            self._out.clear()
            if self._selector is not None:
                self._selector.close()
            with contextlib.suppress(OSError):
                self.release()

    def step(self, until: float, *, deaf: bool = False) -> list[Frame]:
        """Write and read what the network takes and gives; where that is nothing, wait for it until `until`.

        Gives the frames that came. One who is `deaf` does not read.
        """
        if self.over:
            return []
        if self.first and not deaf:
            first, self.first = self.first, b""
            if frames := self._feed(first):
                return frames
        for attempt in range(2):
            self._wants = 0
            wrote = self._write()
            frames, read = ([], False) if deaf else self._read()
            if wrote or read or self.end is not None or attempt:
                return frames
            self._wait(until, deaf=deaf)
        return []

    def _message(self, opcode: Opcode, data: bytes, pieces: int) -> None:
        pieces = max(1, pieces)
        size = -(-len(data) // pieces)
        for number in range(pieces):
            piece = data[number * size : (number + 1) * size]
            last = number == pieces - 1
            self.protocol.send_frame(Frame(Opcode.CONT if number else opcode, piece, last))
        self._queue()

    def _queue(self) -> None:
        for data in self.protocol.data_to_send():
            if not self._mute:
                self._out += data

    def _write(self) -> bool:
        wrote = False
        while self._out:
            try:
                sent = self.sock.send(memoryview(self._out)[:_CHUNK])
            except (BlockingIOError, ssl.SSLWantWriteError):
                self._wants |= selectors.EVENT_WRITE
                break
            except ssl.SSLWantReadError:
                self._wants |= selectors.EVENT_READ
                break
            except OSError:
                # The target has hung up; what it said before is still there to read.
                self._mute = True
                self._out.clear()
                break
            del self._out[:sent]
            wrote = True
        return wrote

    def _read(self) -> tuple[list[Frame], bool]:
        try:
            data = self.sock.recv(_CHUNK)
        except (BlockingIOError, ssl.SSLWantReadError):
            self._wants |= selectors.EVENT_READ
            return [], False
        except ssl.SSLWantWriteError:
            self._wants |= selectors.EVENT_WRITE
            return [], False
        except OSError as error:
            self.end = End("server", f"the target broke the connection off ({error.strerror or error})")
            return [], True
        if not data:
            self._ended()
            return [], True
        return self._feed(data), True

    def _feed(self, data: bytes) -> list[Frame]:
        protocol = self.protocol
        protocol.receive_data(data)
        frames: list[Frame] = [event for event in protocol.events_received() if isinstance(event, Frame)]
        self._frames += len(frames)
        for frame in frames:
            self._bytes += len(frame.data)
            if frame.opcode in _DATA:
                self._inside = not frame.fin
        if protocol.parser_exc is not None:
            protocol.data_to_send()  # a complaint that nobody would read
            self.end = _broken(protocol.parser_exc)
        elif self._frames > (most := MOST_FRAMES + self._granted):
            self.end = End("server", f"{MORE} {most} frames")
        elif self._bytes > MOST_BYTES:
            self.end = End("server", f"{MORE} {MOST_BYTES >> 20} MiB")
        else:
            self._queue()
        return frames

    def _ended(self) -> None:
        protocol = self.protocol
        torn = bool(protocol.reader.buffer) or self._inside
        protocol.receive_eof()
        protocol.data_to_send()
        if protocol.close_rcvd is not None:
            self.end = End("server", "")
        elif torn:
            self.end = End("server", "the target hung up in the middle of a message")
        else:
            self.end = End("server", "the target hung up without a close frame")

    def _wait(self, until: float, *, deaf: bool) -> None:
        wanted = self._wants | (0 if deaf else selectors.EVENT_READ)
        left = until - time.monotonic()
        if left <= 0:
            return
        if not wanted:
            time.sleep(left)
            return
        if self._selector is None:
            self._selector = selectors.DefaultSelector()
            self._selector.register(self.sock, wanted)
        elif self._selector.get_key(self.sock).events != wanted:
            self._selector.modify(self.sock, wanted)
        self._selector.select(left)


def _broken(error: Exception) -> End:
    """What was wrong with what came, in words."""
    if isinstance(error, PayloadTooBig):
        return End("server", f"{LONGER} {MOST_MESSAGE >> 20} MiB")
    if isinstance(error, UnicodeDecodeError):
        return End("server", "the target sent a close frame whose reason is not UTF-8")
    return End("server", f"the target sent what is no WebSocket frame ({error or CloseCode.PROTOCOL_ERROR})")
