"""Which exceptions of the SDK mean what."""

from __future__ import annotations

from typing import Any

import grpc

from conformance.drivers.python.failure import Failure, named

#: What Python raises for arguments that a function cannot take; pydantic's refusals are values that are wrong, too.
_BAD_ARGUMENTS = (TypeError, ValueError, OverflowError, FileNotFoundError)
#: What gRPC says of a request of which the SDK could make no message.
_NO_REQUEST = ("Exception iterating requests!", "Exception serializing request!")
_NO_ANSWER = ("Exception deserializing response!",)
_NO_CONNECTION = ("failed to connect", "connection refused", "connection reset", "socket closed", "dns")


def told(problem: BaseException, *, sent: bool) -> Failure:
    """What an exception means; `sent` says whether the call had sent a request by then."""
    message = str(problem) or named(problem)
    if isinstance(problem, grpc.RpcError):
        return _of_rpc(problem)
    if named(problem) == "xai_sdk.video.VideoGenerationError":
        return Failure("failed", message, code=str(getattr(problem, "code", "")), type=named(problem))
    if isinstance(problem, TimeoutError):
        return Failure("timeout", message, type=named(problem))
    if not sent and isinstance(problem, _BAD_ARGUMENTS):
        return Failure("invalid", message, type=named(problem))
    if type(problem) is RuntimeError and "Deferred request" in message:
        return Failure("failed", message, type=named(problem))
    return Failure("unexpected", message, type=named(problem))


def _of_rpc(problem: Any) -> Failure:
    code = problem.code() if hasattr(problem, "code") else None
    name = code.name if isinstance(code, grpc.StatusCode) else str(code)
    message = (problem.details() if hasattr(problem, "details") else None) or str(problem)
    kind = "refused"
    if message.startswith(_NO_REQUEST):
        kind = "invalid"
    elif message.startswith(_NO_ANSWER):
        kind = "malformed"
    elif code is grpc.StatusCode.DEADLINE_EXCEEDED:
        kind = "timeout"
    elif code is grpc.StatusCode.UNAVAILABLE and any(word in message.lower() for word in _NO_CONNECTION):
        kind = "network"
    return Failure(kind, message, code=name, type="grpc.RpcError")
