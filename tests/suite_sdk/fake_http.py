"""The transport of the made-up SDK: plain HTTP with manners, each of which can be broken by name."""

from __future__ import annotations

import json
import time
from collections.abc import Collection
from typing import Any

import httpx

from conformance.drivers.python.failure import Failure

TRIES = 3
PAUSE = 0.1
AGAIN = (429, 503)
GONE_ON = (302, 307)


class Http:
    """Requests with the caller's key. `broken` names what goes wrong here."""

    def __init__(self, base_url: str, key: str, broken: Collection[str]) -> None:
        self.base_url, self.key, self.broken = base_url, key, broken
        self.client = httpx.Client(timeout=1.5 if "impatient" in broken else 30, trust_env=False)

    def json(self, method: str, path: str, **more: Any) -> Any:
        """A JSON answer; `None` where it is accepted and no more."""
        response = self.send(method, path, **more)
        if response.status_code == 202 and not response.content and "bare-202" not in self.broken:
            return None
        try:
            return json.loads(response.content)
        except ValueError as error:
            if "untyped-json" in self.broken or "bare-202" in self.broken:
                raise Failure("unexpected", str(error), type="JSONDecodeError") from None
            raise Failure("malformed", "the answer is no JSON", type="FakeMalformed") from None

    def send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """An answer that is a success."""
        headers = {**self.authorization(path), **more.pop("headers", {})}
        for tries in range(TRIES, 0, -1):
            try:
                response = self.client.request(method, self.base_url + path, headers=headers, **more)
            except httpx.TimeoutException as error:
                if "impatient" in self.broken and tries > 1:
                    continue
                raise Failure("timeout", str(error), type="FakeTimeout") from None
            except httpx.TransportError as error:
                if "repeats" in self.broken and tries > 1:
                    continue
                raise Failure("network", str(error), type="FakeNetwork") from None
            careful = method == "GET" or "repeats" in self.broken
            if response.status_code in AGAIN and careful and tries > 1:
                self.wait(response)
                continue
            return self.looked_at(response, headers)
        raise AssertionError

    def wait(self, response: httpx.Response) -> None:
        """Before the next try."""
        if "unavailable-hangs" in self.broken and response.status_code == 503:
            time.sleep(3600)
        asked = float(response.headers.get("retry-after", PAUSE))
        time.sleep(0 if "impolite" in self.broken else asked)

    def looked_at(self, response: httpx.Response, headers: dict[str, str]) -> httpx.Response:
        """The answer, if it is a success, or leads to one."""
        if response.status_code in GONE_ON:
            kept = headers if "redirected-key" in self.broken else {}
            response = self.client.get(response.headers["location"], headers=kept)
        if response.status_code == 429 and "rate-limited-is-nothing" in self.broken:
            return httpx.Response(200, content=b'{"id": ""}')
        if response.status_code >= 400:
            raise Failure("refused", response.text, status=response.status_code, type="FakeRefused")
        return response

    def authorization(self, path: str) -> dict[str, str]:
        """The header with the key."""
        if "keyless-revocation" in self.broken and path.endswith("/revoke"):
            return {"x-api-key": self.key}
        return {"authorization": f"Bearer {self.key}"}

    def content(self, path: str) -> bytes:
        """Bytes of a file."""
        if "takes-the-part" not in self.broken:
            return self.send("GET", path).content
        whole = bytearray()
        with self.client.stream("GET", self.base_url + path, headers=self.authorization(path)) as response:
            try:
                for piece in response.iter_raw():
                    whole += piece
            except httpx.TransportError:
                pass
        return bytes(whole)
