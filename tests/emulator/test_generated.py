"""Generated faults: every constraint of the specs has one, found here by another walk than theirs."""

from __future__ import annotations

import dataclasses
import fnmatch
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

import pytest

import specs
from conformance.emulator.faults import FAULTS, UnknownFault, behaviour, summary
from conformance.emulator.generated import GeneratedFault, generated, no_faults
from conformance.emulator.generated.deriving import of_operations
from conformance.emulator.generated.explained import EXPLAINED, explanation
from conformance.emulator.generated.silent import OBSERVED, is_silent
from conformance.emulator.generated.talking import of_sockets
from specs.pointers import follow

SPEC = specs.load()
ALL = generated()
_BOUNDS = ("minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems")
_KEYWORDS = (*_BOUNDS, "type", "enum", "const", "pattern", "format")
_TEXTUAL = ("query", "path", "multipart/form-data")


class Constraint(NamedTuple):
    """A keyword at a place of a message: `carrier` is a media type, or where a parameter stands."""

    operation: str
    side: str
    carrier: str
    path: str
    rule: str
    schema: Mapping[str, Any]


def _walk(document, schema, path=()) -> Iterator[tuple[tuple[str, ...], str, Mapping[str, Any]]]:
    """Every keyword that a schema has, at every depth, by the path of names that leads there."""
    schema = _plain(document, schema)
    properties = schema.get("properties", {})
    wanted = [name for name in schema.get("required", ()) if name in properties]
    yield from (((*path, name), "required", _plain(document, properties[name])) for name in wanted)
    if any(set(each) == {"required"} for each in schema.get("oneOf", ())):
        yield path, "oneOf", schema
    yield from ((path, rule, schema) for rule in _KEYWORDS if rule in schema)
    for name, inner in properties.items():
        yield from _walk(document, inner, (*path, name))
    if "items" in schema:
        yield from _walk(document, schema["items"], (*path, "each"))
    for each in (*schema.get("anyOf", ()), *schema.get("oneOf", ())):
        if set(each) != {"required"}:
            yield from _walk(document, each, path)


def _plain(document, schema):
    while "$ref" in schema:
        schema = follow(document, schema["$ref"])
    return schema


def _of_rest() -> Iterator[Constraint]:
    methods = ("get", "post", "put", "patch", "delete")
    for item in SPEC.openapi["paths"].values():
        for record in (item[method] for method in methods if method in item):
            yield from _of_request(item, record)
            yield from _of_answers(record)


def _of_request(item, record) -> Iterator[Constraint]:
    document, operation = SPEC.openapi, record["operationId"]
    for parameter in (*item.get("parameters", ()), *record.get("parameters", ())):
        plain = _plain(document, parameter)
        for path, rule, schema in _walk(document, plain["schema"], (plain["name"],)):
            yield Constraint(operation, "request", plain["in"], ".".join(path), rule, schema)
    for kind, content in record.get("requestBody", {}).get("content", {}).items():
        whole = _plain(document, {"$ref": content["schema"]["$ref"]})  # what narrows it binds nobody
        for path, rule, schema in _walk(document, whole):
            yield Constraint(operation, "request", kind, ".".join(path), rule, schema)


def _of_answers(record) -> Iterator[Constraint]:
    document, operation = SPEC.openapi, record["operationId"]
    for status, answer in record["responses"].items():
        content = _plain(document, answer).get("content", {}).get("application/json")
        if status.startswith("2") and content:
            for path, rule, schema in _walk(document, content["schema"]):
                yield Constraint(operation, "answer", "application/json", ".".join(path), rule, schema)


def _of_sockets() -> Iterator[Constraint]:
    for socket in SPEC.sockets.values():
        document, name = SPEC.asyncapi[socket.id], f"{socket.id}-socket"
        for parameter in socket.parameters:
            for path, rule, schema in _walk(document, parameter["schema"], (parameter["name"],)):
                yield Constraint(name, "request", "query", ".".join(path), rule, schema)
        for message in socket.messages.values():
            side = "request" if message.direction == "sent" else "answer"
            for path, rule, schema in () if message.binary else _walk(document, message.schema):
                yield Constraint(name, side, "message", f"{message.name}.{'.'.join(path)}", rule, schema)


