"""How a call that did not succeed is told."""

from __future__ import annotations

from typing import Any


class Failure(Exception):
    """A call did not succeed; `kind` is one of the protocol's. `type` names the exception that the SDK raised."""

    def __init__(
        self,
        kind: str,
        message: str,
        *,
        status: int | None = None,
        code: str | None = None,
        type: str | None = None,  # noqa: A002 - the protocol's word
    ) -> None:
        super().__init__(message)
        self.told: dict[str, Any] = {
            "kind": kind,
            "status": status,
            "code": code,
            "message": message,
            "type": type,
        }


def unsupported(message: str) -> Failure:
    """That the SDK does not have what was asked for; the message says what."""
    return Failure("unsupported", message)


def inexpressible(message: str) -> Failure:
    """That the SDK has no words for the value of an argument that it has; the message says for which."""
    return Failure("unsupported", message, code="value")


def named(problem: BaseException) -> str:
    """The name of an exception's type, with that of its module unless Python itself has it."""
    kind = type(problem)
    return kind.__qualname__ if kind.__module__ == "builtins" else f"{kind.__module__}.{kind.__qualname__}"
