"""Requests that were refused: because of what the example sends, or because of the server."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from conformance.examples.evidence import Evidence, Judged
from conformance.examples.outcome import At, Outcome
from specs import Operation, Spec

_SERVER_ERROR = 500
_NO_KEY = (401, 403)
_UNKNOWN = ("UNIMPLEMENTED",)


def refusal(entry: Mapping[str, Any], evidence: Evidence, spec: Spec) -> Judged:
    """The outcome of a block of which a request was refused."""
    what = _what(entry)
    answer = entry.get("status") or entry.get("code") or "nothing"
    if entry.get("transport") == "grpc":
        if entry.get("code") in _UNKNOWN:
            return Judged(outcome=Outcome.MISSING, reason=f"the emulator has no {what}")
        return _failed(At.SERVER, f"the server answers {what} with {answer}{_said(evidence)}")
    if entry.get("operation") is None:
        return Judged(outcome=Outcome.MISSING, reason=f"the emulator has no {what}")
    if int(answer if isinstance(answer, int) else 0) >= _SERVER_ERROR:
        return _failed(At.SERVER, f"the server answers {what} with {answer}")
    if answer in _NO_KEY and "authorization" not in {name.lower() for name in entry.get("headers") or ()}:
        return _failed(At.EXAMPLE, f"it sends no key with {what}, which is answered with {answer}")
    operation = spec.operations.get(str(entry["operation"]))
    if operation is not None and (wrong := _wrong_body(entry, operation)):
        return _failed(At.EXAMPLE, f"the body that it sends with {what} {wrong}; the answer is {answer}")
    return _failed(At.SERVER, f"the server answers {what} with {answer}{_said(evidence)}")


def _failed(at: At, reason: str) -> Judged:
    return Judged(outcome=Outcome.FAILED, at=at, reason=reason)


def _what(entry: Mapping[str, Any]) -> str:
    if entry.get("transport") == "grpc":
        return str(entry.get("method", "")).lstrip("/")
    return f"{entry.get('method', '')} {entry.get('path', '')}".strip()


def _wrong_body(entry: Mapping[str, Any], operation: Operation) -> str:
    """What is wrong with a JSON body by the documents, "" if nothing is or nobody knows."""
    if operation.request_media_type != "application/json" or operation.request_schema is None:
        return ""
    text = (entry.get("body") or {}).get("text")
    if not isinstance(text, str) or not text:
        return ""
    try:
        body = json.loads(text)
    except ValueError as error:
        return f"is no JSON ({error})"
    import jsonschema_rs

    validator = jsonschema_rs.validator_for(_openly(operation.request_schema))
    problem = next(iter(validator.iter_errors(body)), None)
    if problem is None:
        return ""
    at = "/".join(map(str, problem.instance_path))
    return f"does not fit the documented schema: {at + ': ' if at else ''}{problem.message[:200]}"


def _openly(schema: Any) -> Any:
    """The schema as plain values, which the validator wants."""
    if isinstance(schema, Mapping):
        return {key: _openly(value) for key, value in schema.items()}
    if isinstance(schema, list | tuple):
        return [_openly(value) for value in schema]
    return schema


def _said(evidence: Evidence) -> str:
    """What the server said about it, as far as it can be seen."""
    message = str(evidence.exception.get("message", "")) or _error_in(evidence.ended.output)
    line = " ".join(message.split())
    return f": {line[:200]}" if line else ""


def _error_in(output: str) -> str:
    for line in reversed(output.splitlines()):
        try:
            document = json.loads(line)
        except ValueError:
            continue
        if isinstance(document, dict) and isinstance(document.get("error"), str):
            return str(document["error"])
    return ""
