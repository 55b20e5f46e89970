"""The two ports of the front, one for each way in which the SDK can be pointed at a server of one's own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import grpc
from starlette.types import ASGIApp
from xai_sdk.proto import files_pb2, files_pb2_grpc, image_pb2, image_pb2_grpc, video_pb2, video_pb2_grpc

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.grpc.files import Files
from conformance.emulator.grpc.guard import Guard
from conformance.emulator.grpc.images import Images
from conformance.emulator.grpc.requests import Requests
from conformance.emulator.grpc.videos import Videos
from conformance.emulator.wire import Wire

#: What the youngest of the documented features need; a release of the SDK that is older has no messages for them.
_NEEDED = (
    (files_pb2, "CreatePublicUrlRequest"),
    (image_pb2, "StorageOptions"),
    (video_pb2, "ExtendVideoRequest"),
)
for _module, _message in _NEEDED:
    if not hasattr(_module, _message):
        raise ImportError(f"the xai-sdk that is installed is too old: it has no {_message}")

LOCAL = "localhost"  # the SDK uses local credentials for this name, and for no other
HOST = "127.0.0.1"
LARGEST = 64 * 1024 * 1024  # bytes of one message; the SDK sends none above 20 MiB
_LAST = 65535  # the largest number of a port
_GRACE = 1.0  # seconds that calls may take to end
_OPTIONS = (
    ("grpc.so_reuseport", 0),  # or a port that somebody else has would be shared
    ("grpc.max_receive_message_length", LARGEST),
    ("grpc.max_send_message_length", -1),
    # The SDK asks every 30 seconds whether we are there, calls or not; grpcio would hang up for that.
    ("grpc.http2.max_ping_strikes", 0),
)


class Front:
    """Serves `app`, whose rules are `policy`, over gRPC, in the event loop that `start` is called in.

    `port` is that for local credentials, where every call needs a key, and 0 takes any free one. The port after it has
    no credentials at all. There the SDK sends no key with an upload, and so an upload without one is that of
    `first_key`. `seconds` is the time that the first part of an upload may take. In `wire` calls are written down, and
    answers planned.
    """

    def __init__(
        self,
        app: ASGIApp,
        policy: Behaviour,
        port: int,
        *,
        first_key: str,
        seconds: float,
        wire: Wire | None = None,
    ) -> None:
        self._app = app
        self._policy = policy
        self._port = port
        self._first_key = first_key
        self._seconds = seconds
        self._wire = wire
        self._servers: list[grpc.aio.Server] = []
        self.addresses: Mapping[str, str] = {}

    async def start(self) -> None:
        """Accept calls; `addresses` are known then.

        Raises:
            OSError: a port cannot be used.
        """
        local, insecure = self._server(None), self._server(self._first_key)
        credentials = grpc.local_server_credentials()
        port = _bound(self._port, lambda at: local.add_secure_port(f"{HOST}:{at}", credentials))
        beside = _bound(self._port and self._port + 1, lambda at: insecure.add_insecure_port(f"{HOST}:{at}"))
        for server in (local, insecure):
            await server.start()
            self._servers.append(server)
        self.addresses = {"grpc": f"{LOCAL}:{port}", "grpc_insecure": f"{HOST}:{beside}"}

    async def stop(self) -> None:
        """End all calls, and accept no more."""
        for server in self._servers:
            await server.stop(_GRACE)

    def _server(self, key: str | None) -> grpc.aio.Server:
        server = grpc.aio.server(interceptors=[Guard(self._wire)], options=_OPTIONS)
        requests = Requests(self._app, self._seconds)
        files_pb2_grpc.add_FilesServicer_to_server(Files(requests, key), server)
        image_pb2_grpc.add_ImageServicer_to_server(Images(requests, self._policy), server)
        video_pb2_grpc.add_VideoServicer_to_server(Videos(requests), server)
        return server


def _bound(port: int, bind: Callable[[int], int]) -> int:
    """The port that `bind` has bound.

    Raises:
        OSError: it cannot be had; the message says so in words.
    """
    if port > _LAST:
        raise OSError(f"port {port}: there is no such port, and gRPC takes two in a row")
    try:
        return bind(port)
    except RuntimeError:
        raise OSError(f"port {port} is in use, and gRPC takes two in a row") from None
