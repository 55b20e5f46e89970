"""The control plane of the wire: reading the log, planning answers."""

from __future__ import annotations

import json
from urllib.parse import parse_qs

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from conformance.emulator.app import CONTROL
from conformance.emulator.calls import answered
from conformance.emulator.wire import Malformed, Wire
from conformance.emulator.wire.script import parsed

LOG = f"{CONTROL}/wire"
ANSWERS = f"{LOG}/answers"
#: What each path takes.
METHODS = {LOG: ("GET",), ANSWERS: ("POST", "DELETE")}


class Control:
    """An ASGI application for the paths of the wire."""

    def __init__(self, wire: Wire) -> None:
        self._wire = wire

    def owns(self, path: str) -> bool:
        """Whether a path is one of these."""
        return path in METHODS

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        allowed = METHODS[scope["path"]]
        if scope["method"] not in allowed:
            offered = ", ".join(allowed)
            response = _no(405, f"method: this path offers {offered}")
            response.headers["allow"] = offered
        else:
            try:
                response = await self._answer(scope, receive)
            except Malformed as error:
                response = _no(400, str(error))
        await response(scope, receive, send)

    async def _answer(self, scope: Scope, receive: Receive) -> Response:
        if scope["path"] == LOG:
            after = parse_qs(scope["query_string"].decode("latin-1")).get("after", ["0"])[-1]
            if not after.isascii() or not after.isdigit() or len(after) > 18:
                raise Malformed("after: expected the number of an entry")
            return answered(self._wire.log.as_json(int(after)))
        if scope["method"] == "DELETE":
            return answered({"left": self._wire.script.clear()})
        try:
            record = json.loads(await Request(scope, receive).body())
        except (ValueError, RecursionError):
            raise Malformed("body: expected JSON") from None
        if not isinstance(record, dict):
            raise Malformed("body: expected an object")
        operation, answer, times = parsed(record)
        self._wire.script.plan(operation, answer, times)
        return answered({"operation": operation, "times": times, "kind": answer.kind})


def _no(status: int, why: str) -> Response:
    return answered({"code": "invalid-argument", "error": why}, status)
