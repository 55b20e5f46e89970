"""The opening handshake: an HTTP request like any other, whose answer is a refusal or an open connection."""

from __future__ import annotations

import ssl
import time
from collections.abc import Mapping
from dataclasses import dataclass
from socket import socket
from typing import Any, Self
from urllib.parse import quote, urlencode

import httpcore
from websockets.datastructures import Headers
from websockets.exceptions import InvalidHandshake
from websockets.http11 import Response

from conformance.targets.deadline import set_deadline
from conformance.targets.exchange import Exchange
from conformance.targets.http import HttpTransport
from conformance.targets.reading import MOST_REFUSAL, read, unpacked
from conformance.targets.sockets.connection import Connection, End, Frames
from conformance.targets.wire import request_of
from specs import Operation, Socket

Query = Mapping[str, str | tuple[str, ...]]

_ACCEPTED = 101
_PROTOCOLS = "sec-websocket-protocol"
_LEADING = 64 << 10


def operation_of(described: Socket) -> Operation:
    """The handshake as an operation, so that it is counted, watched and judged like one."""
    return Operation(
        id=f"open{described.id[:1].upper()}{described.id[1:]}",
        method="GET",
        path=described.path,
        success=(_ACCEPTED,),
        refusals=described.refusals,
        parameters=described.parameters,
        request_schema=None,
        request_media_type=None,
        response_schema=None,
        response_media_type=None,
        authenticated=True,
    )


@dataclass(slots=True, kw_only=True)
class Handshake:
    """An attempt to open a socket; `connection` is there once the target has agreed. `opened` is monotonic time."""

    transport: HttpTransport
    exchange: Exchange
    frames: Frames
    connection: Connection | None = None
    opened: float = 0.0

    @classmethod
    def of(
        cls,
        transport: HttpTransport,
        operation: Operation,
        query: Query,
        identity: str,
        headers: Mapping[str, str | None],
    ) -> Self:
        """The handshake, ready to be sent. `headers` replace what it would have; `None` leaves one out."""
        given = {name.lower(): value for name, value in headers.items()}
        wished = [name.strip() for name in (given.get(_PROTOCOLS) or "").split(",")]
        frames = Frames([name for name in wished if name])
        sent: dict[str, str | None] = {
            "upgrade": "websocket",
            "connection": "Upgrade",
            "sec-websocket-version": "13",
            "sec-websocket-key": frames.key,
            "sec-websocket-extensions": frames.offer,
        }
        if identity in transport.keys:
            sent["authorization"] = f"Bearer {transport.keys[identity]}"
        sent |= given
        asked = urlencode(query, doseq=True, quote_via=quote, errors="surrogatepass")
        exchange = Exchange(
            operation=operation.id,
            identity=identity,
            method="GET",
            url=f"{transport.profile.base_url}{operation.path}" + (f"?{asked}" if asked else ""),
            request_headers={name: value for name, value in sent.items() if value is not None},
        )
        return cls(transport=transport, exchange=exchange, frames=frames)

    def once(self, seconds: float) -> None:
        """Send it, and take the answer within `seconds`."""
        exchange = self.exchange
        self.transport.meter.count(exchange.operation)
        exchange.status = exchange.response_body = exchange.error = None
        exchange.response_headers = {}
        request = request_of(exchange, 0)
        began = time.monotonic()
        set_deadline(seconds)
        response = self.transport.switchboard.pool.handle_request(request)
        upgraded = False
        try:
            exchange.status = response.status
            exchange.response_headers = {
                name.decode("latin-1").lower(): value.decode("latin-1") for name, value in response.headers
            }
            upgraded = response.status == _ACCEPTED
            if not upgraded:
                assert not isinstance(response.stream, bytes)
                body, cut = read(response.stream, MOST_REFUSAL)  # type: ignore[arg-type]
                exchange.response_body, longer = unpacked(body, exchange.response_headers, MOST_REFUSAL)
                exchange.truncated = cut or longer
        finally:
            if not upgraded:
                response.close()
            exchange.seconds = time.monotonic() - began
        if upgraded:
            self.opened = time.monotonic()
            self.connection = self._connected(response)

    def _connected(self, response: httpcore.Response) -> Connection:
        stream = response.extensions["network_stream"]
        wire = stream.get_extra_info("socket")
        if isinstance(
            stream.get_extra_info("ssl_object"), ssl.SSLObject
        ):  # TLS within TLS: no socket of its own
            response.close()
            raise httpcore.ConnectError("sockets do not go through a proxy that is itself spoken to by TLS")
        assert isinstance(wire, socket)
        connection = Connection(
            sock=wire, protocol=self.frames, release=response.close, first=_leading(stream)
        )
        if complaint := self._complaint(response):
            connection.end = End("server", complaint)
        return connection

    def _complaint(self, response: httpcore.Response) -> str | None:
        """What is wrong with an answer that says that the protocol has been switched."""
        headers = Headers()
        for name, value in response.headers:
            headers[name.decode("latin-1")] = value.decode("latin-1")
        try:
            self.frames.process_response(Response(response.status, "", headers))
        except InvalidHandshake as error:
            return f"the target answered {response.status}, but not as a WebSocket has to: {error}"
        return None


def _leading(stream: Any) -> bytes:
    """What came in the same packets as the answer."""
    set_deadline(0)  # what is there already is given all the same, and nothing is waited for
    first = b""
    try:
        while data := stream.read(_LEADING):
            first += data
    except httpcore.TimeoutException:
        pass
    return first
