"""The place where a request of Schemathesis would go over the wire: it is asked for, and the answer handed back."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import requests
import urllib3
from requests.adapters import HTTPAdapter

from conformance.fuzzing.messages import Answered, Asked, Refused

_CASE = "x-schemathesis-testcaseid"


class Adapter(HTTPAdapter):
    """Has `ask` carry each request.

    What may not be sent, and what came to nothing, is told as a network error: Schemathesis makes no finding of
    requests that were never answered.
    """

    def __init__(self, ask: Callable[[Asked], Answered | Refused]) -> None:
        super().__init__()
        self._ask = ask

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:
        """One exchange.

        Raises:
            requests.ConnectionError: nothing can be said of it.
        """
        headers = {_text(name): _text(value) for name, value in request.headers.items()}
        case = next((value for name, value in headers.items() if name.lower() == _CASE), "")
        answer = self._ask(
            Asked(
                case=case,
                method=request.method or "GET",
                url=request.url or "",
                headers={name: value for name, value in headers.items() if name.lower() != _CASE},
                body=_read(request.body),
            )
        )
        if isinstance(answer, Refused):
            raise requests.ConnectionError(answer.sentence, request=request)
        return self.response(request, answer)

    def response(self, request: requests.PreparedRequest, answer: Answered) -> requests.Response:
        """The answer, as `requests` gives it."""
        raw = urllib3.HTTPResponse(
            body=io.BytesIO(answer.body),
            headers=dict(answer.headers),
            status=answer.status,
            version=11,
            preload_content=False,
            decode_content=False,
        )
        # The body is unpacked already.
        raw.headers.discard("content-encoding")
        response = self.build_response(request, raw)
        response.elapsed = timedelta(seconds=answer.seconds)
        return response


def _read(body: Any) -> bytes | None:
    if body is not None and not isinstance(body, (bytes, str)):
        body = body.read() if hasattr(body, "read") else b"".join(map(_bytes, body))
    return None if body is None else _bytes(body)


def _bytes(value: str | bytes) -> bytes:
    return value.encode() if isinstance(value, str) else value


def _text(value: str | bytes) -> str:
    return value.decode("latin-1") if isinstance(value, bytes) else value
