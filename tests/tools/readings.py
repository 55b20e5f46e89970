"""Servers that are right in another way: a proxy that changes answers where the docs leave it open.

A suite that fails one of these cries wolf.
"""

from __future__ import annotations

import json
import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, BinaryIO
from urllib.parse import urlsplit

import httpcore

#: Not passed on: they concern one connection, or are set anew.
HOP = {"connection", "keep-alive", "transfer-encoding", "content-length", "host", "date", "server"}

#: Bodies of more bytes are passed on as they come in.
LARGE = 64 * 1024 * 1024


@dataclass
class Answer:
    """An answer on its way through. `body` is parsed JSON or bytes."""

    method: str
    path: str
    key: str | None
    status: int
    headers: dict[str, str]
    body: Any

    @property
    def is_json(self) -> bool:
        """Whether the body is a JSON object."""
        return isinstance(self.body, dict)

    @property
    def files(self) -> list[dict[str, Any]]:
        """The File objects in the answer."""
        if not self.is_json:
            return []
        if isinstance(self.body.get("data"), list):
            return list(self.body["data"])
        return [self.body] if "filename" in self.body else []

    @property
    def voices(self) -> list[dict[str, Any]]:
        """The custom voices in the answer."""
        if not self.is_json or not self.path.startswith("/v1/custom-voices"):
            return []
        if isinstance(self.body.get("voices"), list):
            return list(self.body["voices"])
        return [self.body] if "voice_id" in self.body else []


def no_nulls(answer: Answer) -> None:
    """Fields that are null are left out."""
    for part in [answer.body, *answer.files, *answer.voices] if answer.is_json else []:
        for name in [name for name, value in part.items() if value is None]:
            del part[name]


def all_nulls(answer: Answer) -> None:
    """Fields that may be null are there, and null."""
    for file in answer.files:
        for name in ("expires_at", "public_url", "public_url_expires_at", "purpose"):
            file.setdefault(name, None)
    if answer.is_json and answer.path.endswith("/public-url") and answer.status == 200:
        answer.body.setdefault("expires_at", None)
    if answer.is_json and answer.path.endswith("/revoke") and answer.status == 200:
        answer.body.setdefault("public_url", None)


def more_fields(answer: Answer) -> None:
    """Answers have fields that no document knows, and other clients' fields of lists."""
    for file in answer.files:
        file |= {"status": "processed", "content_type": "image/png", "hash": "00", "team": {"name": "x"}}
    for voice in answer.voices:
        voice |= {"status": "ready", "team": {"name": "x"}, "clip": None}
    if answer.is_json and "data" in answer.body:
        answer.body |= {"object": "list", "has_more": False, "first_id": None}


def no_purpose(answer: Answer) -> None:
    """A purpose is never repeated."""
    for file in answer.files:
        file["purpose"] = ""


def always_a_token(answer: Answer) -> None:
    """The last page has a token too; what it leads to is empty."""
    if answer.is_json and "data" in answer.body and not answer.body.get("pagination_token"):
        answer.body["pagination_token"] = "the-end"


def no_last_token(answer: Answer) -> None:
    """Pages without a successor have no token."""
    if answer.is_json and "data" in answer.body and not answer.body.get("pagination_token"):
        answer.body.pop("pagination_token", None)


def inherited_expiry_hidden(answer: Answer) -> None:
    """Metadata show the expiry of a URL only where it is not the file's."""
    for file in answer.files:
        if file.get("public_url_expires_at") == file.get("expires_at"):
            file.pop("public_url_expires_at", None)


def bare_deletion(answer: Answer) -> None:
    """A deletion does not name the kind of the object."""
    if answer.is_json and "deleted" in answer.body:
        answer.body.pop("object", None)


def wrong_key_is_400(answer: Answer) -> None:
    """A key that was never issued is refused as a bad request."""
    if answer.status == 401 and answer.key is not None:
        answer.status = 400


def wrong_key_is_403(answer: Answer) -> None:
    """A key that was never issued is refused as forbidden."""
    if answer.status == 401 and answer.key is not None:
        answer.status = 403


def nested_errors(answer: Answer) -> None:
    """What was wrong stands in an object."""
    if answer.is_json and isinstance(answer.body.get("error"), str):
        answer.body["error"] = {"message": answer.body.pop("error"), "code": answer.status}


def charset(answer: Answer) -> None:
    """The content type of JSON has a parameter."""
    if answer.headers.get("content-type") == "application/json":
        answer.headers["content-type"] = "Application/JSON; charset=utf-8"


def capital_streams(answer: Answer) -> None:
    """The media type of content is written in capitals, with a parameter."""
    if answer.headers.get("content-type") == "application/octet-stream":
        answer.headers["content-type"] = "Application/Octet-Stream; charset=binary"