def _without_fault(constraint: Constraint) -> str:
    """Why a constraint cannot have a fault of its own; empty where it has to have one."""
    operation, side, carrier, path, rule, schema = constraint
    types = schema.get("type", ())
    types = (types,) if isinstance(types, str) else tuple(types)
    if schema.get("format") == "binary" or "contentMediaType" in schema:
        return "bytes are neither made nor changed"
    if side == "request" and rule == "type" and carrier in _TEXTUAL and {"string", "array"} & {*types}:
        return "a field is a text, and a list of fields is one"
    if side == "request" and rule == "type" and carrier == "multipart/form-data" and not path:
        return "a form is a form"
    if side == "request" and rule == "type" and "enum" in schema:
        return "what is of another type is not listed either"
    if side == "request" and rule == "required" and {"object"} == {*types}:
        return "there is nothing to put into its place"
    if (
        side == "request"
        and rule == "type"
        and operation in ("editVideo", "extendVideo")
        and path in ("", "video")
    ):
        return "there is nothing to put into its place"
    if side == "request" and rule == "type" and not path and schema.get("required"):
        return "without its fields it is refused all the same"
    if side == "request" and rule == "format" and schema["format"] == "uri":
        return "what is no address cannot be fetched, whatever a server takes it for"
    if side == "request" and carrier == "message" and path.endswith((".type", ".")):
        return "a message of another type is another message"
    return ""


CONSTRAINTS = [*_of_rest(), *_of_sockets()]


def _missing() -> list[str]:
    """Constraints that have to have a fault and have none, as sentences."""
    derived = {
        (operation, fault.side, fault.rule, _path(fault))
        for fault in ALL.values()
        for operation in fault.operations
    }
    return [
        f"{each.operation}: {each.side}, {each.carrier}, {each.path or 'body'}: {each.rule}"
        for each in CONSTRAINTS
        if (each.operation, each.side, each.rule, _shelled(each.path)) not in derived
        and not _without_fault(each)
        and not _is_observed(each)
    ]


def _is_observed(constraint: Constraint) -> bool:
    """Whether no source says that what breaks the constraint is refused."""
    start = f"{constraint.operation}.request.{_shelled(constraint.path) or 'body'}.{constraint.rule}"
    return constraint.side == "request" and is_silent(SPEC, f"{start}-let-through")


def _shelled(path: str) -> str:
    return re.sub(r"[^\w.:-]+", "_", path)


def _path(fault: GeneratedFault) -> str:
    """The path in a fault's name, between side and rule."""
    tail = fault.name.split(f".{fault.side}.", 1)[1]
    path = tail.partition(f".{fault.rule}-")[0]
    return path.removesuffix("body")


def test_every_constraint_of_the_specs_has_a_fault():
    """Bound, enum, type, required field: on both sides, of operations and of sockets."""
    assert len(CONSTRAINTS) > 500
    assert _missing() == []


def test_every_constraint_without_a_fault_has_a_reason_that_is_rare():
    """Otherwise the reasons would swallow what they should not."""
    reasons = Counter(filter(None, map(_without_fault, CONSTRAINTS)))

    assert sum(reasons.values()) < len(CONSTRAINTS) / 7, reasons


def test_every_bound_of_a_request_has_one_within_and_one_beyond():
    """The bound itself is refused, or what is beyond it is let through."""
    for each in CONSTRAINTS:
        if each.side == "request" and each.rule in _BOUNDS and each.carrier != "message":
            start = f"{each.operation}.request.{_shelled(each.path)}.{each.rule}"
            assert f"{start}-refused" in ALL or is_silent(SPEC, f"{start}-refused"), each
            assert f"{start}-let-through" in ALL or each.rule == "minItems" or _is_observed(each), each


def test_every_listed_value_of_a_request_has_a_fault_that_refuses_it():
    """One for each value, since each is promised; but for those of which it is only observed what becomes of them."""
    for each in CONSTRAINTS:
        if each.side == "request" and each.rule == "enum" and each.carrier != "message":
            for value in each.schema["enum"]:
                name = f"{each.operation}.request.{_shelled(each.path)}.enum-refused.{value}"
                assert _shelled(name) in ALL or is_silent(SPEC, name)


def test_every_status_that_is_certain_has_a_fault():
    """Successes, and refusals of which a rule names just one status."""
    for operation in SPEC.operations.values():
        wrong = {f.statuses[0] for f in ALL.values() if operation.id in f.operations and f.part == "status"}
        certain = {
            statuses[0]
            for rule, statuses in operation.refusals.items()
            if len(statuses) == 1 and rule not in ("unknown-path", "wrong-method")
        }
        assert wrong == certain | {*operation.success}


