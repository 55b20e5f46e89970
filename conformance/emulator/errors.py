"""Refusals: what the emulator answers when it does not do what it was asked."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

# The sentence that stands beside each status, in the style of gRPC status names.
SENTENCES: Mapping[int, str] = {
    400: "Client specified an invalid argument",
    401: "The request carries no valid credentials",
    403: "The caller may not do this",
    404: "The requested entity does not exist",
    405: "The path does not offer this method",
    408: "The request did not arrive in time",
    409: "The entity is in the wrong state for this",
    413: "The request is larger than allowed",
    415: "The media type of the request is not supported",
    422: "The request is not of the expected form",
    429: "A quota is exhausted",
    500: "The server failed",
    502: "What the request refers to could not be fetched",
}


class Refusal(Exception):
    """An orderly no: a status, what was wrong, and headers that go with it.

    `error` names the field or place at fault, for a person to read; `more` are further fields of the answer.
    """

    def __init__(self, status: int, error: str, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(error)
        self.status = status
        self.error = error
        self.headers = headers or {}
        self.more: Mapping[str, Any] = {}

    @property
    def code(self) -> str:
        """The sentence for the status."""
        return SENTENCES.get(self.status, SENTENCES[400])


class ClientGone(Exception):
    """The client broke off before its request was complete; there is nobody to answer."""
