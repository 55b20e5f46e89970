"""Monitors of answers in general: statuses, shapes, media types."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from conformance.monitors.monitor import Monitor
from conformance.targets.exchange import Exchange
from specs import Operation, Spec

#: Answers of machines in between, which say nothing about the service behind them.
_GATEWAY = frozenset({502, 503, 504})
_JSON = "application/json"


class NoServerError(Monitor):
    """No documented input is answered with a server error."""

    requirement = "files.answers.no-server-error"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        return exchange.status not in _GATEWAY

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        failed = exchange.status is not None and exchange.status >= 500
        return f"{operation.id} answered {exchange.status}" if failed else None


class Documented(Monitor):
    """Success has the documented status."""

    requirement = "files.answers.success-status"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        return exchange.status is not None and 200 <= exchange.status < 300

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        if exchange.status in operation.success:
            return None
        documented = " or ".join(map(str, operation.success))
        return f"{operation.id} succeeded with {exchange.status}, where {documented} is documented"


class Fields(Monitor):
    """Successful answers have the documented fields with the documented types."""

    requirement = "files.object.fields"

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._validators = {
            operation.id: jsonschema_rs.Draft202012Validator(dict(operation.response_schema))
            for operation in spec.operations.values()
            if operation.response_media_type == _JSON and operation.response_schema is not None
        }

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        succeeded = exchange.status is not None and 200 <= exchange.status < 300
        return succeeded and operation.id in self._validators

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        body = _parsed(exchange)
        if body is _NO_JSON:
            return f"{operation.id} answered with a body that is no JSON"
        validator = self._validators[operation.id]
        if validator.is_valid(body):
            return None
        error = next(iter(validator.iter_errors(body)))
        place = "/".join(str(part) for part in error.instance_path) or "the answer"
        return f"{operation.id}: {place}: {error.message}"


class JsonType(Monitor):
    """Answers that are JSON say so."""

    requirement = "files.answers.json"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        succeeded = exchange.status is not None and 200 <= exchange.status < 300
        return succeeded and operation.response_media_type == _JSON

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        media_type = _media_type(exchange.response_headers)
        return (
            None if media_type == _JSON else f"{operation.id} answered with the content type {media_type!r}"
        )


class ErrorShape(Monitor):
    """Refusals are JSON objects that say what was wrong."""

    requirement = "files.answers.error-shape"

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._validator = jsonschema_rs.Draft202012Validator(dict(spec.schema("Error")))

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        refused = exchange.status is not None and 400 <= exchange.status < 500
        return refused and operation.response_media_type == _JSON and exchange.method != "HEAD"

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        body = _parsed(exchange)
        if body is not _NO_JSON and self._validator.is_valid(body):
            return None
        return f"{operation.id} refused with {exchange.status} and a body that does not say why in JSON"


_NO_JSON: Any = object()


def _parsed(exchange: Exchange) -> Any:
    if exchange.truncated:
        return _NO_JSON
    try:
        return json.loads(exchange.response_body or b"")
    except (ValueError, RecursionError):
        return _NO_JSON


def _media_type(headers: Mapping[str, str]) -> str:
    return headers.get("content-type", "").partition(";")[0].strip().lower()
