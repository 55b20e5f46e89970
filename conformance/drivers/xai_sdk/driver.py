"""The driver of `xai-sdk`: `launch.py xai_sdk [--mode sync|aio]`."""

from __future__ import annotations

import argparse
import asyncio
import inspect
import os
import sys
import warnings
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import Any

from conformance.drivers.python.calling import Caller
from conformance.drivers.python.failure import Failure, inexpressible
from conformance.drivers.python.loop import serve
from conformance.drivers.python.spoken import Spoken
from conformance.drivers.xai_sdk import native, problems, programs
from conformance.drivers.xai_sdk.sending import Counter
from conformance.drivers.xai_sdk.spoken import OPERATIONS
from conformance.drivers.xai_sdk.told import ANSWERS

KEY = "XAI_API_KEY"


class XaiSdk:
    """The SDK, as a user has it: a client for each key, made when it is first needed."""

    name = "xai-sdk"

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.version = metadata.version("xai-sdk")
        self._caller = Caller(mode)
        self._clients: dict[str, Any] = {}
        self._target: Mapping[str, Any] = {}
        self._sent = Counter()
        self._known: dict[str, Any] = {}

    def start(self, target: dict[str, Any]) -> dict[str, Any]:
        """What this version of the SDK has; nothing where there is no gRPC to speak to."""
        self._target = target
        if target["grpc"] is None and target["grpc_insecure"] is None:
            return {}
        self._sent.install()
        try:
            self._client("first")
        except Failure as problem:
            sys.exit(f"a client of xai-sdk {self.version} cannot be made: {problem}")
        self._known = {name: known for name in OPERATIONS if (known := self._implemented(name)) is not None}
        self._known[native.OPERATION] = {
            "arguments": ["function", "positional.*", "keywords.*", "read.*", "has.*"],
            "results": ["values.*", "has.*", "length", "type"],
        }
        return self._known

    def call(self, operation: str, identity: str, arguments: dict[str, Any]) -> Any:
        """Carry out one operation with the client of an identity."""
        if operation == native.OPERATION:
            call = native.spoken(arguments)
            function = self._function(identity, call.function)
            native.check(function, call)
            return native.told(self._carried_out(function, call), arguments)
        call = OPERATIONS[operation].speak(arguments)
        answer = self._carried_out(self._function(identity, call.function), call)
        if answer is None:  # where a message was due; that is the SDK's doing, and no end of this program
            raise Failure("unexpected", f"{call.function} gave nothing at all", type=type(answer).__name__)
        return ANSWERS[operation].read(answer)

    def program(self, calls: list[dict[str, Any]]) -> str:
        """A program that makes these calls."""
        return programs.written(calls, mode=self.mode)

    def reset(self) -> None:
        """Close all clients."""
        self._caller.close(self._clients.values())
        self._clients.clear()

    def _implemented(self, operation: str) -> dict[str, Any] | None:
        """What can be expressed and is told, by the parameters that the functions of this version have."""
        spoken = OPERATIONS[operation]
        taken: list[set[str]] = []
        for name in spoken.functions:
            try:
                taken.append(set(inspect.signature(self._function("first", name)).parameters))
            except Failure:
                return None
        places = {
            place: keyword in set().union(*taken)
            for keyword, names in spoken.places.items()
            for place in names
        }
        if operation in _WITH_SOURCE and not any(places[place] for place in _WITH_SOURCE[operation]):
            return None
        return {
            "arguments": [place for place, there in places.items() if there],
            "results": ANSWERS[operation].names(),
        }

    def _client(self, identity: str) -> Any:
        if identity not in self._clients:
            self._clients[identity] = self._made(identity)
        return self._clients[identity]

    def _made(self, identity: str) -> Any:
        import xai_sdk

        os.environ.pop(KEY, None)  # so that no client has a key but the one it is given
        kind = xai_sdk.AsyncClient if self._caller.aio else xai_sdk.Client
        key = self._target["keys"].get(identity)
        options: dict[str, Any] = {"api_host": self._target["grpc"]}
        if options["api_host"] is None:  # the first versions have no such choice
            options = {"api_host": self._target["grpc_insecure"], "use_insecure_channel": True}
        try:
            return self._caller.made(lambda: kind(api_key=key, **options))
        except Exception as problem:
            raise problems.told(problem, sent=False) from problem

    def _function(self, identity: str, name: str) -> Callable[..., Any]:
        """A function of the client, named as `files.upload`."""
        value = self._client(identity)
        for part in name.split("."):
            value = getattr(value, part, None)
        if not callable(value):
            raise inexpressible(f"xai-sdk {self.version} has no {name}")
        return value  # type: ignore[no-any-return]

    def _carried_out(self, function: Callable[..., Any], call: Spoken) -> Any:
        before = self._sent.count
        try:
            return self._caller.carried_out(function, call)
        except (Exception, asyncio.CancelledError) as problem:  # the latter where an upload's iterator broke
            raise problems.told(problem, sent=self._sent.count > before) from problem


#: Operations that the SDK has no function for: they are others with a source, of which one kind at least is needed.
_WITH_SOURCE = {
    "editImage": ("body.image.url", "body.image.file_id", "body.images[].url", "body.images[].file_id"),
    "editVideo": ("body.video.url", "body.video.file_id"),
}


def main(arguments: list[str]) -> int:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(prog="launch.py xai_sdk", description=__doc__)
    parser.add_argument("--mode", choices=("sync", "aio"), default="sync", help="which of the two clients")
    warnings.simplefilter("ignore")  # of what the SDK deprecates, a user learns on the error stream at most
    return serve(XaiSdk(parser.parse_args(arguments).mode))
