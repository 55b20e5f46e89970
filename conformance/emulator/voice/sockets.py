"""The door to the sockets: keys and queries are looked at before the upgrade, so that a refusal is plain HTTP."""

from __future__ import annotations

import asyncio
import json
import logging
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Protocol
from urllib.parse import parse_qsl

from starlette.responses import Response
from starlette.routing import Route
from starlette.types import Receive, Scope, Send

from conformance.emulator.calls import Call, Resource
from conformance.emulator.errors import ClientGone, Refusal
from conformance.emulator.protocol import CLOSES_IGNORED
from conformance.emulator.voice import transcription_socket
from conformance.emulator.voice.talking import session as speech

if TYPE_CHECKING:
    from conformance.emulator.app import Emulator
    from conformance.emulator.state import State

FRAME_SIZE = 16 * 1024 * 1024  # bytes of a message from a client; a larger one ends the connection
PING_SECONDS = 20.0
FAILED = 1011  # the code of a connection that the server could not go on with

log = logging.getLogger("conformance.emulator")


class Session(Protocol):
    """One connection after its upgrade."""

    async def run(self) -> None:
        """Talk with the peer until one of the two has had enough."""
        ...


class Peer:
    """The other end of one connection: messages in, messages out, and which team it is.

    `query` are the parameters in the order in which they were given, repeated ones included. `freed` is whether its
    place among its team's sessions is free again at its end; by documented policy, it is.
    """

    __slots__ = ("_counts", "_receive", "_send", "closed", "freed", "operation", "query", "state", "team")

    def __init__(self, state: State, counts: Counter[tuple[str, str]], receive: Receive, send: Send) -> None:
        self.state = state
        self.operation = ""
        self.team = ""
        self.query: Sequence[tuple[str, str]] = ()
        self.closed = False
        self.freed = True
        self._counts = counts
        self._receive = receive
        self._send = send

    @property
    def sessions(self) -> int:
        """How many sessions of this team are open on this socket, without this one."""
        return self._counts[self.operation, self.team]

    @contextmanager
    def counted(self) -> Iterator[None]:
        """Count this session among its team's for as long as the block lasts."""
        who = (self.operation, self.team)
        self._counts[who] += 1
        try:
            yield
        finally:
            if self.freed:
                self._counts[who] -= 1
            if not self._counts[who]:
                del self._counts[who]

    async def receive(self) -> str | bytes | None:
        """The next message: a text, bytes, or `None` once the peer is gone. Reading pauses until it is asked for."""
        message = await self._receive()
        if message["type"] == "websocket.disconnect":
            self.closed = True
            return None
        text: str | None = message.get("text")
        data: bytes = message.get("bytes") or b""
        return data if text is None else text

    async def send(self, message: Mapping[str, Any]) -> None:
        """Send a message as JSON in a text frame; waits while the peer does not read.

        Raises:
            ClientGone: nobody is there any more.
        """
        await self.send_text(json.dumps(message, ensure_ascii=False, separators=(",", ":")))

    async def send_text(self, text: str) -> None:
        """Send a text frame.

        Raises:
            ClientGone: nobody is there any more.
        """
        await self._sent({"type": "websocket.send", "text": text})

    async def send_bytes(self, data: bytes) -> None:
        """Send a binary frame.

        Raises:
            ClientGone: nobody is there any more.
        """
        await self._sent({"type": "websocket.send", "bytes": data})

    async def close(self, code: int = 1000, reason: str = "") -> None:
        """Hang up. Harmless when the peer has done so already."""
        if not self.closed:
            self.closed = True
            try:
                await self._send({"type": "websocket.close", "code": code, "reason": reason})
            except OSError:
                return

    async def ignore_closes(self) -> None:
        """From now on, leave the peer's closing handshake unanswered."""
        await self._send({"type": CLOSES_IGNORED})

    async def _sent(self, message: Mapping[str, Any]) -> None:
        if self.closed:
            raise ClientGone
        try:
            await self._send(dict(message))
        except OSError:
            self.closed = True
            raise ClientGone from None


#: Path → the operation that opens the socket, and what looks at the query and makes a session, or refuses.
DOORS: Mapping[str, tuple[str, Callable[[Peer], Session]]] = {
    "/v1/tts": ("openSpeech", speech.opened),
    "/v1/stt": ("openTranscription", transcription_socket.opened),
}


async def serve(app: Emulator, scope: Scope, receive: Receive, send: Send) -> None:
    """Serve one connection, from its handshake to its end."""
    await receive()  # that somebody wants to connect
    headers = app.headers(scope["path"])
    peer = Peer(app.state, app.sessions, receive, send)
    try:
        try:
            if app.latency:
                await asyncio.sleep(app.latency)
            session = _opened(app, scope, peer)
        except Refusal as refusal:
            await _refused(app.refused(refusal), headers, scope, receive, send)
            return
        await send({"type": "websocket.accept", "headers": headers})
    except OSError:
        return
    except Exception:
        log.exception("the handshake on %s failed", scope["path"])
        await _refused(app.refused(Refusal(500, "an unexpected failure")), headers, scope, receive, send)
        return
    with peer.counted():
        try:
            await session.run()
        except (ClientGone, OSError):
            return
        except Exception:
            log.exception("the connection on %s failed", scope["path"])
            await peer.close(FAILED)


def _opened(app: Emulator, scope: Scope, peer: Peer) -> Session:
    """The session that the handshake asks for.

    Raises:
        Refusal: unknown path; no key or a wrong one; a query that is not as documented.
    """
    if scope["path"] not in DOORS:
        raise Refusal(app.state.behaviour.unknown_path_status, "path: not found")
    peer.operation, door = DOORS[scope["path"]]
    authorization = next((value for name, value in scope["headers"] if name == b"authorization"), None)
    peer.team = app.keys.team(authorization, peer.operation, None)
    try:
        raw = scope["query_string"].decode("ascii")
        peer.query = parse_qsl(raw, keep_blank_values=True, errors="strict", max_num_fields=1000)
    except ValueError as error:
        raise Refusal(400, f"query: {error}") from None
    return door(peer)


async def _refused(
    answer: Response, headers: list[tuple[bytes, bytes]], scope: Scope, receive: Receive, send: Send
) -> None:
    answer.raw_headers.extend(headers)
    try:
        await answer(scope, receive, send)
    except OSError:
        return


async def upgrade(_: Call) -> Response:
    """GET of a socket's path by a client that does not ask for the upgrade."""
    raise Refusal(426, "upgrade: expected websocket", {"upgrade": "websocket", "connection": "upgrade"})


ROUTES = tuple(
    Route(path, Resource({"GET": (operation, upgrade)}), methods=["GET"])
    for path, (operation, _) in DOORS.items()
)
