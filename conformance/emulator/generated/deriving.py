"""Derives faults from `openapi.yaml`: from each constraint of a request or an answer, and from each status."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from conformance.emulator.generated.fault import (
    ANSWER,
    BODY,
    FORM,
    MEDIA_TYPE,
    QUERY,
    REQUEST,
    STATUS,
    GeneratedFault,
)
from conformance.emulator.generated.misanswering import Misanswering, misanswerings
from conformance.emulator.generated.misreading import Misreading, misreadings
from conformance.emulator.generated.places import EACH, Place, places
from conformance.emulator.generated.texts import JSON, TEXT
from specs import Operation, Spec
from specs.pointers import resolved

_JSON = "application/json"
#: Statuses that no document names.
_OTHER_SUCCESS, OTHER_REFUSAL = 203, 418
_SUCCESS = range(200, 300)
#: Rules of `x-refusals` that are about requests of no operation at all.
_ELSEWHERE = ("unknown-path", "wrong-method")


def of_operations(spec: Spec) -> Iterator[GeneratedFault]:
    """Every fault of the REST surface, operation by operation."""
    for operation in spec.operations.values():
        pointer = _pointer(operation)
        record = spec.openapi["paths"][operation.path][operation.method.lower()]
        yield from _of_query(operation, pointer)
        yield from _of_body(operation, pointer)
        yield from _of_answers(spec, operation, pointer, record)
        yield from _of_statuses(operation, pointer)


def _pointer(operation: Operation) -> str:
    path = operation.path.replace("~", "~0").replace("/", "~1")
    return f"#/paths/{path}/{operation.method.lower()}"


def _of_query(operation: Operation, pointer: str) -> Iterator[GeneratedFault]:
    for parameter in operation.parameters:
        if parameter["in"] != "query":
            continue
        name, schema = parameter["name"], parameter["schema"]
        required = parameter.get("required", False)
        for place in places(schema, f"{pointer}/parameters/{name}", (name,), required=required):
            for misreading in misreadings(place, TEXT):
                yield misread(operation.id, place, misreading, QUERY)


def _of_body(operation: Operation, pointer: str) -> Iterator[GeneratedFault]:
    if operation.request_schema is None:
        return
    form = operation.request_media_type != _JSON
    for place in places(operation.request_schema, f"{pointer}/requestBody"):
        if form and (not _is_field(place) or place.schema.get("format") == "binary"):
            continue  # a form is flat, and its file is no text
        for misreading in misreadings(place, TEXT if form else JSON):
            yield misread(operation.id, place, misreading, FORM if form else BODY)


def _is_field(place: Place) -> bool:
    return len(place.steps) == 1 or place.steps[1:] == (EACH,)


def misread(
    operation: str, place: Place, misreading: Misreading, part: str, message: str = ""
) -> GeneratedFault:
    """The fault of a server that misreads requests, or messages, in this way."""
    return _at(operation, REQUEST, place, misreading, part, message, misreading.summary)


def misanswered(
    operation: str, place: Place, wrong: Misanswering, part: str, message: str = ""
) -> GeneratedFault:
    """The fault of a server that answers wrongly, or sends a wrong message, in this way."""
    summary = f"{message}: {wrong.summary}" if message else wrong.summary
    return _at(operation, ANSWER, place, wrong, part, message, summary)


def _at(
    operation: str,
    side: str,
    place: Place,
    wrong: Misreading | Misanswering,
    part: str,
    message: str,
    summary: str,
) -> GeneratedFault:
    where = f"{message}." if message else ""
    return GeneratedFault(
        name=named(f"{operation}.{side}.{where}{place.path or 'body'}.{wrong.rule}-{wrong.how}"),
        operations=(operation,),
        place=place.pointer,
        rule=wrong.rule,
        side=side,
        part=part,
        summary=summary,
        change=wrong.change,
        message=message,
    )


def _of_answers(
    spec: Spec, operation: Operation, pointer: str, record: Mapping[str, Any]
) -> Iterator[GeneratedFault]:
    known: set[str] = set()
    for status in operation.success:
        content = record["responses"][str(status)].get("content", {}).get(_JSON)
        if content is None:
            continue
        reference = content["schema"].get("$ref", "")
        if reference in known:  # the same answer under another status
            continue
        known.add(reference)
        schema = resolved(spec.openapi, reference) if reference else content["schema"]
        for place in places(schema, reference or f"{pointer}/responses/{status}"):
            for wrong in misanswerings(place):
                yield misanswered(operation.id, place, wrong, BODY)
    if known:
        yield GeneratedFault(
            name=named(f"{operation.id}.{ANSWER}.media-type"),
            operations=(operation.id,),
            place=f"{pointer}/responses/{operation.success[0]}/content",
            rule="media type",
            side=ANSWER,
            part=MEDIA_TYPE,
            summary="What is JSON is called plain text.",
        )


def _of_statuses(operation: Operation, pointer: str) -> Iterator[GeneratedFault]:
    for status in operation.success:
        yield _status(operation, pointer, status, _OTHER_SUCCESS)
    # Only where nothing else is documented for the same rule: else the other status may be the one that is answered.
    refusals = [statuses for rule, statuses in operation.refusals.items() if rule not in _ELSEWHERE]
    for status in sorted({statuses[0] for statuses in refusals if len(statuses) == 1}):
        yield _status(operation, pointer, status, OTHER_REFUSAL)
        yield _status(operation, pointer, status, operation.success[0])


def _status(operation: Operation, pointer: str, status: int, instead: int) -> GeneratedFault:
    let_through = status not in _SUCCESS and instead in _SUCCESS
    how = "accepted" if let_through else f"answered-{instead}"
    return GeneratedFault(
        name=named(f"{operation.id}.{ANSWER}.status.{status}-{how}"),
        operations=(operation.id,),
        place=f"{pointer}/responses/{status}",
        rule="status",
        side=ANSWER,
        part=STATUS,
        summary=f"What is answered with {status} is answered with {instead}"
        + (" and an empty object." if let_through else "."),
        statuses=(status, instead),
    )


def named(text: str) -> str:
    """A name that a shell takes as it is."""
    return re.sub(r"[^A-Za-z0-9._:-]+", "_", text)
