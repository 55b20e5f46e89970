"""The driver of `openai`: `launch.py openai [--mode sync|aio]`."""

from __future__ import annotations

import argparse
import asyncio
import inspect
import os
from collections.abc import Callable, Mapping
from importlib import metadata
from typing import Any

from conformance.drivers.openai import problems, programs
from conformance.drivers.openai.spoken import OPERATIONS, fitted
from conformance.drivers.openai.told import RESULTS, read
from conformance.drivers.python.calling import Caller
from conformance.drivers.python.loop import serve
from conformance.drivers.python.spoken import Spoken

_KEYS = ("OPENAI_API_KEY", "OPENAI_ADMIN_KEY")


class OpenAiSdk:
    """The SDK, as a user of xAI has it: a client for each key, made when it is first needed."""

    name = "openai"

    def __init__(self, mode: str) -> None:
        self.mode = mode
        self.version = metadata.version("openai")
        self._caller = Caller(mode)
        self._clients: dict[str, Any] = {}
        self._target: Mapping[str, Any] = {}
        self._sent = 0

    def start(self, target: dict[str, Any]) -> dict[str, Any]:
        """What this version of the SDK has."""
        self._target = target
        client = self._client("first")
        return {
            name: {"arguments": list(spoken.arguments), "results": list(RESULTS[name])}
            for name, spoken in OPERATIONS.items()
            if _function(client, spoken.function) is not None
        }

    def call(self, operation: str, identity: str, arguments: dict[str, Any]) -> Any:
        """Carry out one operation with the client of an identity."""
        call = self._fitted(OPERATIONS[operation].speak(arguments))
        before = self._sent
        try:
            function: Any = _function(self._client(identity), call.function)
            return read(operation, self._caller.carried_out(function, call))
        except (Exception, asyncio.CancelledError) as problem:
            raise problems.told(problem, sent=self._sent > before) from problem

    def program(self, calls: list[dict[str, Any]]) -> str:
        """A program that makes these calls."""
        return programs.written(calls, self._fitted, mode=self.mode)

    def reset(self) -> None:
        """Close all clients."""
        self._caller.close(self._clients.values())
        self._clients.clear()

    def _fitted(self, call: Spoken) -> Spoken:
        """The call as this version of the SDK takes it."""
        function: Any = _function(self._client("first"), call.function)
        return fitted(call, inspect.signature(function).parameters)

    def _client(self, identity: str) -> Any:
        if identity not in self._clients:
            import openai

            for name in _KEYS:
                os.environ.pop(name, None)  # so that no client has a key but the one it is given
            key = self._target["keys"].get(identity)
            aio = self._caller.aio
            made = getattr(openai, "DefaultAsyncHttpxClient" if aio else "DefaultHttpxClient", None)
            options: dict[str, Any] = {}
            if made is not None:  # the SDK's own client, which tells of requests
                hook = self._noted_in_the_loop if aio else self._noted
                options["http_client"] = made(event_hooks={"request": [hook]})
            base_url = f"{self._target['base_url']}/v1"
            kind = openai.AsyncOpenAI if aio else openai.OpenAI
            self._clients[identity] = kind(base_url=base_url, api_key=key, **options)
        return self._clients[identity]

    def _noted(self, _request: Any) -> None:
        self._sent += 1

    async def _noted_in_the_loop(self, request: Any) -> None:
        self._noted(request)


def _function(client: Any, name: str) -> Callable[..., Any] | None:
    """A function of the client, named as `files.create`; `None` where this version has none."""
    value = client
    for part in name.split("."):
        value = getattr(value, part, None)
    return value if callable(value) else None


def main(arguments: list[str]) -> int:
    """Serve until the input ends."""
    parser = argparse.ArgumentParser(prog="launch.py openai", description=__doc__)
    parser.add_argument("--mode", choices=("sync", "aio"), default="sync", help="which of the two clients")
    return serve(OpenAiSdk(parser.parse_args(arguments).mode))
