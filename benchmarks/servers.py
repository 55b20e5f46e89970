"""A server that does nothing but answer: what the emulator's own stack can give at most.

`python -m benchmarks.servers` serves the same ASGI server and the same size of answer as the emulator, without
paths, keys, storage or checks of anything. It prints its address when it accepts connections, and ends with
its standard input.
"""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any, Self

import uvicorn

_ANSWER = json.dumps({
    "id": "file_00000000-0000-4000-8000-000000000000", "object": "file", "bytes": 67, "created_at": 1700000000,
    "filename": "bare.png", "purpose": "assistants", "expires_at": None,
}).encode()  # fmt: skip
_HEADERS = [(b"content-type", b"application/json"), (b"content-length", str(len(_ANSWER)).encode())]


class BareProcess:
    """The bare server as a process, for as long as a `with` block lasts. `url` is its address, `pid` its id."""

    def __init__(self) -> None:
        self.url = ""
        self.pid = 0

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "benchmarks.servers"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=Path(__file__).resolve().parent.parent,
        )
        assert self._process.stdout is not None
        self.url = self._process.stdout.readline().decode().strip()
        self.pid = self._process.pid
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()  # closes its standard input, and it ends


async def _app(_scope: Any, receive: Any, send: Any) -> None:
    while (await receive()).get("more_body", False):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": _HEADERS})
    await send({"type": "http.response.body", "body": _ANSWER})


def _serve() -> None:
    listener = socket.create_server(("127.0.0.1", 0))
    server = uvicorn.Server(
        uvicorn.Config(
            _app, lifespan="off", ws="none", access_log=False, log_level="error", server_header=False
        )
    )
    threading.Thread(target=_until_stdin_closes, args=(server,), daemon=True).start()
    print(f"http://127.0.0.1:{listener.getsockname()[1]}", flush=True)
    server.run(sockets=[listener])


def _until_stdin_closes(server: uvicorn.Server) -> None:
    while os.read(sys.stdin.fileno(), 4096):
        pass
    server.should_exit = True


if __name__ == "__main__":
    _serve()
