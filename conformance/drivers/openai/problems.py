"""Which exceptions of the SDK mean what."""

from __future__ import annotations

from typing import Any

from conformance.drivers.python.failure import Failure, named


def told(problem: BaseException, *, sent: bool) -> Failure:
    """What an exception means; `sent` says whether the call had sent a request by then."""
    import openai

    message = str(problem) or named(problem)
    if isinstance(body := getattr(problem, "body", None), str) and body not in message:
        message = f"{message}: {body}"  # what the service said, of which the SDK's own sentence says nothing
    kind = named(problem)
    if isinstance(problem, openai.APIStatusError):
        return Failure("refused", message, status=problem.status_code, code=_code(problem), type=kind)
    if isinstance(problem, openai.APITimeoutError):
        return Failure("timeout", message, type=kind)
    if isinstance(problem, openai.APIConnectionError):
        return Failure("network", message, type=kind)
    if isinstance(problem, openai.APIResponseValidationError):
        return Failure("malformed", message, status=problem.status_code, type=kind)
    if not sent and isinstance(problem, openai.OpenAIError | TypeError | ValueError):
        return Failure("invalid", message, type=kind)
    return Failure("unexpected", message, type=kind)


def _code(problem: Any) -> str | None:
    """The service's own code: the SDK tells it, or what it was in."""
    code = getattr(problem, "code", None)
    if code is None and isinstance(getattr(problem, "body", None), dict):
        code = problem.body.get("code")
    return None if code is None else str(code)
