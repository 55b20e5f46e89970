"""Monitors of answers in general: statuses, shapes, media types.

Those about voice have requirements of their own; their monitors are in `voice.py`.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import jsonschema_rs

from conformance.monitors.monitor import Monitor
from conformance.monitors.surfaces import FILES, IMAGES, VIDEOS, is_voice, surface
from conformance.targets.exchange import Exchange
from specs import Operation, Spec

#: Answers of machines in between, which say nothing about the service behind them.
GATEWAY = frozenset({502, 503, 504})
#: Refusals of requests that were never understood: a media type, or a body that does not fit.
UNREAD = frozenset({415, 422})
_ACCEPTED = 202
_EMPTY = (b"", b"{}", b"null")
#: So much of an explanation is shown: it repeats the value that it complains of.
_SHOWN = 300
_JSON = "application/json"


class NoServerError(Monitor):
    """No documented input is answered with a server error."""

    requirement = "files.answers.no-server-error"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        return not is_voice(operation) and exchange.status not in GATEWAY

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        failed = exchange.status is not None and exchange.status >= 500
        return f"{operation.id} answered {exchange.status}" if failed else None


class Documented(Monitor):
    """Success has the documented status."""

    requirement = "files.answers.success-status"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        return not is_voice(operation) and succeeded(exchange)

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        if exchange.status in operation.success:
            return None
        documented = " or ".join(map(str, operation.success))
        return f"{operation.id} succeeded with {exchange.status}, where {documented} is documented"


class Fields(Monitor):
    """Successful answers have the documented fields with the documented types.

    Each surface has a requirement for it: `FieldsOfImages` and `FieldsOfVideos` are asked by the checks of
    `images.answers.fields` and `videos.answers.fields`, this one by that of `files.object.fields`.
    """

    requirement = "files.object.fields"
    surface = FILES

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._validators = {
            operation.id: jsonschema_rs.Draft202012Validator(dict(operation.response_schema))
            for operation in spec.operations.values()
            if operation.response_media_type == _JSON
            and operation.response_schema is not None
            and surface(operation) == self.surface
        }

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        return succeeded(exchange) and operation.id in self._validators and not _is_bare(exchange)

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        body = parsed(exchange)
        if body is NO_JSON:
            return f"{operation.id} answered with a body that is no JSON"
        validator = self._validators[operation.id]
        if validator.is_valid(body):
            return None
        error = next(iter(validator.iter_errors(body)))
        place = "/".join(str(part) for part in error.instance_path) or "the answer"
        return f"{operation.id}: {place}: {error.message[:_SHOWN]}"


class FieldsOfImages(Fields):
    """The same for answers with images, costs included."""

    requirement = "images.answers.fields"
    surface = IMAGES


class FieldsOfVideos(Fields):
    """The same for videos, from their start to the last poll; a poll that says "not yet" by its status says all."""

    requirement = "videos.answers.fields"
    surface = VIDEOS


class JsonType(Monitor):
    """Answers that are JSON say so."""

    requirement = "files.answers.json"

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        is_json = operation.response_media_type == _JSON
        return is_json and not is_voice(operation) and succeeded(exchange) and not _is_bare(exchange)

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        found = media_type(exchange.response_headers)
        return None if found == _JSON else f"{operation.id} answered with the content type {found!r}"


class ErrorShape(Monitor):
    """Refusals are JSON objects that say what was wrong.

    Some may have been made by what only reads requests, before the service itself: no source says what these look
    like.
    """

    requirement = "files.answers.error-shape"

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._validator = jsonschema_rs.Draft202012Validator(dict(spec.schema("Error")))

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        if is_voice(operation):
            return False
        refused = exchange.status is not None and 400 <= exchange.status < 500
        if exchange.status in UNREAD:
            return False
        return refused and operation.response_media_type == _JSON and exchange.method != "HEAD"

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        body = parsed(exchange)
        if body is not NO_JSON and self._validator.is_valid(body):
            return None
        return f"{operation.id} refused with {exchange.status} and a body that does not say why in JSON"


#: In place of a body that is no JSON.
NO_JSON: Any = object()


def succeeded(exchange: Exchange) -> bool:
    """Whether the answer is a success of any kind."""
    return exchange.status is not None and 200 <= exchange.status < 300


def _is_bare(exchange: Exchange) -> bool:
    """Whether it is the answer "accepted, not done yet", which says so by its status and may say no more."""
    return exchange.status == _ACCEPTED and (exchange.response_body or b"").strip() in _EMPTY


def parsed(exchange: Exchange) -> Any:
    """The body of the answer, parsed; `NO_JSON` where it is none."""
    if exchange.truncated:
        return NO_JSON
    try:
        return json.loads(exchange.response_body or b"")
    except (ValueError, RecursionError):
        return NO_JSON


def media_type(headers: Mapping[str, str]) -> str:
    """What the answer is said to be, in lower case and without parameters."""
    return headers.get("content-type", "").partition(";")[0].strip().lower()
