"""A conversation under way: moves become frames, and everything that is said becomes a line of its transcript."""

from __future__ import annotations

import hashlib
import secrets
import struct
import time
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from websockets.frames import Frame, Opcode

from conformance.targets.call import Answer
from conformance.targets.http import HttpTransport
from conformance.targets.sockets.connection import Connection
from conformance.targets.sockets.handshake import Query
from conformance.targets.sockets.limits import (
    CLOSING,
    CONVERSATION,
    DEAF,
    GLANCE,
    KEPT_SENT,
    MOMENT,
    lessened,
)
from conformance.targets.sockets.transcript import Line, Transcript
from conformance.targets.voiced import Toll
from specs import Socket
from strategies.conversations import (
    AtOnce,
    Await,
    AwaitEnd,
    Close,
    Cut,
    Deaf,
    InPieces,
    Linger,
    Move,
    Pause,
    Ping,
    Play,
    Send,
    SendBytes,
    SendText,
)

_ERROR = "error"
#: Move → the method that makes it.
_MOVES: Mapping[type[Any], str] = {
    Send: "_say",
    SendText: "_say",
    SendBytes: "_say",
    InPieces: "_in_pieces",
    AtOnce: "_at_once",
    Play: "_play",
    Ping: "_ping",
    Await: "_await",
    AwaitEnd: "_await_end",
    Pause: "_pause",
    Linger: "_linger",
    Deaf: "_be_deaf",
    Close: "_close",
    Cut: "_cut",
}


