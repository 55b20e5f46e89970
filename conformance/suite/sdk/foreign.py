"""Somebody else's host: an address on this machine that is none of the API's, and remembers what it is shown."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

from strategies.media import sample


@dataclass(slots=True)
class ForeignHost:
    """Serves a small picture to everybody. `seen` are the headers of each request, by names in lower case."""

    seen: list[dict[str, str]] = field(default_factory=list)
    _server: ThreadingHTTPServer | None = None

    @property
    def url(self) -> str:
        """Its address. The name differs from that of the emulator, so that nobody takes both for one host."""
        assert self._server is not None
        return f"http://localhost:{self._server.server_address[1]}"

    def holds(self, key: str) -> bool:
        """Whether anybody has shown it the key, in any header."""
        return any(key in value for headers in self.seen for value in headers.values())

    def __enter__(self) -> Self:
        seen, picture = self.seen, sample("png").read()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                seen.append({name.lower(): value for name, value in self.headers.items()})
                self.send_response(200)
                self.send_header("content-type", "image/png")
                self.send_header("content-length", str(len(picture)))
                self.end_headers()
                self.wfile.write(picture)

            def log_message(self, *_: Any) -> None:
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()
