"""What stands around every call: its messages are parsed here, and whatever goes wrong ends it with a code.

grpcio would do both itself, but a message that is none, or an error of ours, would be written into the log and told as
`UNKNOWN`, as if the server had failed at the client's mistake. Calls are watched here, too, and planned answers given.
"""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

import grpc
from google.protobuf.message import DecodeError
from grpc import StatusCode

from conformance.emulator.grpc.call import Call
from conformance.emulator.grpc.codes import Refused
from conformance.emulator.grpc.unknown import cut, enlarged
from conformance.emulator.grpc.watch import Watch
from conformance.emulator.wire import Answer, Wire

log = logging.getLogger("conformance.emulator")

_Continuation = Callable[[Any], Awaitable[Any]]


class Guard(grpc.aio.ServerInterceptor):
    """Stands between grpcio and the services."""

    def __init__(self, wire: Wire | None) -> None:
        self._wire = wire

    async def intercept_service(self, continuation: _Continuation, details: Any) -> Any:
        """The handler of a call, with the guard around it; None for a method that there is not."""
        handler = await continuation(details)
        if handler is None:
            return None
        guarded = _Guarded(handler, details.method, self._wire)
        if handler.request_streaming:
            return grpc.stream_unary_rpc_method_handler(guarded.many_to_one)
        if handler.response_streaming:
            return grpc.unary_stream_rpc_method_handler(guarded.one_to_many)
        return grpc.unary_unary_rpc_method_handler(guarded.one_to_one)


class _Guarded:
    """One method of a service, which takes and gives bytes."""

    def __init__(self, handler: Any, method: str, wire: Wire | None) -> None:
        self._handler = handler
        self._method = method
        self._wire = wire

    async def one_to_one(self, content: bytes, context: Any) -> bytes:
        """A message for a message."""
        watch = Watch(self._wire, self._method, context)
        try:
            request = self._read(content, watch)
            planned = watch.planned()
            answer = b""
            if not _empty_at_once(planned):
                call = _call(context, planned, watch)
                answer = self._written(await self._handler.unary_unary(request, call), planned)
            watch.end(StatusCode.OK)
        except Exception as error:
            await self._end(error, context, watch)
            raise
        finally:
            watch.end(None)
        return answer

    async def many_to_one(self, contents: AsyncIterator[bytes], context: Any) -> bytes:
        """A message for many."""
        watch = Watch(self._wire, self._method, context)
        try:
            requests = self._each(contents, watch)
            planned = watch.planned()
            answer = b""
            if _empty_at_once(planned):
                async for _ in requests:
                    pass
            else:
                call = _call(context, planned, watch)
                answer = self._written(await self._handler.stream_unary(requests, call), planned)
            watch.end(StatusCode.OK)
        except Exception as error:
            await self._end(error, context, watch)
            raise
        finally:
            watch.end(None)
        return answer

    async def one_to_many(self, content: bytes, context: Any) -> AsyncIterator[bytes]:
        """Many messages for one."""
        watch = Watch(self._wire, self._method, context)
        try:
            request = self._read(content, watch)
            planned = watch.planned()
            if not _empty_at_once(planned):
                call = Call(context, planned, watch.translated)
                async for message in self._handler.unary_stream(request, call):
                    yield self._written(message, None)
            watch.end(StatusCode.OK)
        except Exception as error:  # noqa: BLE001 - told to the client
            await self._end(error, context, watch)
        finally:
            watch.end(None)

    async def _each(self, contents: AsyncIterator[bytes], watch: Watch) -> AsyncIterator[Any]:
        async for content in contents:
            yield self._read(content, watch)

    def _read(self, content: bytes, watch: Watch) -> Any:
        try:
            message = self._handler.request_deserializer(content)
        except DecodeError:
            raise Refused(StatusCode.INVALID_ARGUMENT, "the request is no message of this method") from None
        watch.heard(message)
        return message

    def _written(self, message: Any, planned: Answer | None) -> bytes:
        """The bytes of an answer, with what is planned to be done to messages, and cannot be to JSON."""
        kind = None if planned is None else planned.kind
        if kind == "add-fields":
            message = enlarged(message)
        content: bytes = self._handler.response_serializer(message)
        if planned is None or kind != "truncate":
            return b"" if kind == "empty" else content
        found = cut(content, planned.bytes, type(message))
        if found is None:
            raise Refused(StatusCode.DATA_LOSS, "the connection ended in the middle of the answer")
        return found

    async def _end(self, error: Exception, context: Any, watch: Watch) -> None:
        if not isinstance(error, Refused):
            log.error("%s failed", self._method, exc_info=error)
            error = Refused(StatusCode.INTERNAL, "an unexpected failure")
        watch.end(error.code)
        await context.abort(error.code, error.details, error.trailers)


def _empty(planned: Answer | None) -> bool:
    """Whether a success with nothing in it is planned; with another status it is a refusal like any other."""
    return planned is not None and planned.kind == "empty" and (planned.status or 0) < 300


def _empty_at_once(planned: Answer | None) -> bool:
    return planned is not None and _empty(planned) and not planned.carried_out


def _call(context: Any, planned: Answer | None, watch: Watch) -> Call:
    """The call of a method with one answer: what is done to messages is not done to the JSON that they are made of."""
    done_here = planned is not None and (planned.kind in {"add-fields", "truncate"} or _empty(planned))
    return Call(context, None if done_here else planned, watch.translated)
