"""Judges a finding again: its requests are sent once more, and the last answer is looked at as it was then."""

from __future__ import annotations

import json
from collections.abc import Sequence

import specs
from conformance.fuzzing.carrying import Carrier
from conformance.fuzzing.concerns import knows_no
from conformance.fuzzing.findings import ACCEPTED, KEYLESS, METHOD, OURS, is_free
from conformance.fuzzing.late import came_to_nothing, is_judged_later
from conformance.fuzzing.messages import Answered, Asked
from conformance.fuzzing.trails import Packed, Step, Trail, renamed
from conformance.fuzzing.violations import broken_by
from conformance.monitors import monitors
from conformance.outcomes import Untestable
from conformance.targets.exchange import Exchange
from conformance.targets.target import PREREQUISITES, Target
from specs import Operation
from specs.pointers import follow

#: What Schemathesis says of a resource that was deleted, or just created.
_STILL_THERE, _NOT_THERE = "ST301", "ST302"
#: What the codes begin with that are about an answer by itself.
_ANSWERS = "ST1"


def again(trail: Trail, requirement: str, target: Target) -> str | None:
    """What is wrong with the last answer, in a sentence, or `None`: `requirement` is kept now.

    Raises:
        Untestable: the trail leads elsewhere, since a request before the last is answered in another way.
        NoVerdict, BudgetSpent: as for `HttpTransport.send`.
    """
    exchange = list(_sent(trail.steps, target))[-1]
    operation = specs.load().operations[exchange.operation]
    status = exchange.status or 0
    said = f"{operation.id} answered {status}"
    accepted = status // 100 == 2
    if trail.code == OURS:
        return _ours(requirement, exchange, operation)
    if trail.code.startswith(_ANSWERS):
        return _theirs(trail.code, exchange, operation)
    if trail.code == ACCEPTED:
        broken = accepted and broken_by(operation, exchange) == requirement
        if broken and is_judged_later(requirement) and came_to_nothing(target, exchange):
            return None
        return f"{said}, although what was sent breaks its schema" if broken else None
    if trail.code == METHOD:
        refused = knows_no(operation, status) or status in operation.refusals.get("unauthenticated", ())
        return None if refused else f"{exchange.method} on the path of {said}"
    if trail.code == _NOT_THERE:
        return f"{said} for what had just been created" if 400 <= status < 500 else None
    if trail.code == _STILL_THERE:
        return f"{said} after the deletion" if accepted else None
    if trail.code == KEYLESS:
        return (
            f"{said} {'without a' if exchange.identity == 'none' else 'to a wrong'} key" if accepted else None
        )
    raise Untestable(f"nobody can judge a finding of the kind {trail.code} by itself")


def _sent(steps: Sequence[Step], target: Target) -> Sequence[Exchange]:
    """Send the steps one after the other, with what answers make now in the place of what they made then."""
    carrier = Carrier(target.transport)
    names: dict[str, str] = {}
    exchanges: list[Exchange] = []
    for number, step in enumerate(steps, 1):
        exchange = carrier.carry(_asked(renamed(step, names), target))
        exchanges.append(exchange)
        if number == len(steps):
            break
        where = f"request {number} of {len(steps)} ({exchange.operation})"
        if (exchange.status or 0) // 100 != (step.status or 0) // 100:
            raise Untestable(f"{where} is answered with {exchange.status}, where it had been {step.status}")
        for text, place in step.made.items():
            if (made := _at(exchange, place)) is None:
                raise Untestable(f"the answer to {where} has nothing at {place}, which is needed later")
            names[text] = made
    return exchanges


def _asked(step: Step, target: Target) -> Asked:
    headers = dict(step.headers)
    if step.key is not None:
        if step.key not in target.transport.keys:
            raise Untestable(f"needs {PREREQUISITES['second-team']}")
        headers["Authorization"] = f"Bearer {target.transport.keys[step.key]}"
    body = step.body.read() if isinstance(step.body, Packed) else step.body
    return Asked("", step.method, f"{target.profile.base_url}{step.path}", headers, body)


def _at(exchange: Exchange, place: str) -> str | None:
    """The text at `place` of an answer."""
    try:
        found = follow(json.loads(exchange.response_body or b""), place)
    except (ValueError, RecursionError, KeyError):
        return None
    return found if isinstance(found, str) else None


def _ours(requirement: str, exchange: Exchange, operation: Operation) -> str | None:
    """What the monitor of `requirement` says; where there is none, nobody may have what was asked for."""
    if exchange.method != operation.method:
        return None
    of_it = [monitor for monitor in monitors(specs.load()) if monitor.requirement == requirement]
    for monitor in of_it:
        if monitor.concerns(exchange, operation) and (sentence := monitor.judge(exchange, operation)):
            return sentence
    if not of_it and (exchange.status or 0) // 100 == 2:
        return f"{operation.id} answered {exchange.status}, where it had to refuse"
    return None


def _theirs(code: str, exchange: Exchange, operation: Operation) -> str | None:
    """What Schemathesis says of an answer by itself."""
    if is_free(code, exchange):
        return None
    import requests
    import schemathesis
    from schemathesis.checks import not_a_server_error
    from schemathesis.core.failures import FailureGroup
    from schemathesis.specs.openapi import checks

    from conformance.fuzzing.adapter import Adapter
    from conformance.fuzzing.scenarios import SCHEMA

    request = requests.Request(exchange.method, exchange.url).prepare()
    answer = Answered(
        exchange.status or 0, exchange.response_headers, exchange.response_body or b"", exchange.seconds
    )
    response = Adapter(lambda _: answer).response(request, answer)
    case = schemathesis.openapi.from_path(SCHEMA)[operation.path][operation.method].Case()
    try:
        case.validate_response(
            response,
            checks=[
                not_a_server_error,
                checks.status_code_conformance,
                checks.content_type_conformance,
                checks.response_headers_conformance,
                checks.response_schema_conformance,
            ],
        )
    except FailureGroup as group:
        for failure in group.exceptions:
            if getattr(failure, "code", "") == code:
                return f"{operation.id}: {' '.join(str(failure).split())[:300]}"
    return None
