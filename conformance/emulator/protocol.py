"""HTTP on the wire: the server's own protocol, except that it refuses what is no HTTP in the usual shape."""

from __future__ import annotations

import json
import secrets
from typing import Any

import uvicorn

from conformance.emulator.errors import SENTENCES


def protocol(config: uvicorn.Config) -> type[Any]:
    """The protocol that `config` would use (httptools where it is installed), with refusals in JSON."""
    config.load()

    class Protocol(config.http_protocol_class):  # type: ignore[name-defined, misc]
        def send_400_response(self, msg: str) -> None:
            """Answer something that cannot be parsed, and hang up."""
            body = json.dumps({"code": SENTENCES[400], "error": f"request: {msg}"}).encode()
            self.transport.write(
                b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\nconnection: close\r\n"
                b"x-request-id: %s\r\ncontent-length: %d\r\n\r\n%s"
                % (secrets.token_hex(16).encode(), len(body), body)
            )
            self.transport.close()

    return Protocol