@dataclass(slots=True, kw_only=True)
class Talk:
    """An open connection to a socket of the specs. `answer` is that of the handshake.

    Whatever the target does ends up in `lines`; no method raises for it.
    """

    transport: HttpTransport
    socket: Socket
    query: Query
    answer: Answer
    connection: Connection
    opened: float
    lines: list[Line] = field(default_factory=list)
    events: list[Mapping[str, Any]] = field(default_factory=list)
    _counts: Counter[str] = field(default_factory=Counter)
    _awaited: Counter[str] = field(default_factory=Counter)
    _errors_known: int = 0
    _message: list[bytes] = field(default_factory=list)
    _is_text: bool = False
    _pongs: set[bytes] = field(default_factory=set)
    _deaf: bool = False
    _quiet: bool = False
    _last: float = 0.0
    _toll: Toll = field(init=False)

    def __post_init__(self) -> None:
        """Begin to listen; a handshake that was none ends it at once."""
        self._last = self.opened
        self._toll = Toll(self.transport.meter, self.socket, self.query)
        self._look()

    @property
    def open(self) -> bool:
        """Whether anything can still be sent."""
        return self.connection.open

    def transcript(self) -> Transcript:
        """What was said so far."""
        return Transcript(socket=self.socket.id, query=dict(self.query), lines=tuple(self.lines))

    def do(self, move: Move) -> None:
        """Make a move; once the connection is over, nothing happens.

        Raises:
            BudgetSpent: it may cost more than is left.
        """
        if self.connection.over:
            return
        getattr(self, _MOVES[type(move)])(move)

    def close(self) -> None:
        """Close the connection, unless that has been done, and let go of it."""
        if not self.connection.over:
            self._close(Close())
        if not self.connection.over:
            self.connection.cut()

    # --- moves that take a line

    def _in_pieces(self, move: InPieces) -> None:
        self._say(move.move, move.pieces)

    def _at_once(self, move: AtOnce) -> None:
        if self._ready():
            for each in move.moves:
                self._put(each)
            self._flush()

    def _pause(self, move: Pause) -> None:
        self._hear()
        self._listen(_never, until=time.monotonic() + move.seconds)
        self._errors_known = self._counts[_ERROR]

    def _be_deaf(self, _: Deaf) -> None:
        self._deaf = True

    def _hear(self) -> None:
        self._deaf = False

    def _cut(self, _: Cut) -> None:
        self._end("client", "the client broke the connection off")

    # --- speaking

    def _say(self, move: Send | SendText | SendBytes, pieces: int = 1) -> None:
        if isinstance(move, SendBytes):
            self._send_binary(move.data, pieces)
            return
        if self._ready():
            self._put(move, pieces)
            self._flush()

    def _put(self, move: Send | SendText, pieces: int = 1) -> None:
        self._toll.text(move.text)
        self._note("text", text=move.text)
        self.connection.text(move.text.encode("utf-8", "surrogatepass"), pieces)

    def _play(self, move: Play) -> None:
        for data in move.frames():
            if not self.open:
                return
            self._send_binary(data)

    def _send_binary(self, data: bytes, pieces: int = 1) -> None:
        if not self._ready():
            return
        self._toll.audio(len(data))
        kept = data if len(data) <= KEPT_SENT else None
        digest = None if kept is not None else hashlib.sha256(data).hexdigest()
        self._note("binary", data=kept, size=len(data), sha256=digest)
        self.connection.binary(data, pieces)
        self._flush()

    def _ping(self, move: Ping) -> None:
        if self._ready():
            self._note("ping", data=move.data, size=len(move.data))
            self.connection.ping(move.data)
            self._flush()

    def _ready(self) -> bool:
        """Take in what has already come, so that it stands before what is said next."""
        if not self._deaf:
            self._step(0)
        return self.open

    def _flush(self) -> None:
        """Have all that was said taken by the network, and listen meanwhile."""
        if not self.connection.waiting:
            return
        limit = DEAF if self._deaf else self.transport.switchboard.patience(self._timeout)
        left, since = self.connection.waiting, time.monotonic()
        while self.connection.waiting and not self.connection.over:
            heard = len(self.lines)
            self._step(since + limit)
            if self.connection.waiting < left or len(self.lines) > heard:
                left, since = self.connection.waiting, time.monotonic()
            elif time.monotonic() >= since + limit:
                if not self._deaf:
                    self._end("client", f"the target has not taken what was sent for {limit:g} s")
                return

    # --- listening

    @property
    def _timeout(self) -> float:
        return self.transport.profile.timing.timeout

    @property
    def _patience(self) -> float:
        """Seconds for which nothing may come; fewer where that was so before in this conversation."""
        silence = self.transport.profile.timing.silence
        return lessened(silence) if self._quiet else self.transport.switchboard.patience(silence)

    def _await(self, move: Await) -> None:
        self._hear()
        self._awaited[move.event] += move.times
        wanted = self._awaited[move.event]

        def come() -> bool:
            return self._counts[move.event] >= wanted or self._counts[_ERROR] > self._errors_known

        self._listen(come, patience=self._patience)
        # What has not come is not owed: after an error it hardly will.
        self._awaited[move.event] = min(wanted, self._counts[move.event])
        self._errors_known = self._counts[_ERROR]

    def _await_end(self, move: AwaitEnd) -> None:
        self._hear()
        began = time.monotonic()
        self._listen(_never, until=began + move.seconds)
        if not self.connection.over:
            self._note("quiet", seconds=time.monotonic() - max(began, self._last))

    def _linger(self, _: Linger) -> None:
        self._hear()
        mark = secrets.token_bytes(8)
        self._ping(Ping(mark))
        self._listen(lambda: mark in self._pongs, until=time.monotonic() + min(MOMENT, self._timeout))
        self._errors_known = self._counts[_ERROR]

    def _listen(
        self, enough: Callable[[], bool], *, until: float | None = None, patience: float | None = None
    ) -> None:
        """Read until it is `enough`, the connection ends, or it is time.

        That is `until`, or when nothing was said for `patience` seconds, which is noted.
        """
        began = time.monotonic()
        while not enough() and not self.connection.over:
            limit = until
            if patience is not None:
                limit = max(began, self._last) + patience
            assert limit is not None
            if time.monotonic() >= limit:
                if patience is not None:
                    self._quiet = True
                    self._note("quiet", seconds=time.monotonic() - max(began, self._last))
                return
            self._step(limit)

    def _step(self, until: float) -> None:
        """Let the connection work until `until`, and note what comes of it."""
        deadline = self.opened + CONVERSATION * self._timeout
        for frame in self.connection.step(min(until, deadline), deaf=self._deaf):
            self._received(frame)
            if self.connection.over:
                return
        self._look()
        if not self.connection.over and time.monotonic() >= deadline:
            self._end("client", f"the conversation took more than {CONVERSATION * self._timeout:g} s")

    def _look(self) -> None:
        """Note how the connection has ended, if it has."""
        connection = self.connection
        if connection.over:
            return
        if (odd := connection.protocol.odd_close) is not None:
            code = struct.unpack("!H", odd[:2])[0] if len(odd) > 1 else None
            self._note_server("close", code=code, text=odd[2:].decode("utf-8", "replace") or None)
        if connection.end is not None:
            self._end(connection.end.who, connection.end.text)

    def _received(self, frame: Frame) -> None:
        data = bytes(frame.data)
        match frame.opcode:
            case Opcode.PING:
                self._note_server("ping", data=data, size=len(data))
                self._note("pong", data=data, size=len(data))
            case Opcode.PONG:
                self._pongs.add(data)
                self._note_server("pong", data=data, size=len(data))
            case Opcode.CLOSE:
                self._closed(data)
            case _:
                if frame.opcode is not Opcode.CONT:
                    self._is_text = frame.opcode is Opcode.TEXT
                self._message.append(data)
                if frame.fin:
                    whole = data if len(self._message) == 1 else b"".join(self._message)
                    self._message.clear()
                    self._told(whole)

    def _told(self, data: bytes) -> None:
        self._last = time.monotonic()
        if not self._is_text:
            self._note_server("binary", data=data, size=len(data))
            return
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            self._note_server("text", text=data.decode("utf-8", "replace"))
            self._end("server", "the target sent a text frame that is not UTF-8")
            return
        self._note_server("text", text=text)
        line = self.lines[-1]
        if (message := line.message) is not None:
            self.events.append(message)
            kind = message.get("type")
            if isinstance(kind, str):
                self._counts[kind] += 1

    # --- ending

    def _close(self, move: Close) -> None:
        self._hear()
        self._step(0)
        if not self.open:
            return
        self._note("close", code=move.code)
        self.connection.close(move.code)
        limit = min(GLANCE if self._quiet else CLOSING, self._timeout)
        self._listen(_never, until=time.monotonic() + limit)
        if not self.connection.over:
            self._note("quiet", seconds=limit)
            self._end("client", f"the target has not answered the close frame within {limit:g} s")

    def _closed(self, data: bytes) -> None:
        """The target has sent a close frame: ours is its answer, or it answers ours."""
        code = struct.unpack("!H", data[:2])[0] if data else None
        ours = any(line.who == "client" and line.frame == "close" for line in self.lines)
        self._note_server("close", code=code, text=data[2:].decode("utf-8", "replace") or None)
        if not ours:
            self._note("close", code=code)
        self._over()

    def _end(self, who: Any, text: str) -> None:
        if text:
            self.lines.append(Line(at=time.monotonic() - self.opened, who=who, frame="lost", text=text))
        self._over()

    def _over(self) -> None:
        # What is still to be sent is the answer to a close frame; it is small, and nobody has to have it.
        if self.connection.waiting and self.connection.end is None:
            self.connection.step(time.monotonic(), deaf=True)
        self.connection.cut()
        self.transport.switchboard.ended(quiet=self._quiet)

    # --- writing down

    def _note(self, frame: Any, **fields: Any) -> None:
        self.lines.append(Line(at=time.monotonic() - self.opened, who="client", frame=frame, **fields))

    def _note_server(self, frame: Any, **fields: Any) -> None:
        self.lines.append(Line(at=time.monotonic() - self.opened, who="server", frame=frame, **fields))


def _never() -> bool:
    return False
