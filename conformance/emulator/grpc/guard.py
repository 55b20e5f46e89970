"""What stands around every call: its messages are parsed here, and whatever goes wrong ends it with a code.

grpcio would do both itself, but a message that is none, or an error of ours, would be written into the log and told as
`UNKNOWN`, as if the server had failed at the client's mistake.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
from google.protobuf.message import DecodeError

from conformance.emulator.grpc.codes import Refused

log = logging.getLogger("conformance.emulator")

_Continuation = Callable[[Any], Awaitable[Any]]


class Guard(grpc.aio.ServerInterceptor):
    """Stands between grpcio and the services."""

    async def intercept_service(self, continuation: _Continuation, details: Any) -> Any:
        """The handler of a call, with the guard around it; None for a method that there is not."""
        handler = await continuation(details)
        if handler is None:
            return None
        guarded = _Guarded(handler, details.method)
        if handler.request_streaming:
            return grpc.stream_unary_rpc_method_handler(guarded.many_to_one)
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(guarded.one_to_many)
        return grpc.unary_unary_rpc_method_handler(guarded.one_to_one)


class _Guarded:
    """One method of a service, which takes and gives bytes."""

    def __init__(self, handler: Any, method: str) -> None:
        self._handler = handler
        self._method = method

    async def one_to_one(self, content: bytes, context: Any) -> bytes:
        """A message for a message."""
        try:
            return self._written(await self._handler.unary_unary(self._read(content), context))
        except Exception as error:
            await self._end(error, context)
            raise

    async def many_to_one(self, contents: AsyncIterator[bytes], context: Any) -> bytes:
        """A message for many."""
        try:
            return self._written(await self._handler.stream_unary(self._each(contents), context))
        except Exception as error:
            await self._end(error, context)
            raise

    async def one_to_many(self, content: bytes, context: Any) -> AsyncIterator[bytes]:
        """Many messages for one."""
        try:
            async for message in self._handler.unary_stream(self._read(content), context):
                yield self._written(message)
        except Exception as error:  # noqa: BLE001 - told to the client
            await self._end(error, context)

    async def _each(self, contents: AsyncIterator[bytes]) -> AsyncIterator[Any]:
        async for content in contents:
            yield self._read(content)

    def _read(self, content: bytes) -> Any:
        try:
            return self._handler.request_deserializer(content)
        except DecodeError:
            raise Refused(
                grpc.StatusCode.INVALID_ARGUMENT, "the request is no message of this method"
            ) from None

    def _written(self, message: Any) -> bytes:
        content: bytes = self._handler.response_serializer(message)
        return content

    async def _end(self, error: Exception, context: Any) -> None:
        if not isinstance(error, Refused):
            log.error("%s failed", self._method, exc_info=error)
            error = Refused(grpc.StatusCode.INTERNAL, "an unexpected failure")
        await context.abort(error.code, error.details, error.trailers)
