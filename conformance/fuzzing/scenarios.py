"""One run of Schemathesis: every case is asked for, and of every scenario is told what failed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any, cast

import specs
from conformance.fuzzing.messages import Answered, Asked, Failed, Job, Refused, Scenario, Trouble

SCHEMA = Path(specs.__file__).parent / "openapi.yaml"
#: A value that is right for a field, in our specification.
_EXAMPLE = "x-example"
#: Methods that are tried where no document has them; none that could harm what is there.
_METHODS = ("put", "patch")
#: Methods that leave a thing where it is.
_KEEPING = frozenset({"get", "post", "patch"})
#: Of the examples of a run so many go to one operation: there are several phases, and other checks beside them.
_SHARE = 4
#: The code of what our own judges say.
OURS = "ST901"
#: What the codes begin with that are about an answer by itself.
ANSWERS = "ST1"


def scenarios(job: Job, ask: Callable[[Asked], Answered | Refused]) -> Iterator[Scenario | Trouble]:
    """Run every phase over every operation; `ask` carries the requests."""
    os.environ.pop("SCHEMATHESIS_HOOKS", None)
    import schemathesis
    from schemathesis.config import SchemathesisConfig
    from schemathesis.engine import events, from_schema

    from conformance.fuzzing import hooks
    from conformance.fuzzing.adapter import Adapter

    hooks.cleaning = False
    hooks.second_key = job.second_key
    config = SchemathesisConfig.from_dict(_settings(job))
    document = _with_known(_with_examples(specs.load().openapi), job.known)
    schema = schemathesis.openapi.from_dict(document, config=config)
    if job.left_out:
        schema = cast("Any", schema.exclude(operation_id=list(job.left_out)))
    with _carried_by(Adapter(ask)):
        for event in from_schema(schema).execute():
            if isinstance(event, events.FatalError):
                raise event.exception
            if isinstance(event, events.NonFatalError):
                yield Trouble(f"{event.label}: {type(event.value).__name__}: {event.value}")
            if isinstance(event, events.ScenarioFinished):
                recorder = event.recorder
                yield Scenario(tuple(recorder.cases), len(recorder.interactions), tuple(_failed(recorder)))


def _settings(job: Job) -> dict[str, Any]:
    share = max(1, job.examples // _SHARE)
    return {
        "seed": job.seed,
        # What was found first at an operation must not hide what comes after it.
        "continue-on-failure": True,
        "base-url": job.base_url,
        "headers": {"Authorization": f"Bearer {job.key}"},
        "request-timeout": job.timeout,
        "generation": {"max-examples": share, "database": "none"},
        "phases": {
            "examples": {"enabled": job.by_itself},
            "coverage": {"enabled": job.by_itself, "unexpected-methods": list(_METHODS)},
            "fuzzing": {"enabled": job.by_itself and bool(job.examples)},
            "stateful": {
                "enabled": job.lives and bool(job.examples),
                "generation": {"max-examples": max(1, job.examples)},
            },
        },
        "output": {"sanitization": {"enabled": False}},
    }


@contextlib.contextmanager
def _carried_by(adapter: Any) -> Iterator[None]:
    """Have every session of Schemathesis send through `adapter`, those of its own probes included."""
    from schemathesis.transport.requests import SameHostRedirectsSession

    sessions: Any = SameHostRedirectsSession
    sessions.get_adapter = lambda *_, **__: adapter
    try:
        yield
    finally:
        del sessions.get_adapter


def _failed(recorder: Any) -> Iterator[Failed]:
    for case_id, checks in recorder.checks.items():
        failures = [check.failure_info.failure for check in checks if check.failure_info is not None]
        # Where one of our own judges has something to say, others say the same of the same answer.
        ours = any(failure.code == OURS for failure in failures)
        for failure in failures:
            if ours and failure.code.startswith(ANSWERS):
                continue
            definition = recorder.cases[case_id].value.operation.definition.raw
            led = recorder.iter_chain_cases(
                case_id=failure.case_id or case_id, related_case_ids=failure.related_case_ids()
            )
            yield Failed(
                code=failure.code,
                title=str(failure.title),
                message=str(failure.message),
                operation=definition.get("operationId", ""),
                cases=tuple(case.id for case in led),
            )


def _with_examples(document: Any) -> Any:
    """The specification with examples of what has to be right in a request for the rest of it to be looked at.

    There they have a name of ours, so that the plain command line does not see them. It would take it for a fault that
    a server reads null as nothing; here findings have requirements, and that one has none.
    """
    if isinstance(document, Mapping):
        shown = {name: _with_examples(value) for name, value in document.items() if name != _EXAMPLE}
        return {**shown, "examples": [document[_EXAMPLE]]} if _EXAMPLE in document else shown
    return [_with_examples(value) for value in document] if isinstance(document, list) else document


def _with_known(document: Any, known: Mapping[str, str]) -> Any:
    """The specification with something that is there as the example of a parameter that names it.

    Else what is asked of one thing alone would be answered with 404 whatever the rest of the request is. A deletion
    gets none, so that what is known stays.
    """
    if not known:
        return document
    for path, item in document["paths"].items():
        shown = [
            {"name": name, "in": "path", "required": True, "schema": {"type": "string"}, "example": id_}
            for name, id_ in known.items()
            if f"{{{name}}}" in path
        ]
        for method in (_KEEPING & item.keys()) if shown else ():
            item[method]["parameters"] = [*item[method].get("parameters", ()), *shown]
    return document
