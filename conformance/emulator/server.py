"""Running the emulator: a socket, a server on it, and an end."""

from __future__ import annotations

import contextlib
import dataclasses
import errno
import os
import socket
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import uvicorn
from starlette.types import ASGIApp

from conformance.emulator.app import BODY_SECONDS, Emulator
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.generated import GeneratedFault, generated
from conformance.emulator.generated.middleware import Mutated, Notes
from conformance.emulator.keys import KEYS
from conformance.emulator.protocol import protocol, sockets_protocol
from conformance.emulator.state import State
from conformance.emulator.store import StoreError
from conformance.emulator.voice.sockets import FRAME_SIZE, PING_SECONDS
from conformance.emulator.wire import Wire

if TYPE_CHECKING:
    from conformance.emulator.grpc.front import Front

HOST = "127.0.0.1"
PATIENCE = 5.0  # seconds for an orderly end


class Unusable(Exception):
    """The settings cannot be used; the message is one sentence for a person."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """How to run. `port` 0 means any free one; `data` None means memory; `latency` is in milliseconds.

    `keys` are pairs of team and key; a team may have several. `faults` are those that stand between the server and the
    emulator; with `trace` there are none, and what each generated one would have changed is written there. With `wire`
    all requests are written down, and answers can be planned. `grpc_port` is the one for local credentials (0 means any
    free ones, for both), and None means no gRPC.
    """

    port: int = 0
    data: Path | None = None
    keys: tuple[tuple[str, str], ...] = tuple(KEYS.items())
    behaviour: Behaviour = field(default_factory=Behaviour)
    faults: tuple[GeneratedFault, ...] = ()
    trace: Path | None = None
    latency: float = 0
    body_seconds: float = BODY_SECONDS
    until_stdin_closes: bool = False
    rate_limits: bool = False
    wire: bool = False
    grpc_port: int | None = None


def listen(port: int) -> socket.socket:
    """A socket on the loopback, bound to `port`.

    Raises:
        Unusable: somebody else has it.
    """
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((HOST, port))
    except OSError as error:
        listener.close()
        if error.errno == errno.EADDRINUSE:
            raise Unusable(
                f"port {port} is in use; choose another with --port, or 0 for any free one"
            ) from None
        raise Unusable(f"port {port}: {error.strerror}") from None
    except OverflowError:
        listener.close()
        raise Unusable(f"port {port}: there is no such port") from None
    listener.listen(512)
    return listener


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where the emulator is: its API, public URLs, and ephemeral URLs of images and of videos.

    `grpc` and `grpc_insecure` are names and ports, if there is gRPC: for local credentials, and for none.
    """

    url: str
    cdn: str
    imgen: str
    vidgen: str
    grpc: str | None = None
    grpc_insecure: str | None = None


def run(settings: Settings, ready: Callable[[Addresses], None]) -> None:
    """Serve until interrupted. Once connections are accepted, `ready` gets the addresses.

    Raises:
        Unusable: a port or the data folder cannot be used, or what gRPC needs is not installed.
    """
    listener = listen(settings.port)
    try:
        state = State.open(settings.data, settings.behaviour)
    except StoreError as error:
        listener.close()
        raise Unusable(str(error)) from None
    url = f"http://{HOST}:{listener.getsockname()[1]}"
    state.cdn, state.imgen, state.vidgen = f"{url}/cdn", f"{url}/imgen", f"{url}/vidgen"
    app = Emulator(
        state,
        {key: team for team, key in settings.keys},
        latency=settings.latency / 1000,
        body_seconds=settings.body_seconds,
        rate_limits=settings.rate_limits,
    )
    wire = Wire() if settings.wire else None
    mutated = _mutated(app, settings)
    try:
        front = _front(mutated, settings, wire)
    except Unusable:
        listener.close()
        state.close()
        raise
    config = uvicorn.Config(
        mutated if wire is None else _recorded(mutated, wire),
        lifespan="off",
        ws=sockets_protocol(),
        ws_max_size=FRAME_SIZE,
        ws_ping_interval=PING_SECONDS,
        ws_ping_timeout=None,
        ws_per_message_deflate=False,
        access_log=False,
        server_header=False,
        log_level="error",
        timeout_keep_alive=75,
        timeout_graceful_shutdown=1,
    )
    config.http_protocol_class = protocol(config)
    addresses = Addresses(url, state.cdn, state.imgen, state.vidgen)

    def accepting() -> None:
        app.works.jobs.resume()
        ready(addresses if front is None else dataclasses.replace(addresses, **front.addresses))

    server = _Server(config, accepting, front)
    if settings.until_stdin_closes:
        threading.Thread(target=_end_with_stdin, args=(server,), daemon=True).start()
    try:
        server.run(sockets=[listener])
    except KeyboardInterrupt:
        return
    finally:
        app.works.close()
        state.close()
        listener.close()


def _mutated(app: ASGIApp, settings: Settings) -> ASGIApp:
    """The application with the faults that stand between it and any server."""
    if settings.trace is not None:
        return Mutated(app, generated().values(), Notes(settings.trace))
    return Mutated(app, settings.faults) if settings.faults else app


def _recorded(app: ASGIApp, wire: Wire) -> ASGIApp:
    from conformance.emulator.wire.middleware import Recorded

    return Recorded(app, wire)


def _front(app: ASGIApp, settings: Settings, wire: Wire | None) -> Front | None:
    """The front of gRPC, if there is to be one. It takes half a second to import."""
    if settings.grpc_port is None:
        return None
    # It has a log of its own for what we and the client are told anyway, and reads this when it is imported.
    os.environ.setdefault("GRPC_VERBOSITY", "NONE")
    try:
        from conformance.emulator.grpc.front import Front
    except ImportError as error:
        raise Unusable(
            f"gRPC needs what the extra sdk brings (pip install 'xai-conformance[sdk]'): {error}"
        ) from None
    first, seconds = settings.keys[0][1], settings.body_seconds
    return Front(app, settings.behaviour, settings.grpc_port, first_key=first, seconds=seconds, wire=wire)


class _Server(uvicorn.Server):
    """Says when it accepts connections, and has the front of gRPC beside it."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None], front: Front | None) -> None:
        super().__init__(config)
        self._ready = ready
        self._front = front

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        if self._front is not None:
            try:
                await self._front.start()
            except OSError as error:
                raise Unusable(f"{error}; choose another with --grpc-port, or 0 for any free ones") from None
        await super().startup(sockets)
        self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        if self._front is not None:
            await self._front.stop()
        await super().shutdown(sockets)


def _end_with_stdin(server: uvicorn.Server) -> None:
    """Stop the server when whoever started it is gone, which closes this end of the pipe."""
    with contextlib.suppress(OSError, ValueError):
        while os.read(sys.stdin.fileno(), 4096):
            pass
    server.should_exit = True
    time.sleep(PATIENCE)
    os._exit(1)  # a request that never ends must not keep an orphan alive
