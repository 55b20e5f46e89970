"""HTTP and WebSocket on the wire: the server's own protocols, except that both refuse in the usual shape."""

from __future__ import annotations

import json
import os
import secrets
from typing import Any

import uvicorn
from starlette.types import Receive

from conformance.emulator.errors import SENTENCES

#: The message of ASGI, our own, after which a client's close frame is not answered.
CLOSES_IGNORED = "websocket.closes-ignored"
LINE = 64 * 1024  # bytes of a request line or header, as httptools takes them


def protocol(config: uvicorn.Config) -> type[Any]:
    """The protocol that `config` would use (httptools where it is installed), with refusals in JSON."""
    config.load()

    class Protocol(config.http_protocol_class):  # type: ignore[name-defined, misc]
        def send_400_response(self, msg: str) -> None:
            """Answer something that cannot be parsed, and hang up."""
            self.transport.write(_bad_request(msg))
            self.transport.close()

    return Protocol


async def hang_up(receive: Receive) -> None:
    """End the connection of a request in the middle of its answer, or before; `receive` is the server's own."""
    receive.__self__.transport.close()  # type: ignore[attr-defined]
    # The server takes an application that ends without an answer for a mishap, unless nobody waits for one any more.
    while (await receive())["type"] != "http.disconnect":
        pass


def sockets_protocol() -> type[Any]:
    """The protocol of WebSockets, which takes long queries, says no in JSON, and holds a refusal for no mishap."""
    # It is read when the library is imported, and 8 KiB are too few for as many key terms as are documented.
    os.environ.setdefault("WEBSOCKETS_MAX_LINE_LENGTH", str(LINE))
    from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol
    from websockets.frames import CloseCode

    class Sockets(WebSocketsSansIOProtocol):
        ignores_closes = False

        def handle_close(self, event: Any) -> None:
            """Take part in the closing handshake, unless this is what goes wrong here."""
            if self.ignores_closes and not self.close_sent:
                self.conn.data_to_send()
                return
            super().handle_close(event)

        def data_received(self, data: bytes) -> None:
            """Take in what has arrived, and hang up on a handshake that is none."""
            super().data_received(data)
            if self.conn.handshake_exc is not None and not self.handshake_initiated:
                said = b"".join(self.conn.data_to_send())
                self.transport.write(said or _bad_request("no handshake of a WebSocket"))
                self.transport.close()

        def send_receive_event_to_app(self) -> None:
            """Pass a message on. A text that is none is the client's mishap, and nothing to be logged."""
            if self.curr_msg_data_type == "bytes" or _is_text(b"".join(self.frames)):
                super().send_receive_event_to_app()
            else:
                self.frames = []
                self.conn.send_close(CloseCode.INVALID_DATA)
                self.handle_parser_exception()

        async def send(self, message: Any) -> None:
            """Send one message of ASGI; after a refusal there is no handshake to wait for."""
            if message["type"] == CLOSES_IGNORED:
                self.ignores_closes = True
                return
            await super().send(message)
            last = not message.get("more_body", False)
            if message["type"] == "websocket.http.response.body" and last:
                self.handshake_complete = True

    return Sockets


def _is_text(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True


def _bad_request(message: str) -> bytes:
    body = json.dumps({"code": SENTENCES[400], "error": f"request: {message}"}).encode()
    return (
        b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
        b"x-request-id: %s\r\ncontent-length: %d\r\n\r\n%s"
        % (secrets.token_hex(16).encode(), len(body), body)
    )
