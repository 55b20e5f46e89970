"""Whether the SDK has sent anything in a call, so that refusing an argument is told from making no sense of an answer.

Only gRPC's own functions that open channels are wrapped, and nothing that is sent is changed.
"""

from __future__ import annotations

import functools
from typing import Any

import grpc


class Counter(
    grpc.UnaryUnaryClientInterceptor,
    grpc.UnaryStreamClientInterceptor,
    grpc.StreamUnaryClientInterceptor,
):
    """Counts calls on channels that are opened after `install`."""

    def __init__(self) -> None:
        self.count = 0

    def install(self) -> None:
        """Count on every channel that is opened from now on."""
        for name in ("secure_channel", "insecure_channel"):
            setattr(grpc, name, self._counted(getattr(grpc, name)))
            setattr(grpc.aio, name, self._counted_aio(getattr(grpc.aio, name)))

    def _counted(self, opened: Any) -> Any:
        @functools.wraps(opened)
        def channel(*arguments: Any, **keywords: Any) -> Any:
            return grpc.intercept_channel(opened(*arguments, **keywords), self)

        return channel

    def _counted_aio(self, opened: Any) -> Any:
        @functools.wraps(opened)
        def channel(*arguments: Any, interceptors: Any = None, **keywords: Any) -> Any:
            ours = [kind(self) for kind in (_UnaryUnary, _UnaryStream, _StreamUnary)]
            return opened(*arguments, interceptors=[*(interceptors or ()), *ours], **keywords)

        return channel

    def noted(self, continuation: Any, details: Any, request: Any) -> Any:
        """One more."""
        self.count += 1
        return continuation(details, request)

    intercept_unary_unary = noted
    intercept_unary_stream = noted
    intercept_stream_unary = noted


class _Aio:
    def __init__(self, counter: Counter) -> None:
        self._counter = counter

    async def counted(self, continuation: Any, details: Any, request: Any) -> Any:
        """One more."""
        return await self._counter.noted(continuation, details, request)


class _UnaryUnary(_Aio, grpc.aio.UnaryUnaryClientInterceptor):
    intercept_unary_unary = _Aio.counted


class _UnaryStream(_Aio, grpc.aio.UnaryStreamClientInterceptor):
    intercept_unary_stream = _Aio.counted


class _StreamUnary(_Aio, grpc.aio.StreamUnaryClientInterceptor):
    intercept_stream_unary = _Aio.counted