def problems(answer: Answer) -> None:
    """Refusals are JSON by another name."""
    if answer.is_json and answer.status >= 400:
        answer.headers["content-type"] = "application/problem+json"


def finer_times(answer: Answer) -> None:
    """Times of voices have nanoseconds and an offset."""
    for voice in answer.voices:
        voice["created_at"] = voice["created_at"].replace("Z", "456789+00:00")


def dead_is_403(answer: Answer) -> None:
    """What is not served at a public URL is forbidden, unless it is not found for its expiry."""
    # Only expiry names a status, and from outside an expired URL cannot be told from others here, so the
    # proxy changes those alone whose token was never handed out.
    if answer.path.startswith("/cdn/AAAA") and answer.status == 404:
        answer.status = 403


READINGS: tuple[Callable[[Answer], None], ...] = (
    no_nulls, all_nulls, more_fields, no_purpose, always_a_token, no_last_token, inherited_expiry_hidden,
    bare_deletion, wrong_key_is_400, wrong_key_is_403, nested_errors, charset, capital_streams, problems,
    finer_times, dead_is_403,
)  # fmt: skip


def tunnel(client: socket.socket, head: bytes, upstream: str) -> None:
    """Send `head` to `upstream`, and then pass on bytes both ways, unchanged, until one side hangs up."""
    where = urlsplit(upstream)
    with socket.create_connection((where.hostname, where.port)) as server:
        server.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        server.sendall(head)

        def back() -> None:
            with suppress(OSError):
                while data := server.recv(1 << 16):
                    client.sendall(data)
            with suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)

        thread = threading.Thread(target=back, daemon=True)
        thread.start()
        with suppress(OSError):
            while data := client.recv(1 << 16):
                server.sendall(data)
        with suppress(OSError):
            server.shutdown(socket.SHUT_WR)
        thread.join()


@contextmanager
def proxy(upstream: str, changes: list[Callable[[Answer], None]]) -> Iterator[str]:
    """A server in front of `upstream` that puts every answer through `changes`; yields its address."""
    pool = httpcore.ConnectionPool(max_connections=32, max_keepalive_connections=32)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def _pass_on(self) -> None:
            if (self.headers.get("upgrade") or "").lower() == "websocket":
                lines = [self.requestline, *(f"{name}: {value}" for name, value in self.headers.items())]
                tunnel(self.connection, "\r\n".join([*lines, "", ""]).encode("latin-1"), upstream)
                self.close_connection = True
                return
            length = int(self.headers.get("content-length") or 0)
            sent, measured = _sent(self.rfile, length)
            headers = [
                (k.encode(), v.encode("utf-8")) for k, v in self.headers.items() if k.lower() not in HOP
            ]
            headers += measured
            if "pagination_token=the-end" in self.path:
                response_status, response_headers, content = (
                    200,
                    {"content-type": "application/json"},
                    b'{"data": []}',
                )
            else:
                response = pool.request(self.command, upstream + self.path, headers=headers, content=sent)
                response_status, content = response.status, response.content
                response_headers = {
                    k.decode().lower(): v.decode("latin-1")
                    for k, v in response.headers
                    if k.decode().lower() not in HOP
                }
            answer = Answer(
                self.command,
                re.sub(r"\?.*", "", self.path),
                self.headers.get("authorization"),
                response_status,
                response_headers,
                _parsed(content, response_headers),
            )
            for change in changes:
                change(answer)
            if answer.is_json:
                content = json.dumps(answer.body).replace(upstream, address).encode()
            self.send_response_only(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", str(len(content)))
            self.end_headers()
            if self.command != "HEAD":
                self.wfile.write(content)

        do_GET = do_POST = do_DELETE = do_PUT = do_PATCH = do_HEAD = _pass_on  # noqa: N815 - http.server's names

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield address
    finally:
        server.shutdown()
        server.server_close()
        pool.close()


def _sent(file: BinaryIO, length: int) -> tuple[bytes | Iterator[bytes], list[tuple[bytes, bytes]]]:
    """The body of a request, and the header that it needs where it is passed on in pieces."""
    if length <= LARGE:
        return file.read(length), []
    return _pieces(file, length), [(b"content-length", str(length).encode())]


def _pieces(file: BinaryIO, length: int) -> Iterator[bytes]:
    left = length
    try:
        while left:
            piece = file.read(min(left, 1 << 16))
            left -= len(piece)
            yield piece
    finally:
        # Who is answered early still gets to send everything, so that the answer is read.
        while left and (piece := file.read(min(left, 1 << 20))):
            left -= len(piece)


def _parsed(content: bytes, headers: dict[str, str]) -> Any:
    if headers.get("content-type") != "application/json":
        return content
    try:
        return json.loads(content)
    except ValueError:
        return content