def test_no_status_is_changed_to_one_that_the_docs_name():
    """Nor to one that would be right for another rule."""
    for fault in ALL.values():
        before, after = fault.statuses
        if before >= 400 and after >= 400:
            named = {
                status
                for operation in SPEC.operations.values()
                for each in operation.refusals.values()
                for status in each
            }
            assert after not in named


def test_every_message_of_a_server_may_be_left_out_or_come_twice():
    """The automaton has a fault for each event."""
    for socket in SPEC.sockets.values():
        received = {m.name for m in socket.messages.values() if m.direction == "received"}
        every = (*ALL.values(), *no_faults().values())
        found = [f for f in every if f"{socket.id}-socket" in f.operations and f.rule == "protocol"]
        assert Counter(f.message for f in found) == dict.fromkeys(received, 2)


def test_names_are_unique_and_speak_to_a_shell():
    """Nothing in them has to be quoted, and none is the name of a written fault."""
    assert all(re.fullmatch(r"[A-Za-z0-9._:-]+", name) for name in ALL)
    assert all(fault.name == name for name, fault in ALL.items())
    assert not {*ALL} & {*FAULTS}


def test_places_are_in_the_specs():
    """Whoever reads a fault can look up what it is derived from."""
    for fault in ALL.values():
        operation = fault.operations[0]
        document = SPEC.asyncapi.get(operation.removesuffix("-socket"), SPEC.openapi)
        pointer = fault.place.partition("/requestBody")[0].partition("/parameters/")[0]
        if pointer.startswith("#/channels/"):
            pointer = pointer.partition("/items")[0]
        assert follow(document, _shared(pointer)) is not None, fault.name


def _shared(pointer: str) -> str:
    """The pointer as far as no reference has to be followed."""
    return "/".join(pointer.split("/")[:4])


def test_counts_by_side_and_rule(snapshot):
    """A change of the specs changes these, and the diff says how many faults came or went."""
    counts = Counter(f"{fault.side}, {fault.part}: {fault.rule}" for fault in ALL.values())

    assert [f"{counts[kind]:4} {kind}" for kind in sorted(counts)] == snapshot


def test_they_are_derived_in_the_same_order_each_time():
    """Shards and reports rest on it."""
    generated.cache_clear()
    try:
        assert [*generated()] == [*ALL]
    finally:
        generated.cache_clear()


def test_summaries_are_sentences():
    """Short ones, of which a list has one a line."""
    for fault in ALL.values():
        assert summary(fault.name) == fault.summary
        assert fault.summary.endswith(".")
        assert "\n" not in fault.summary


def test_what_is_no_fault_is_observed():
    """Each pattern is of a constraint that there is, and its requirement fails nobody; else it would hide faults."""
    derived = [fault.name for fault in (*of_operations(SPEC), *of_sockets(SPEC))]
    for pattern, requirement in OBSERVED.items():
        assert SPEC.requirements[requirement].level == "OBSERVE", pattern
        assert any(fnmatch.fnmatchcase(name, pattern) for name in derived), pattern
        assert not any(fnmatch.fnmatchcase(name, pattern) for name in ALL), pattern


def test_what_is_no_fault_becomes_one_when_its_requirement_binds():
    """Nothing has to be remembered then."""
    pattern, requirement = next(iter(OBSERVED.items()))
    firm = dataclasses.replace(SPEC.requirements[requirement], level=specs.Level.MUST)
    changed = dataclasses.replace(SPEC, requirements={**SPEC.requirements, requirement: firm})
    name = pattern.replace("*", "minimum")

    assert is_silent(SPEC, name)
    assert not is_silent(changed, name)


def test_every_explanation_is_of_a_fault():
    """What explains nothing any more has to go."""
    for pattern, why in EXPLAINED.items():
        assert any(explanation(name) == why for name in ALL), pattern
        assert why


def test_a_name_that_is_nearly_right_is_answered_with_the_right_one():
    """Generated and written ones alike."""
    with pytest.raises(
        UnknownFault, match=re.escape("createPublicUrl.request.expires_after.minimum-refused")
    ):
        behaviour(["createPublicUrl.request.expires_after.minimum-refuse"])
    with pytest.raises(UnknownFault, match="walk-skips"):
        behaviour(["walk-skip"])


def test_a_generated_fault_changes_no_behaviour():
    """It stands between server and emulator, which knows nothing of it."""
    assert behaviour([next(iter(ALL))]) == behaviour([])
