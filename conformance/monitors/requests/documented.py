"""Judges of requests by the documented schema. What a check has sent wrongly on purpose is not the SDK's doing.

A call of gRPC is judged as the request of REST that says the same (`Sent.as_rest`).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conformance.monitors.requests.called import Called, form_valid, validator
from conformance.monitors.requests.monitor import RequestMonitor
from conformance.monitors.requests.sent import Sent
from specs import Operation, Spec

_JSON = "application/json"
_FORM = "multipart/form-data"
_UPLOAD = "uploadFile"
_FILE, _EXPIRY = "file", "expires_after"
#: What messages of an upload over gRPC have in them.
_OPENING, _DATA = "init", "data"
#: What a validator says where there is a field more than documented; that is told apart.
_FURTHER = ("additionalProperties", "unevaluatedProperties")
_SHOWN = 300


class _OfValidCalls(RequestMonitor):
    """Judges requests for documented operations that were called with documented arguments."""

    def concerns(self, called: Called) -> Iterator[Sent]:
        """Requests of which something can be judged."""
        if not called.valid(self.spec):
            return
        for sent in called.sent:
            operation, said = self.spec.operations.get(sent.operation or ""), _said(sent, called)
            if said is not None and operation is not None and self.has(said, operation):
                yield sent

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """What is wrong with each."""
        for sent in self.concerns(called):
            operation, said = self.spec.operations[str(sent.operation)], _said(sent, called)
            assert said is not None
            for problem in self.problems(said, operation):
                yield sent, f"{called.summary} sent {sent.summary}: {problem}"

    def has(self, sent: Sent, operation: Operation) -> bool:
        """Whether there is something to judge."""
        raise NotImplementedError

    def problems(self, sent: Sent, operation: Operation) -> Iterator[str]:
        """What is wrong."""
        raise NotImplementedError


class DocumentedOperation(RequestMonitor):
    """Requests go to paths and methods that are documented."""

    requirement = "sdk.wire.operation"

    def concerns(self, called: Called) -> Iterator[Sent]:
        """Everything but calls of gRPC that no document describes and some protocol file may; `Unasked` sees those."""
        if called.valid(self.spec):
            yield from (
                sent for sent in called.sent if sent.transport != "grpc" or sent.operation is not None
            )

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """Those that nothing documents, or whose paths would lack an id."""
        for sent in self.concerns(called):
            if sent.operation is None:
                yield sent, f"{called.summary} sent {sent.method} {sent.path}, which nothing documents"
            elif _said(sent, called) is not None and sent.grpc:
                for name in self._missing(sent):
                    yield sent, f"{called.summary} sent {sent.summary} without {name}"

    def _missing(self, sent: Sent) -> Iterator[str]:
        """What a documented path has in it, and a message lacks."""
        operation = self.spec.operations.get(sent.operation or "")
        try:
            message = sent.json()
        except ValueError:
            return
        for parameter in () if operation is None else operation.parameters:
            if parameter["in"] == "path" and parameter["name"] not in message:
                yield parameter["name"]


class Query(_OfValidCalls):
    """Queries have documented values."""

    requirement = "sdk.wire.query"

    def has(self, sent: Sent, operation: Operation) -> bool:
        """Whether there is something to judge."""
        return bool(sent.query)

    def problems(self, sent: Sent, operation: Operation) -> Iterator[str]:
        """What is wrong."""
        known = {p["name"]: p["schema"] for p in operation.parameters if p["in"] == "query"}
        for name, value in sent.parameters:
            # Which texts a filter may be is a language of its own, and the schema shows samples of it. Of numbers the
            # file of the protocol says what those beyond the bounds mean there: none, or the most.
            free = {"pattern", "minimum", "maximum"} if sent.grpc else {"pattern"}
            schema = {key: each for key, each in known.get(name, {}).items() if key not in free}
            if not form_valid(schema, value):
                yield f"{name}={value[:_SHOWN]} is not as documented"


class ContentType(_OfValidCalls):
    """Bodies are said to be what they have to be."""

    requirement = "sdk.wire.content-type"
    not_grpc = "messages of gRPC have one media type, and no document tells of it"

    def has(self, sent: Sent, operation: Operation) -> bool:
        """Whether there is something to judge."""
        return sent.rest and sent.size > 0 and operation.request_media_type is not None

    def problems(self, sent: Sent, operation: Operation) -> Iterator[str]:
        """What is wrong."""
        if sent.media_type != operation.request_media_type:
            found = sent.media_type or "nothing"
            yield f"its body is said to be {found}, where {operation.request_media_type} is documented"


class Body(_OfValidCalls):
    """Bodies fit their schema, whatever fields they have beside."""

    requirement = "sdk.wire.body"

    def has(self, sent: Sent, operation: Operation) -> bool:
        """Whether there is something to judge: the body was kept, and is what it has to be."""
        if operation.request_schema is None or sent.media_type != operation.request_media_type:
            return False
        return sent.complete and (sent.text is not None or sent.parts is not None)

    def problems(self, sent: Sent, operation: Operation) -> Iterator[str]:
        """What is wrong."""
        schema = operation.request_schema
        assert schema is not None
        if sent.parts is not None:
            yield from _form_problems(sent, schema)
            return
        try:
            value = sent.json()
        except ValueError:
            yield "its body is no JSON"
            return
        for error in validator(schema).iter_errors(value):
            if any(word in map(str, error.schema_path) for word in _FURTHER):
                continue
            place = "/".join(str(part) for part in error.instance_path) or "its body"
            yield f"{place}: {error.message[:_SHOWN]}"
            return


class UndocumentedFields(_OfValidCalls):
    """Notes which fields and parameters requests have that no document knows."""

    requirement = "sdk.wire.undocumented-fields"

    def __init__(self, spec: Spec) -> None:
        super().__init__(spec)
        self.found: set[str] = set()

    def has(self, sent: Sent, operation: Operation) -> bool:
        """Whether there is something to look at."""
        return True

    def problems(self, sent: Sent, operation: Operation) -> Iterator[str]:
        """Nothing is wrong: they are kept in `found`."""
        query = {p["name"] for p in operation.parameters if p["in"] == "query"}
        self.found |= {f"{operation.id}: {name} (query)" for name, _ in sent.parameters if name not in query}
        schema = operation.request_schema or {}
        if sent.parts is not None:
            fields = {part.name for part in sent.parts} - set(schema.get("properties", {}))
            self.found |= {f"{operation.id}: {name}" for name in fields}
        elif sent.media_type == _JSON and operation.request_media_type == _JSON:
            try:
                further = set(_further(sent.json(), schema))
            except ValueError:
                return
            self.found |= {f"{operation.id}: {name}" for name in further}
        yield from ()


class PartOrder(RequestMonitor):
    """Uploads send their expiry before the file."""

    requirement = "sdk.wire.part-order"
    not_grpc = "an upload over gRPC has no parts (sdk.wire.chunk-order)"

    def concerns(self, called: Called) -> Iterator[Sent]:
        """Uploads with an expiry and a file."""
        for sent in called.sent:
            names = [part.name for part in sent.parts or ()]
            if sent.operation == _UPLOAD and _FILE in names and any(map(_is_expiry, names)):
                yield sent

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """Those in another order."""
        for sent in self.concerns(called):
            names = [part.name for part in sent.parts or ()]
            if any(map(_is_expiry, names[names.index(_FILE) :])):
                yield (
                    sent,
                    f"{called.summary} sent the parts {', '.join(names)}, so its expiry comes too late",
                )


class ChunkOrder(RequestMonitor):
    """Uploads over gRPC are opened with one message, and all others are data."""

    requirement = "sdk.wire.chunk-order"

    def concerns(self, called: Called) -> Iterator[Sent]:
        """Uploads over gRPC, as far as they have come."""
        for sent in called.sent:
            if sent.grpc and sent.operation == _UPLOAD and sent.text is not None and sent.json():
                yield sent

    def judge(self, called: Called) -> Iterator[tuple[Sent, str]]:
        """Those in another order."""
        for sent in self.concerns(called):
            kinds = [next(iter(message), "nothing") for message in sent.json()]
            for place, kind in enumerate(kinds, 1):
                if kind != (_OPENING if place == 1 else _DATA):
                    yield sent, f"{called.summary} sent {sent.summary} with {kind} as message {place}"
                    break


def _said(sent: Sent, called: Called) -> Sent | None:
    """The request of REST that this is, or says the same as; `None` where what was asked for cannot be told by it."""
    if sent.rest:
        return sent
    return None if called.says_nothing else sent.as_rest


def _is_expiry(name: str) -> bool:
    return name.partition("[")[0] == _EXPIRY


def _form_problems(sent: Sent, schema: Mapping[str, Any]) -> Iterator[str]:
    properties: Mapping[str, Any] = schema.get("properties", {})
    names = [part.name for part in sent.parts or ()]
    for name in schema.get("required", ()):
        if name not in names:
            yield f"the part {name} is missing"
    for part in sent.parts or ():
        if part.name == _FILE or part.text is None or part.name not in properties:
            continue
        if not form_valid(properties[part.name], part.text):
            yield f"the part {part.name} says {part.text[:_SHOWN]!r}, which is not as documented"


def _further(value: Any, schema: Mapping[str, Any], name: str = "") -> Iterator[str]:
    """Fields that the schema does not name; where it leaves a choice, all that any of its branches names is known."""
    branches = list(_branches(schema))
    if isinstance(value, list):
        items: Mapping[str, Any] = next((branch["items"] for branch in branches if "items" in branch), {})
        for each in value:
            yield from _further(each, items, f"{name}[]")
        return
    known = {key: below for branch in branches for key, below in branch.get("properties", {}).items()}
    if not isinstance(value, dict) or not known:
        return
    for key, each in value.items():
        place = f"{name}.{key}" if name else key
        if key not in known:
            yield place
        elif isinstance(known[key], Mapping):
            yield from _further(each, known[key], place)


def _branches(schema: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    yield schema
    for word in ("anyOf", "oneOf", "allOf"):
        for each in schema.get(word, ()):
            if isinstance(each, Mapping):
                yield from _branches(each)
