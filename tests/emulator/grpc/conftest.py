"""Clients of the SDK, both kinds in both modes, and bare channels for what the SDK never sends."""

import asyncio
import operator
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from typing import Any

import grpc
import pytest
import xai_sdk
from xai_sdk.proto import files_pb2_grpc, image_pb2_grpc, video_pb2_grpc

from conformance.emulator.process import EmulatorProcess

MODES = ("sync-local", "sync-insecure", "aio-local", "aio-insecure")
# Five attempts a second apart would hide what is answered first.
OPTIONS = [("grpc.enable_retries", 0)]


@pytest.fixture(scope="module")
def emulator() -> Iterator[EmulatorProcess]:
    """One process for the module; whatever its tests do, it has nothing to log."""
    with EmulatorProcess(grpc=True) as process:
        yield process
        assert process.log == "", "nothing that a client does is worth a log line"


@contextmanager
def connected(
    process: EmulatorProcess, mode: str = "sync-local", team: str = "alpha"
) -> Iterator[Callable[..., Any]]:
    """A function that calls one of the SDK's by its name: `sdk("files.get", file_id)`."""
    kind, _, port = mode.partition("-")
    where = (
        {"api_host": process.grpc}
        if port == "local"
        else {"api_host": process.grpc_insecure, "use_insecure_channel": True}
    )
    settings = {"api_key": process.keys[team], "channel_options": OPTIONS, **where}
    if kind == "sync":
        with xai_sdk.Client(**settings) as client:
            yield lambda name, *args, **kwargs: operator.attrgetter(name)(client)(*args, **kwargs)
        return

    async def opened() -> xai_sdk.AsyncClient:
        return xai_sdk.AsyncClient(**settings)

    with asyncio.Runner() as runner:
        client = runner.run(opened())

        async def called(name: str, args: Any, kwargs: Any) -> Any:
            return await operator.attrgetter(name)(client)(*args, **kwargs)

        yield lambda name, *args, **kwargs: runner.run(called(name, args, kwargs))
        runner.run(client.close())


@pytest.fixture(scope="module", params=MODES)
def sdk(emulator, request) -> Iterator[Callable[..., Any]]:
    """The first team's client, of each kind."""
    with connected(emulator, request.param) as call:
        yield call


@pytest.fixture(scope="module")
def local(emulator) -> Iterator[Callable[..., Any]]:
    """The first team's client, with local credentials."""
    with connected(emulator) as call:
        yield call


@dataclass
class Stubs:
    """The bare methods, without a key."""

    channel: grpc.Channel

    def __post_init__(self) -> None:
        self.files = files_pb2_grpc.FilesStub(self.channel)
        self.images = image_pb2_grpc.ImageStub(self.channel)
        self.videos = video_pb2_grpc.VideoStub(self.channel)


@pytest.fixture(scope="module", params=["local", "insecure"])
def stubs(emulator, request) -> Iterator[Stubs]:
    """Bare methods on both ports."""
    with bare(emulator, request.param) as found:
        yield found


@contextmanager
def bare(process: EmulatorProcess, port: str) -> Iterator[Stubs]:
    """Bare methods on one port."""
    options = [*OPTIONS, ("grpc.max_send_message_length", -1), ("grpc.max_receive_message_length", -1)]
    if port == "local":
        channel = grpc.secure_channel(process.grpc, grpc.local_channel_credentials(), options)
    else:
        channel = grpc.insecure_channel(process.grpc_insecure, options)
    with channel:
        yield Stubs(channel)


@pytest.fixture(scope="session")
def connect() -> Callable[..., AbstractContextManager[Callable[..., Any]]]:
    """Connects a client of the SDK to an emulator: `connect(process, mode, team)`."""
    return connected


@pytest.fixture(scope="session")
def bare_to() -> Callable[..., AbstractContextManager[Stubs]]:
    """Connects bare methods to an emulator: `bare_to(process, port)`."""
    return bare


@pytest.fixture(scope="session")
def keyed() -> Callable[..., tuple[tuple[str, str], ...]]:
    """The metadata of a key."""
    return lambda key: (("authorization", f"Bearer {key}"),)


@pytest.fixture(scope="session")
def refusal() -> Callable[..., grpc.RpcError]:
    """The error with which a call ends, which has to be one of gRPC's with that code."""

    def found(code: grpc.StatusCode, call: Callable[[], Any], *words: str) -> grpc.RpcError:
        with pytest.raises(grpc.RpcError) as caught:
            call()
        assert caught.value.code() is code, caught.value.details()
        assert all(word in caught.value.details() for word in words), caught.value.details()
        return caught.value

    return found
