"""Requests of REST on behalf of gRPC calls: with the caller's key, and refusals told as gRPC has them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlencode

from grpc import StatusCode
from starlette.types import ASGIApp, Scope

from conformance.emulator.grpc.call import Call
from conformance.emulator.grpc.codes import Refused, code
from conformance.emulator.grpc.exchange import Exchange
from conformance.emulator.grpc.planned import Planned

HEAD = 256 * 1024  # bytes; a body that ends within them is sent with its length, as clients of HTTP do
_SHOWN = ("x-request-id", "retry-after", "x-zero-data-retention")


@dataclass(frozen=True, slots=True)
class Answer:
    """The answer to a request that was not refused; `fields` is its JSON, and empty where there is none."""

    status: int
    fields: Mapping[str, Any]


class Requests:
    """Sends requests to `app` itself. `seconds` is the time that the first part of an upload may take."""

    def __init__(self, app: ASGIApp, seconds: float) -> None:
        self._app = app
        self._seconds = seconds

    async def ask(
        self,
        call: Call,
        method: str,
        path: str,
        *,
        query: Mapping[str, Any] | None = None,
        body: Mapping[str, Any] | None = None,
    ) -> Answer:
        """What a request is answered with.

        Raises:
            Refused: its status is none of success, or there is no answer.
        """
        content = None if body is None else json.dumps(body, ensure_ascii=False).encode("utf-8", "replace")
        headers = [] if content is None else [(b"content-type", b"application/json"), _length(len(content))]
        exchange = self._begun(call, _scope(call, method, path, query, headers), content)
        try:
            if content:
                await exchange.feed(content)
            exchange.finish()
            return await _answer(exchange)
        finally:
            exchange.hang_up()

    async def send(
        self, call: Call, path: str, content_type: str, pieces: AsyncIterator[bytes], *, key: str | None
    ) -> Answer:
        """The same, of a POST whose body comes in pieces. A caller without a key has `key`, if that is given.

        Raises:
            Refused: as `ask`, and what `pieces` raises.
        """
        try:
            async with asyncio.timeout(self._seconds):
                head, whole = await _head(pieces)
        except TimeoutError:
            raise Refused(code(408), f"not complete after {self._seconds:g} seconds") from None
        size = _length(sum(map(len, head))) if whole else (b"transfer-encoding", b"chunked")
        headers = [(b"content-type", content_type.encode("ascii")), size]
        exchange = Exchange(self._served(call), _scope(call, "POST", path, None, headers, key))
        sending = _Sending(exchange, head, None if whole else pieces)
        try:
            return await _answer(exchange, sending)
        finally:
            exchange.hang_up()

    async def chunks(
        self, call: Call, path: str, query: Mapping[str, Any] | None = None
    ) -> AsyncIterator[bytes]:
        """The body that a GET is answered with, as it comes.

        Raises:
            Refused: as `ask`.
        """
        exchange = self._begun(call, _scope(call, "GET", path, query, []))
        try:
            exchange.finish()
            if not await exchange.begin() or exchange.status is None or exchange.status >= 300:
                await _answer(exchange)
                return
            async for chunk in exchange.chunks():
                yield chunk
            if not exchange.complete:
                raise Refused(StatusCode.DATA_LOSS, "the connection ended in the middle of the content")
        finally:
            exchange.hang_up()

    def _begun(self, call: Call, scope: Scope, content: bytes | None = None) -> Exchange:
        if call.translated is not None:
            call.translated(scope["method"], scope["path"], scope["query_string"].decode("ascii"), content)
        return Exchange(self._served(call), scope)

    def _served(self, call: Call) -> ASGIApp:
        return self._app if call.planned is None else Planned(self._app, call.planned)


class _Sending:
    """A body on its way, in a task of its own: an answer may come before the body's end."""

    def __init__(self, exchange: Exchange, head: Iterable[bytes], rest: AsyncIterator[bytes] | None) -> None:
        self.trouble: Refused | None = None
        self._exchange = exchange
        self._task = asyncio.get_running_loop().create_task(self._send(head, rest))

    async def _send(self, head: Iterable[bytes], rest: AsyncIterator[bytes] | None) -> None:
        exchange = self._exchange
        try:
            for piece in head:
                await exchange.feed(piece)
            if rest is not None:
                async for piece in rest:
                    if not await exchange.feed(piece):
                        return
            exchange.finish()
        except Refused as refused:
            self.trouble = refused
            exchange.hang_up()
        except Exception:  # noqa: BLE001 - whatever the transport raises when its call is over
            exchange.hang_up()


async def _head(pieces: AsyncIterator[bytes]) -> tuple[list[bytes], bool]:
    """The first pieces, and whether they are all."""
    head, size = [], 0
    async for piece in pieces:
        head.append(piece)
        size += len(piece)
        if size > HEAD:
            return head, False
    return head, True


async def _answer(exchange: Exchange, sending: _Sending | None = None) -> Answer:
    if not await exchange.begin() or exchange.status is None:
        if sending is not None and sending.trouble is not None:
            raise sending.trouble
        raise Refused(StatusCode.UNAVAILABLE, "the connection ended without an answer")
    content = b"".join([chunk async for chunk in exchange.chunks()])
    fields = _fields(content)
    if not 200 <= exchange.status < 300:
        trailers = [(name, exchange.headers[name]) for name in _SHOWN if name in exchange.headers]
        raise Refused(code(exchange.status), _sentence(fields, content), trailers)
    return Answer(exchange.status, fields)


def _fields(content: bytes) -> Mapping[str, Any]:
    try:
        value = json.loads(content)
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _sentence(fields: Mapping[str, Any], content: bytes) -> str:
    """What a refusal says: usually in `error`, but a fault may have it elsewhere."""
    texts = [value for name, value in fields.items() if isinstance(value, str) and name != "code"]
    found = fields.get("error", texts[0] if texts else None)
    return found if isinstance(found, str) else content.decode("utf-8", "replace")


def _scope(
    call: Call,
    method: str,
    path: str,
    query: Mapping[str, Any] | None,
    headers: list[tuple[bytes, bytes]],
    key: str | None = None,
) -> Scope:
    asked = {name: value for name, value in (query or {}).items() if value is not None}
    authorization = call.authorization
    if authorization is None and key is not None:
        authorization = f"Bearer {key}".encode()
    if authorization is not None:
        headers = [*headers, (b"authorization", authorization)]
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "2",
        "method": method,
        "scheme": "http",
        "path": path,
        "raw_path": path.encode("ascii"),
        "root_path": "",
        "query_string": urlencode(asked).encode("ascii"),
        "headers": headers,
        "client": None,
        "server": None,
    }


def _length(size: int) -> tuple[bytes, bytes]:
    return b"content-length", str(size).encode("ascii")


def segment(text: str) -> str:
    """`text` as one segment of a path, whatever it is."""
    return quote(text, safe="") or "%22%22"
