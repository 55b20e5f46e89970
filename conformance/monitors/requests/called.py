"""One call of a driver, with what went over the wire meanwhile."""

from __future__ import annotations

import functools
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import jsonschema_rs

from conformance.monitors.requests.sent import Sent
from specs import Operation, Spec

_JSON = "application/json"
_FORM = "multipart/form-data"
_PLAIN_ID = re.compile(r"[A-Za-z0-9_-]+")
#: Of a form's argument, what its parts are called by the documents.
_FILE = "file"
#: Arguments of an upload that are about its file.
_OF_FILE = frozenset({"content", "filename", "content_type"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Called:
    """`operation` with `arguments`, in the name of `identity`, whose key is `key`; and what was `sent`, in order."""

    operation: str
    arguments: Mapping[str, Any]
    identity: str
    key: str | None = field(repr=False)
    sent: tuple[Sent, ...] = ()

    @property
    def summary(self) -> str:
        """The call on one line."""
        if self.operation == NATIVE:
            return f"{self.arguments.get('function')}(…)"
        return self.operation

    @property
    def says_nothing(self) -> bool:
        """Whether an argument is an empty text or null, which a message of gRPC cannot tell from none."""
        return _has_nothing(self.arguments)

    def valid(self, spec: Spec) -> bool:
        """Whether its arguments are as documented, so that what is wrong with a request was added on the way."""
        if self.operation == NATIVE:
            return True
        operation = spec.operations.get(self.operation)
        return operation is not None and _valid(operation, self.arguments)


#: A function of the client, called by its own name.
NATIVE = "sdk.native"


def _has_nothing(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_nothing, value.values()))
    return any(map(_has_nothing, value)) if isinstance(value, list | tuple) else value in (None, "")


def _valid(operation: Operation, arguments: Mapping[str, Any]) -> bool:
    for parameter in operation.parameters:
        value = arguments.get(parameter["name"])
        if parameter["in"] == "path":
            if not isinstance(value, str) or not _PLAIN_ID.fullmatch(value):
                return False
        elif parameter["name"] in arguments and not validator(parameter["schema"]).is_valid(value):
            return False
    if operation.request_schema is None:
        return True
    if operation.request_media_type == _JSON:
        return bool(validator(operation.request_schema).is_valid(arguments.get("body")))
    if operation.request_media_type == _FORM:
        given = {**arguments, **arguments.get("fields", {})}
        properties: Mapping[str, Any] = operation.request_schema.get("properties", {})
        return all(
            name in properties and form_valid(properties[name], value)
            for name, value in given.items()
            if name not in {*_OF_FILE, "fields", _FILE}
        )
    return True


def form_valid(schema: Mapping[str, Any], value: Any) -> bool:
    """Whether a part of a form may hold this, as it is or as the number, truth or list that its text writes."""
    if validator(schema).is_valid(value):
        return True
    if not isinstance(value, str):
        return False
    return bool(validator(schema).is_valid([value]) or validator(schema).is_valid(_read(value)))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return text


def validator(schema: Mapping[str, Any]) -> Any:
    """A validator, made once for each schema."""
    return _compiled(json.dumps(schema, sort_keys=True))


@functools.lru_cache(maxsize=512)
def _compiled(schema: str) -> Any:
    return jsonschema_rs.Draft202012Validator(json.loads(schema))
