"""What this package adds to Schemathesis: its monitors as checks, its media, another team, and cleaning up.

The one module for both ways to run it: the family of checks imports it, and so does the plain command line with
`SCHEMATHESIS_HOOKS=conformance.fuzzing.hooks`. A second team's key is taken from `XAI_SECOND_API_KEY`.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import requests
import schemathesis
from schemathesis.core.failures import Failure

import specs
from conformance.fuzzing.made import made_by, way_to_delete
from conformance.fuzzing.media import register
from conformance.monitors import Monitor, monitors
from conformance.targets.exchange import Exchange
from specs import Operation

#: Reads of one object, which are nobody else's.
PRIVATE = frozenset(
    {"retrieveFile", "retrieveFileContent", "retrieveCustomVoice", "retrieveCustomVoiceAudio", "getVideo"}
)
#: Delete at the end what was created; the family of checks has a ledger for that, and says no.
cleaning = True
#: The second team's key, if there is one.
second_key = os.environ.get("XAI_SECOND_API_KEY", "")


class Broken(Failure):
    """A requirement of the catalogue is broken; the title is its id."""

    kind_title = "A documented promise is broken"

    @property
    def _unique_key(self) -> str:
        return self.title


def operation_of(case: Any) -> Operation | None:
    """The documented operation of a case; none for a method that no document has."""
    operation = specs.load().operations.get(case.operation.definition.raw.get("operationId", ""))
    return operation if operation is not None and operation.method == case.method.upper() else None


def exchange_of(response: Any, operation: str) -> Exchange:
    """A request and its answer, as the monitors read it."""
    request = response.request
    body = request.body.encode() if isinstance(request.body, str) else request.body
    return Exchange(
        operation=operation,
        identity="",
        method=request.method,
        url=request.url,
        request_headers=dict(request.headers),
        content=(lambda: [body]) if isinstance(body, bytes) else None,
        status=response.status_code,
        response_headers={name: ", ".join(values) for name, values in response.headers.items()},
        response_body=response.content,
    )


def _check(monitor: Monitor) -> Callable[[Any, Any, Any], bool | None]:
    def check(context: Any, response: Any, case: Any) -> bool | None:  # noqa: ARG001 - the form of a check
        operation = operation_of(case)
        if operation is None:
            return None
        exchange = exchange_of(response, operation.id)
        if not monitor.concerns(exchange, operation):
            return None
        sentence = monitor.judge(exchange, operation)
        if sentence is not None:
            raise Broken(operation=case.operation.label, title=monitor.requirement, message=sentence)
        return None

    check.__name__ = check.__qualname__ = monitor.requirement.replace(".", "_").replace("-", "_")
    return check


def other_team(context: Any, response: Any, case: Any) -> bool | None:
    """What one team has made is nothing to another."""
    operation = operation_of(case)
    if not second_key or operation is None or operation.id not in PRIVATE or response.status_code // 100 != 2:
        return None
    if response.request.headers.get("Authorization") == f"Bearer {second_key}":
        return None
    again = case.operation.Case(path_parameters=dict(case.path_parameters))
    theirs = _also(context, case, again, {"Authorization": f"Bearer {second_key}"})
    if theirs.status_code // 100 == 2:
        message = f"{operation.id} answers {theirs.status_code} to another team's key, as to the owner's"
        requirement = REQUIREMENT_OF_READS[operation.id]
        raise Broken(operation=case.operation.label, title=requirement, message=message, case_id=again.id)
    return None


def gone(context: Any, response: Any, case: Any) -> bool | None:
    """What has been deleted is not there any more."""
    operation = operation_of(case)
    reads = READS_OF.get("" if operation is None else operation.id)
    if reads is None or response.status_code // 100 != 2:
        return None
    headers = {"Authorization": response.request.headers.get("Authorization", "")}
    for read, requirement in reads.items():
        path = specs.load().operations[read].path
        again = case.operation.schema[path]["GET"].Case(path_parameters=dict(case.path_parameters))
        answer = _also(context, case, again, headers)
        if answer.status_code // 100 == 2:
            message = f"{read} answered {answer.status_code} after the deletion"
            raise Broken(operation=case.operation.label, title=requirement, message=message, case_id=again.id)
    return None


#: Deletion → what can be read before it alone, and the requirement that says so.
READS_OF = {
    "deleteFile": {"retrieveFile": "files.delete.gone", "retrieveFileContent": "files.delete.gone"},
    "deleteCustomVoice": {"retrieveCustomVoice": "voices.delete.gone"},
}
#: Read → the requirement that says whose it is.
REQUIREMENT_OF_READS = {
    "retrieveFile": "access.team.read",
    "retrieveFileContent": "access.team.read",
    "retrieveCustomVoice": "voices.team.get",
    "retrieveCustomVoiceAudio": "voices.team.audio",
    "getVideo": "access.team.videos",
}


def _also(context: Any, case: Any, again: Any, headers: dict[str, str]) -> Any:
    """Send a case that follows from another, and keep it beside that."""
    context.internals.record_case(parent_id=case.id, case=again)
    session = (context.internals.transport_kwargs or {}).get("session")
    answer = again.call(headers=headers, session=session)
    context.internals.record_response(case_id=again.id, response=answer)
    return answer


class Cleaning:
    """Deletes at the end what was created."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], tuple[str, dict[str, str]]] = {}

    def after_response(self, context: Any, response: Any, case: Any) -> None:  # noqa: ARG002 - the form of a check
        """Remember what a request has created, and with which key."""
        operation = operation_of(case)
        if not cleaning or operation is None or response.status_code // 100 != 2:
            return
        parts = urlsplit(response.request.url)
        key = {"Authorization": response.request.headers.get("Authorization", "")}
        for made in made_by(operation.id, response.content):
            self._made[made] = f"{parts.scheme}://{parts.netloc}{way_to_delete(*made)}", key

    def after_run(self, *_: Any) -> None:
        """Delete it."""
        for url, key in self._made.values():
            with contextlib.suppress(requests.RequestException):
                requests.delete(url, headers=key, timeout=30)


for _monitor in monitors(specs.load()):
    schemathesis.check(_check(_monitor))
schemathesis.check(other_team)
schemathesis.check(gone)
schemathesis.check(Cleaning)
register()
