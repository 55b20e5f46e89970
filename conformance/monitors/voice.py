"""Monitors of answers about voice: statuses, fields, media types, the shape of refusals.

Each surface of voice has requirements of its own for them: a subclass names the surface and the requirement, and is
listed in the package. What the docs of one surface do not promise has no subclass for it.
"""

from __future__ import annotations

from collections.abc import Mapping

import jsonschema_rs

from conformance.monitors.answers import (
    GATEWAY,
    NO_JSON,
    UNREAD,
    Documented,
    Fields,
    JsonType,
    NoServerError,
    media_type,
    parsed,
    succeeded,
)
from conformance.monitors.monitor import Monitor
from conformance.monitors.surfaces import SPEECH, TRANSCRIPTION, surface
from conformance.targets.exchange import Exchange
from specs import Operation, Spec

_JSON = "application/json"
#: Of requests with a method or a time-out that no document mentions nothing is promised.
_UNDESCRIBED = UNREAD | {405, 408, 413}


class NoServerErrorOfVoice(NoServerError):
    """No documented input is answered with a server error that is not announced as one that passes."""

    surface: str

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        return surface(operation) == self.surface and exchange.status not in GATEWAY


class SuccessOfVoice(Documented):
    """Success has the documented status."""

    surface: str

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        return surface(operation) == self.surface and succeeded(exchange)


class StatusesOfVoice(Monitor):
    """Answers to callers with a key of their own have one of the statuses that the docs list for the operation.

    `operations` are those for which they do, or all of the surface.
    """

    surface: str
    operations: frozenset[str] | None = None

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._listed = _statuses(spec)

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        # The handshake of a socket has the path of an operation, and is none of the document's.
        ours = surface(operation) == self.surface and operation.id in self._listed
        ours = ours and exchange.method == operation.method
        ours = ours and (self.operations is None or operation.id in self.operations)
        return ours and exchange.identity != "wrong" and exchange.status not in _UNDESCRIBED | GATEWAY

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        """What is wrong with one."""
        listed = self._listed[operation.id]
        if exchange.status in listed:
            return None
        return f"{operation.id} answered {exchange.status}, where the docs list {', '.join(map(str, listed))}"


class FieldsOfVoice(Fields):
    """Successful answers in JSON have the documented fields with the documented types."""


class JsonTypeOfVoice(JsonType):
    """Answers that are JSON say so."""

    surface: str

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        is_json = operation.response_media_type == _JSON
        return is_json and surface(operation) == self.surface and succeeded(exchange)


class ErrorShapeOfVoice(Monitor):
    """A refusal that says it is JSON is an object that says what was wrong."""

    surface: str

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self._validator = jsonschema_rs.Draft202012Validator(dict(spec.schema("Error")))

    def concerns(self, exchange: Exchange, operation: Operation) -> bool:
        """Answers that the requirement speaks of."""
        refused = exchange.status is not None and 400 <= exchange.status < 500
        ours = surface(operation) == self.surface and exchange.method != "HEAD"
        # Who only reads requests may refuse one before the service itself sees it, in a form of its own.
        return refused and ours and exchange.status not in UNREAD and _says_json(exchange.response_headers)

    def judge(self, exchange: Exchange, operation: Operation) -> str | None:
        """What is wrong with one."""
        body = parsed(exchange)
        if body is not NO_JSON and self._validator.is_valid(body):
            return None
        return f"{operation.id} refused with {exchange.status} and a body that does not say why in JSON"


def _says_json(headers: Mapping[str, str]) -> bool:
    return media_type(headers) == _JSON


def _statuses(spec: Spec) -> dict[str, tuple[int, ...]]:
    """Operation → the statuses that the docs list for it."""
    return {
        described["operationId"]: tuple(
            int(status) for status in described["responses"] if status.isdecimal()
        )
        for item in spec.openapi["paths"].values()
        for method, described in item.items()
        if method not in ("parameters", "servers", "summary", "description")
    }


class NoServerErrorOfSpeech(NoServerErrorOfVoice):
    """Of speech, and of the built-in voices."""

    surface = SPEECH
    requirement = "speech.answers.no-server-error"


class StatusesOfSpeech(StatusesOfVoice):
    """Of speech; for the built-in voices the docs list none."""

    surface = SPEECH
    operations = frozenset({"createSpeech"})
    requirement = "speech.answers.statuses"


class FieldsOfSpeech(FieldsOfVoice):
    """Of the built-in voices."""

    surface = SPEECH
    requirement = "speech.answers.fields"


class JsonTypeOfSpeech(JsonTypeOfVoice):
    """Of the built-in voices."""

    surface = SPEECH
    requirement = "speech.answers.json"


class ErrorShapeOfSpeech(ErrorShapeOfVoice):
    """Of speech, and of the built-in voices."""

    surface = SPEECH
    requirement = "speech.answers.error-shape"


class NoServerErrorOfTranscription(NoServerErrorOfVoice):
    """Of transcripts over REST."""

    surface = TRANSCRIPTION
    requirement = "transcription.answers.no-server-error"


class StatusesOfTranscription(StatusesOfVoice):
    """Of transcripts over REST."""

    surface = TRANSCRIPTION
    requirement = "transcription.answers.statuses"


class FieldsOfTranscription(FieldsOfVoice):
    """Of transcripts over REST."""

    surface = TRANSCRIPTION
    requirement = "transcription.answers.fields"


class ErrorShapeOfTranscription(ErrorShapeOfVoice):
    """Of transcripts over REST."""

    surface = TRANSCRIPTION
    requirement = "transcription.answers.error-shape"
