"""Which code of gRPC stands for which status of HTTP, and the error that ends a call with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from grpc import StatusCode

_CODES: Mapping[int, StatusCode] = {
    400: StatusCode.INVALID_ARGUMENT,
    401: StatusCode.UNAUTHENTICATED,
    403: StatusCode.PERMISSION_DENIED,
    404: StatusCode.NOT_FOUND,
    405: StatusCode.UNIMPLEMENTED,
    408: StatusCode.DEADLINE_EXCEEDED,
    409: StatusCode.FAILED_PRECONDITION,
    # Not RESOURCE_EXHAUSTED: that is the code of a quota, after which clients wait and ask again.
    413: StatusCode.INVALID_ARGUMENT,
    415: StatusCode.INVALID_ARGUMENT,
    422: StatusCode.INVALID_ARGUMENT,
    429: StatusCode.RESOURCE_EXHAUSTED,
    499: StatusCode.CANCELLED,
    501: StatusCode.UNIMPLEMENTED,
    503: StatusCode.UNAVAILABLE,
    504: StatusCode.DEADLINE_EXCEEDED,
}
_DETAILS = 1000  # characters; they travel in a header


class Refused(Exception):
    """A call ends with this code. `details` are for a person to read, `trailers` metadata that goes with them."""

    def __init__(self, code: StatusCode, details: str, trailers: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__(details)
        self.code = code
        self.details = details[:_DETAILS]
        self.trailers = tuple(trailers)


def code(status: int) -> StatusCode:
    """The code for a status of HTTP that is no success."""
    if status in _CODES:
        return _CODES[status]
    return StatusCode.FAILED_PRECONDITION if status < 500 else StatusCode.INTERNAL
