"""What stands for the rest of the world: it serves the files that are supplied, and refuses as a proxy."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self
from urllib.parse import unquote, urlsplit

from conformance.examples.media import media

#: The variables by which programs are sent to a proxy, and those that say where none is needed.
PROXIES = ("http_proxy", "https_proxy", "all_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY")
DIRECT = ("no_proxy", "NO_PROXY")
HERE = "127.0.0.1,localhost,::1"
FILES = "/supplied/"


class Outside:
    """A server on the loopback, for as long as a `with` block lasts.

    `refused` are the hosts that were asked for through it as a proxy, which reaches none of them.
    """

    def __init__(self) -> None:
        self.refused: list[str] = []
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (_Handler,), {"outside": self}))
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def url(self) -> str:
        """Its address, without a slash at the end."""
        return f"http://127.0.0.1:{self._server.server_port}"

    def address(self, name: str) -> str:
        """Where a file of that name is served, made for its extension."""
        return f"{self.url}{FILES}{name}"

    @property
    def environment(self) -> dict[str, str]:
        """Variables by which programs that go by them reach nobody but neighbours."""
        return {**dict.fromkeys(PROXIES, self.url), **dict.fromkeys(DIRECT, HERE)}

    @contextmanager
    def closed(self) -> Iterator[None]:
        """Processes that are started in this block go by `environment`."""
        names = (*PROXIES, *DIRECT)
        kept = {name: os.environ[name] for name in names if name in os.environ}
        os.environ.update(self.environment)
        try:
            yield
        finally:
            for name in names:
                os.environ.pop(name, None)
            os.environ.update(kept)

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class _Handler(BaseHTTPRequestHandler):
    """Serves what is supplied; everything else is for a proxy, and refused."""

    outside: Outside

    def do_GET(self) -> None:
        path = urlsplit(self.path)
        if path.netloc or not path.path.startswith(FILES):
            self._refuse(path.netloc or path.path)
            return
        made = media(unquote(path.path.removeprefix(FILES)))
        self.send_response(200)
        self.send_header("content-type", made.content_type)
        self.send_header("content-length", str(len(made.data)))
        self.end_headers()
        self.wfile.write(made.data)

    def do_CONNECT(self) -> None:
        self._refuse(self.path.rpartition(":")[0])

    def do_POST(self) -> None:
        self._refuse(urlsplit(self.path).netloc or self.path)

    do_PUT = do_DELETE = do_PATCH = do_HEAD = do_OPTIONS = do_POST  # noqa: N815

    def _refuse(self, host: str) -> None:
        self.outside.refused.append(host)
        self.send_error(403, "not contacted from an example")
        self.close_connection = True

    def log_message(self, *_: Any) -> None:
        """Nothing: the outcome of the block tells it."""
