"""Carries what Schemathesis sends over the run's own transport.

So the ledger is written ahead, deadlines and rates hold, the budget is asked, and nothing that was there before the
run is touched. Schemathesis talks to `requests`, whose adapters are the place where a request goes over the wire.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import requests
import urllib3
from requests.adapters import HTTPAdapter

from conformance.fuzzing.routes import route
from conformance.outcomes import BudgetSpent, NoVerdict, Untestable
from conformance.targets.call import Call, Upload
from conformance.targets.exchange import Exchange
from conformance.targets.http import HttpTransport
from strategies.multipart import Form, Part

_PART = re.compile(
    rb'name="([^"]*)"(?:; filename="([^"]*)")?[^\r\n]*\r\n(?:[^\r\n]+\r\n)*\r\n(.*?)\r\n--', re.DOTALL
)


class Carrier(HTTPAdapter):
    """Hands each request to `transport`; keeps the exchange of each, by the id of the request.

    What may not be sent, and what came to nothing, is told as a network error: Schemathesis makes no finding of
    requests that were never answered.
    """

    def __init__(self, transport: HttpTransport) -> None:
        super().__init__()
        self._transport = transport
        self._identities = {f"Bearer {key}": identity for identity, key in transport.keys.items()}
        self.exchanges: dict[str, Exchange] = {}
        self.refused: list[str] = []

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """One exchange.

        Raises:
            requests.ConnectionError: nothing can be said of it.
        """
        exchange = self._exchange(request)
        body = b"".join(exchange.content()) if exchange.content is not None else b""
        parts = urlsplit(exchange.url)
        found = route(exchange.method, parts.path)
        if found is None:
            raise requests.ConnectionError("no documented operation has this path", request=request)
        operation, path = found
        exchange.operation = operation.id
        call = Call(
            operation=operation, path=path, method=exchange.method, **_meant(operation.id, exchange, body)
        )
        try:
            self._transport.carry(call, exchange, len(body))
        except (NoVerdict, Untestable, BudgetSpent, UnicodeError) as error:
            self.refused.append(str(error))
            raise requests.ConnectionError(str(error), request=request) from None
        if case_id := request.headers.get("X-Schemathesis-TestCaseId"):
            self.exchanges[_text(case_id)] = exchange
        return self._response(request, exchange)

    def _exchange(self, request: requests.PreparedRequest) -> Exchange:
        raw = request.body
        if raw is not None and not isinstance(raw, (bytes, str)):
            raw = raw.read() if hasattr(raw, "read") else b"".join(map(_bytes, raw))
        body = None if raw is None else _bytes(raw)
        dropped = (
            "content-length",
            "connection",
            "user-agent",
            "accept-encoding",
            "x-schemathesis-testcaseid",
        )
        headers = {
            _text(name): _text(value)
            for name, value in request.headers.items()
            if _text(name).lower() not in dropped
        }
        key = next((value for name, value in headers.items() if name.lower() == "authorization"), None)
        identity = "none" if key is None else self._identities.get(key, "wrong")
        content = None if body is None else (lambda: [body])
        return Exchange(
            operation="",
            identity=identity,
            method=request.method or "GET",
            url=request.url or "",
            request_headers=headers,
            content=content,
        )

    def _response(self, request: requests.PreparedRequest, exchange: Exchange) -> requests.Response:
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(exchange.response_body or b""),
            headers=dict(exchange.response_headers),
            status=exchange.status or 0,
            version=11,
            preload_content=False,
            decode_content=False,
        )
        # The body is unpacked already.
        raw.headers.discard("content-encoding")
        response = self.build_response(request, raw)
        response.elapsed = timedelta(seconds=exchange.seconds)
        return response


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value


def _meant(operation: str, exchange: Exchange, body: bytes) -> Mapping[str, Any]:
    """What the accounts need to know of the body: names, and what is asked for."""
    kind = next(
        (value for name, value in exchange.request_headers.items() if name.lower() == "content-type"), ""
    )
    if kind.startswith("multipart/"):
        parts = [
            (name.decode("utf-8", "replace"), filename, content)
            for name, filename, content in _PART.findall(body)
        ]
        if operation == "uploadFile":
            name = next((filename for _, filename, _ in parts if filename), b"")
            return {"upload": Upload(content=b"", filename=name.decode("utf-8", "replace"))}
        return {
            "form": Form(tuple(Part(name=n, body=content) for n, filename, content in parts if not filename))
        }
    try:
        return {"json": json.loads(body), "has_json": True} if body else {}
    except (ValueError, RecursionError):
        return {}
