"""The event stream of a run, read: one frozen value a line.

`events.schema.json`, beside this file, defines the lines and is held against every one of them.
"""

from __future__ import annotations

import functools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeAlias

from reports.bodies import Body, body
from reports.driver import Driver, Program
from reports.transcripts import Transcript, transcripts
from reports.usage import Generated, Usage
from specs.model import Level

SCHEMA = Path(__file__).with_name("events.schema.json")


class EventError(Exception):
    """A line of an event stream is not an event; the message names file, line and place."""


class Verdict(StrEnum):
    """What a check, or a requirement, comes to."""

    CONFORMS = "conforms"
    DEVIATES = "deviates"
    OBSERVED = "observed"
    UNTESTABLE = "untestable"
    DEFERRED = "deferred"
    ERROR = "error"


class Blame(StrEnum):
    """To whom a deviation points."""

    SERVICE = "service"
    SDK = "sdk"
    DRIVER = "driver"
    DOCUMENTATION = "documentation"
    SUITE = "suite"


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """What was judged. An `embedded` target is the package's own emulator, gone when the run ends."""

    name: str
    base_url: str
    embedded: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One part of a multipart body."""

    name: str
    filename: str | None
    content_type: str | None
    body: Body


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One request and its answer; `status` is None and `error` says why when no answer came.

    API keys stand in it as `$XAI_API_KEY` and `$XAI_SECOND_API_KEY`. `form` holds the parts of a body that
    is well-formed multipart.
    """

    operation: str
    identity: str
    method: str
    url: str
    request_headers: Mapping[str, str]
    request_body: Body | None
    form: tuple[Part, ...] | None
    status: int | None
    response_headers: Mapping[str, str]
    response_body: Body | None
    seconds: float
    error: str | None

    def as_json(self) -> dict[str, Any]:
        """The exchange as an event holds it."""
        return {
            "operation": self.operation,
            "identity": self.identity,
            "method": self.method,
            "url": self.url,
            "request_headers": dict(self.request_headers),
            "request_body": self.request_body and self.request_body.as_json(),
            "form": None if self.form is None else [_part_as_json(part) for part in self.form],
            "status": self.status,
            "response_headers": dict(self.response_headers),
            "response_body": self.response_body and self.response_body.as_json(),
            "seconds": self.seconds,
            "error": self.error,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Counterexample:
    """The smallest input that shows a deviation, as Python.

    `kind` is "arguments" (`source` is what stands between the parentheses of a call) or "program".
    """

    kind: str
    source: str
    imports: tuple[str, ...]

    def as_json(self) -> dict[str, Any]:
        """The counterexample as an event holds it."""
        return {"kind": self.kind, "source": self.source, "imports": list(self.imports)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Observation:
    """What was seen where the docs are silent; `value` is JSON."""

    what: str
    value: Any


@dataclass(frozen=True, slots=True, kw_only=True)
class RunStarted:
    """What a run judges, and which requirements are in scope. `time` is in Unix seconds, as everywhere.

    In a `lean` run somebody pays for what is generated, and no more is than decides the requirements.
    """

    time: float
    run: str
    version: str
    target: Target
    spec: str
    seed: int
    examples: int
    areas: tuple[str, ...]
    levels: tuple[Level, ...]
    requirements: tuple[str, ...]
    lean: bool = False
    driver: Driver | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckStarted:
    """A check begins."""

    time: float
    check: str
    requirement: str
    worker: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckFinished:
    """A check has its outcome. `exchanges` and `transcripts` are those of the failing example.

    `rule` is the one that the failing input breaks, where it breaks one; `requests` were sent by then, in all.
    `program` is what the failing example did, in the language of the SDK that was judged. It is not `offered` where
    that SDK has no such operation, argument or result.
    """

    time: float
    check: str
    requirement: str
    worker: str
    outcome: Verdict
    message: str
    counterexample: Counterexample | None
    blame: Blame | None
    observations: tuple[Observation, ...]
    exchanges: tuple[Exchange, ...]
    examples: int
    seconds: float
    transcripts: tuple[Transcript, ...] = ()
    rule: str | None = None
    requests: int | None = None
    program: Program | None = None
    offered: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class CleanedUp:
    """A worker has deleted what it created; `left` are ids of files and voices that are still there."""

    time: float
    worker: str
    created: int
    deleted: int
    left: tuple[str, ...]
    message: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Used:
    """What a worker asked of the target in all."""

    time: float
    worker: str
    usage: Usage


@dataclass(frozen=True, slots=True, kw_only=True)
class RunFinished:
    """The run is over; `complete` when its plan ran to the end."""

    time: float
    interrupted: bool
    complete: bool
    seconds: float


Event: TypeAlias = RunStarted | CheckStarted | CheckFinished | CleanedUp | Used | RunFinished


def read(path: Path) -> Iterator[Event]:
    """The events in `path`, in order. A last line that a killed run left half written is passed over.

    Raises:
        EventError: the file cannot be read, or another line is not an event.
    """
    try:
        with path.open("rb") as stream:
            yield from read_lines(stream, str(path))
    except OSError as error:
        raise EventError(f"{path}: {error.strerror}") from error


def read_lines(lines: Iterable[bytes], name: str) -> Iterator[Event]:
    r"""The events in `lines`, each of which ends with `\n` unless it was torn off; `name` is for messages.

    Raises:
        EventError: a line other than a torn last one is not an event.
    """
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError as error:
            if not line.endswith(b"\n"):
                return
            raise EventError(f"{name}, line {number}: not JSON: {error}") from error
        try:
            yield event(record)
        except EventError as error:
            raise EventError(f"{name}, line {number}: {error}") from None


def event(record: Any) -> Event:
    """The value of one event's JSON.

    Raises:
        EventError: it is not as the schema says; the message names the place.
    """
    kind = record.get("event") if isinstance(record, dict) else None
    validators = _validators()
    if not isinstance(kind, str) or kind not in validators:
        raise EventError(f"not an event: its kind is {str(kind)[:40]!r}, and none of {', '.join(validators)}")
    try:
        for error in validators[kind].iter_errors(record):
            place = "".join(f"/{key}" for key in error.instance_path)
            raise EventError(f"{kind}{' at ' + place if place else ''}: {_shortened(error.message)}")
    except UnicodeEncodeError as error:
        raise EventError(f"{kind}: the name of a field is half a character") from error
    return _PARSERS[kind](record)


@functools.cache
def _validators() -> Mapping[str, Any]:
    import jsonschema_rs

    schema = json.loads(SCHEMA.read_bytes())
    definitions = schema["$defs"]
    # One validator a kind: the errors of a union say no more than that nothing fitted.
    return {
        kind: jsonschema_rs.validator_for(
            {"$schema": schema["$schema"], "$ref": f"#/$defs/{kind}", "$defs": definitions}
        )
        for kind in _PARSERS
    }


def _shortened(text: str, limit: int = 200) -> str:
    # A message may hold the whole instance; its end says what is wrong with it.
    return text if len(text) <= limit else f"{text[: limit // 2]} … {text[-limit // 2 :]}"


def _run_started(record: Mapping[str, Any]) -> RunStarted:
    return RunStarted(
        time=record["time"],
        run=record["run"],
        version=record["version"],
        target=Target(**record["target"]),
        spec=record["spec"],
        seed=record["seed"],
        examples=record["examples"],
        areas=tuple(record["areas"]),
        levels=tuple(Level(level) for level in record["level"]),
        requirements=tuple(record["requirements"]),
        lean=record.get("lean", False),
        driver=Driver(**record["driver"]) if "driver" in record else None,
    )


def _check_started(record: Mapping[str, Any]) -> CheckStarted:
    return CheckStarted(
        time=record["time"], check=record["check"], requirement=record["requirement"], worker=record["worker"]
    )


def _check_finished(record: Mapping[str, Any]) -> CheckFinished:
    found = record["counterexample"]
    return CheckFinished(
        time=record["time"],
        check=record["check"],
        requirement=record["requirement"],
        worker=record["worker"],
        outcome=Verdict(record["outcome"]),
        message=record["message"],
        counterexample=found
        and Counterexample(kind=found["kind"], source=found["source"], imports=tuple(found["imports"])),
        blame=record["blame"] and Blame(record["blame"]),
        observations=tuple(Observation(**observation) for observation in record["observations"]),
        exchanges=tuple(_exchange(exchange) for exchange in record["exchanges"]),
        examples=record["examples"],
        seconds=record["seconds"],
        transcripts=transcripts(record.get("transcripts", ())),
        rule=record.get("rule"),
        requests=record.get("requests"),
        program=Program(**record["program"]) if "program" in record else None,
        offered=record.get("offered", True),
    )


def _exchange(record: Mapping[str, Any]) -> Exchange:
    form = record["form"]
    changed = {
        "form": None
        if form is None
        else tuple(Part(**{**part, "body": body(part["body"])}) for part in form),
        "request_body": body(record["request_body"]),
        "response_body": body(record["response_body"]),
    }
    return Exchange(**{**record, **changed})


def _part_as_json(part: Part) -> dict[str, Any]:
    return {
        "name": part.name,
        "filename": part.filename,
        "content_type": part.content_type,
        "body": part.body.as_json(),
    }


def _cleaned_up(record: Mapping[str, Any]) -> CleanedUp:
    return CleanedUp(
        time=record["time"],
        worker=record["worker"],
        created=record["created"],
        deleted=record["deleted"],
        left=tuple(record["left"]),
        message=record["message"],
    )


def _used(record: Mapping[str, Any]) -> Used:
    generated = tuple(Generated(**made) for made in record["generated"])
    usage = Usage(requests=dict(record["requests"]), generated=generated, peak=record.get("peak"))
    return Used(time=record["time"], worker=record["worker"], usage=usage)


def _run_finished(record: Mapping[str, Any]) -> RunFinished:
    return RunFinished(
        time=record["time"],
        interrupted=record["interrupted"],
        complete=record["complete"],
        seconds=record["seconds"],
    )


_PARSERS: Mapping[str, Callable[[Mapping[str, Any]], Event]] = {
    "run-started": _run_started,
    "check-started": _check_started,
    "check-finished": _check_finished,
    "cleaned-up": _cleaned_up,
    "used": _used,
    "run-finished": _run_finished,
}
