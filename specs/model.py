"""The values that the specs consist of: facts, sources, requirements, operations, limits.

Everything here is frozen. `specs.load()` builds one `Spec` from the files of this folder, and the rest
of the project reads bounds, enums, statuses and names from it and from nowhere else.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Level(StrEnum):
    """How firmly the docs stand behind a requirement.

    MUST: said plainly, and no source disagrees. SHOULD: follows from examples, SDKs or plain consequence.
    OBSERVE: the docs are silent or contradict each other, so a target is recorded and never failed.
    """

    MUST = "MUST"
    SHOULD = "SHOULD"
    OBSERVE = "OBSERVE"


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """One thing that the docs state, without the sentence that states it.

    `digest` is the SHA-256 (first 16 hex digits) of the normalised sentence or cell. `line` counts from 1
    in the page as recovered. `value` is JSON: a range is `[low, high]`, a limit a number, an enum a list.
    """

    id: str
    page: str
    heading: str
    line: int
    digest: str
    kind: str
    subject: str
    value: Any
    unit: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A document that requirements rest on and that extraction cannot read here."""

    id: str
    title: str
    date: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Requirement:
    """One promise of the docs that a target can be judged by.

    `facts` are ids of facts; `sources` are `source-id#place` for documents outside extraction.
    `builds_on` names requirements whose failure explains a failure of this one; a report lists them first.
    `contradicts` holds the readings where sources disagree. `excluded` says why it cannot be tested.
    `surfaces` are those by which the promise can be judged: `rest` (sockets included), `sdk`, or both; what speaks of
    JSON, headers or parts as they are on the wire is `rest` alone. `order` is the place in the catalogue, from 0.
    """

    id: str
    area: str
    level: Level
    claim: str
    facts: tuple[str, ...]
    sources: tuple[str, ...]
    schema: str | None
    surfaces: tuple[str, ...]
    needs: tuple[str, ...]
    cost: str
    builds_on: tuple[str, ...]
    contradicts: tuple[str, ...]
    excluded: str | None
    order: int

    @property
    def of_sdks(self) -> bool:
        """Whether it is a promise about SDKs alone, so that there is nothing to judge where none is driven."""
        return self.surfaces == ("sdk",)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A documented number or list that no JSON Schema keyword can hold, such as a quota or a size cap."""

    name: str
    value: Any
    unit: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """One documented operation of the REST surface.

    `refusals` maps the name of a broken rule (`minimum`, `unknown-file`, `quota` …) to the statuses that
    the docs name for it; a rule that is not listed is refused by any 4xx. `success` are the documented
    2xx statuses. `parameters` are the OpenAPI parameter objects, resolved.
    """

    id: str
    method: str
    path: str
    success: tuple[int, ...]
    refusals: Mapping[str, tuple[int, ...]]
    parameters: tuple[Mapping[str, Any], ...]
    request_schema: Mapping[str, Any] | None
    request_media_type: str | None
    response_schema: Mapping[str, Any] | None
    response_media_type: str | None
    authenticated: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Message:
    """A message of a socket: `sent` by the client, or `received` by it.

    `schema` describes the JSON of a text frame; a `binary` message is the bytes of its frame, as they are. `bare` is
    a word that, alone in a text frame, says the same.
    """

    name: str
    direction: str
    schema: Mapping[str, Any]
    binary: bool
    bare: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Socket:
    """One documented WebSocket.

    `parameters` are those of the query, like those of an operation: `name`, `required`, `schema`. `refusals` maps what
    is wrong with a handshake to the statuses that it is refused with. `readings` are behaviours of which sources allow
    more than one: name → what a profile may choose, each with what it means. `protocol` is the automaton
    (docs/sockets.md).
    """

    id: str
    path: str
    parameters: tuple[Mapping[str, Any], ...]
    messages: Mapping[str, Message]
    refusals: Mapping[str, tuple[int, ...]]
    readings: Mapping[str, Mapping[str, str]]
    protocol: Mapping[str, Any]

    def parameter(self, name: str) -> Mapping[str, Any]:
        """The schema of the query's parameter `name`.

        Raises:
            KeyError: no such parameter.
        """
        for parameter in self.parameters:
            if parameter["name"] == name:
                schema: Mapping[str, Any] = parameter["schema"]
                return schema
        raise KeyError(name)


@dataclass(frozen=True, slots=True, kw_only=True)
class Spec:
    """All that is known: one value, made by `specs.load()`.

    `openapi` and `asyncapi` are the documents as they stand, the latter by the names of the sockets. `digest`
    identifies the catalogue and the schemas together (SHA-256, 16 hex digits).
    """

    facts: Mapping[str, Fact]
    sources: Mapping[str, Source]
    requirements: Mapping[str, Requirement]
    operations: Mapping[str, Operation]
    limits: Mapping[str, Limit]
    openapi: Mapping[str, Any]
    sockets: Mapping[str, Socket]
    asyncapi: Mapping[str, Mapping[str, Any]]
    digest: str

    @property
    def areas(self) -> tuple[str, ...]:
        """The areas of the catalogue, in its order."""
        return tuple(dict.fromkeys(r.area for r in self.requirements.values()))

    def schema(self, name: str) -> Mapping[str, Any]:
        """The JSON Schema called `name` under `components/schemas`, or at a `#/…` pointer, resolved.

        Raises:
            KeyError: no such schema.
        """
        from specs.pointers import resolved

        pointer = name if name.startswith("#/") else f"#/components/schemas/{name}"
        schema: Mapping[str, Any] = resolved(self.openapi, pointer)
        return schema

    def limit(self, name: str) -> Any:
        """The value of the documented limit called `name`.

        Raises:
            KeyError: no such limit.
        """
        return self.limits[name].value

    def location(self, requirement_id: str) -> str:
        """Where the docs say it: `page § heading`, or the source and place; for a person to look up."""
        requirement = self.requirements[requirement_id]
        for fact_id in requirement.facts:
            if fact := self.facts.get(fact_id):
                return f"{fact.page} § {fact.heading}"
        for reference in requirement.sources:
            source, _, place = reference.partition("#")
            return f"{self.sources[source].title} § {place}" if source in self.sources else reference
        return "derived"
