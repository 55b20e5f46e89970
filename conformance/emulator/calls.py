"""One request on its way to an operation, and the answers that operations give."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from conformance.emulator.body import Body
from conformance.emulator.errors import Refusal
from conformance.emulator.parameters import json_object, media_type
from conformance.emulator.state import Json

if TYPE_CHECKING:
    from conformance.emulator.app import Emulator

JSON_SIZE = 1024 * 1024  # bytes of a JSON body

UNCACHED = {
    "cache-control": "no-store",
    "access-control-allow-origin": "*",
    "x-content-type-options": "nosniff",
}


class Call:
    """One request on its way to an operation."""

    __slots__ = ("body", "headers", "keys", "method", "path", "query_string", "state", "team", "works")

    def __init__(self, app: Emulator, scope: Scope, body: Body, headers: Mapping[bytes, bytes]) -> None:
        self.state = app.state
        self.keys = app.keys
        self.works = app.works
        self.method: str = scope["method"]
        self.path: Mapping[str, str] = {}
        self.query_string: bytes = scope["query_string"]
        self.headers = headers
        self.body = body
        self.team = ""

    def header(self, name: bytes) -> str:
        """The header's value, or nothing."""
        return self.headers.get(name, b"").decode("latin-1")

    async def json(self) -> Json:
        """The JSON object that the body carries.

        Raises:
            Refusal: 400, 408, 413, 415.
        """
        body = await self.body.read(JSON_SIZE)
        if not body:
            raise Refusal(400, "body: a JSON object is required")
        if media_type(self.header(b"content-type"))[0] != "application/json":
            raise Refusal(415, "content-type: expected application/json")
        return json_object(body)


Handler = Callable[[Call], Awaitable[Response]]


class Resource:
    """What one path offers: an operation and its handler for each method."""

    def __init__(self, operations: Mapping[str, tuple[str, Handler]], *, public: bool = False) -> None:
        self._operations = dict(operations)
        if "GET" in operations:
            self._operations["HEAD"] = operations["GET"]
        self._public = public

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Carry out the operation that the method names."""
        call: Call = scope["call"]
        call.path = scope["path_params"]
        if call.method not in self._operations:
            allowed = ", ".join(self._operations)
            policy = call.state.behaviour
            status = policy.wrong_method_status
            if scope["path"].startswith("/v1/videos/"):
                status = policy.video_wrong_method_status
            elif scope["path"].startswith("/v1/images/"):
                status = policy.image_wrong_method_status
            raise Refusal(status, f"method: this path offers {allowed}", {"allow": allowed})
        operation, handler = self._operations[call.method]
        if not self._public:
            authorization = call.headers.get(b"authorization")
            try:
                call.team = call.keys.team(authorization, operation, call.path.get("file_id"))
            except Refusal:
                if operation in call.state.behaviour.hasty_operations:
                    call.team = call.keys.first
                    await handler(call)
                raise
        response = await handler(call)
        await response(scope, receive, send)


def answered(
    value: Json,
    status: int = 200,
    *,
    headers: Mapping[str, str] | None = None,
    content_type: str = "application/json",
) -> Response:
    """`value` as a JSON answer."""
    body = json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")
    return Response(body, status, headers, content_type)


def sent(
    chunks: Iterable[bytes], size: int, content_type: str | None, headers: Mapping[str, str]
) -> Response:
    """A file's bytes as an answer, in one piece where they are in memory."""
    if isinstance(chunks, tuple):
        return Response(b"".join(chunks), 200, headers, content_type)
    return StreamingResponse(_each(chunks), 200, {**headers, "content-length": str(size)}, content_type)


async def _each(chunks: Iterable[bytes]) -> Any:
    for chunk in chunks:
        yield chunk
