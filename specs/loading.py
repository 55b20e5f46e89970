"""Reads the files of this folder into one `Spec`."""

from __future__ import annotations

import functools
import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml

from specs.model import Fact, Level, Limit, Operation, Requirement, Source, Spec
from specs.pointers import follow, resolved
from specs.socket_loading import socket

HERE = Path(__file__).parent
METHODS = ("get", "put", "post", "delete", "patch", "head", "options")

try:
    from yaml import CSafeLoader as _Loader  # ten times faster, and present in every wheel
except ImportError:  # pragma: no cover - a build of PyYAML without libyaml
    from yaml import SafeLoader as _Loader  # type: ignore[assignment]


class SpecError(Exception):
    """A spec file is missing or malformed; the message names the file and the record."""


def read_yaml(path: Path) -> Any:
    """The document in `path`.

    Raises:
        SpecError: it cannot be read or is not YAML.
    """
    try:
        return yaml.load(path.read_bytes(), Loader=_Loader)
    except OSError as error:
        raise SpecError(f"{path}: {error.strerror}") from error
    except yaml.YAMLError as error:
        raise SpecError(f"{path}: not YAML: {' '.join(str(error).split())}") from error


@functools.cache
def load(folder: Path = HERE) -> Spec:
    """The spec in `folder`, by default the one that ships with the package. Read once a process.

    Raises:
        SpecError: a file is missing, malformed, or repeats an id.
    """
    openapi_path = folder / "openapi.yaml"
    openapi = read_yaml(openapi_path)
    requirement_paths = [
        *sorted((folder / "requirements").glob("*.yaml")),
        *sorted((folder / "sdk").glob("*.yaml")),
    ]
    socket_paths = sorted((folder / "sockets").glob("*.yaml"))
    asyncapi = {path.stem: read_yaml(path) for path in socket_paths}
    try:
        return Spec(
            facts=MappingProxyType({f.id: f for f in _facts(folder / "facts.yaml")}),
            sources=MappingProxyType({s.id: s for s in _sources(folder / "sources.yaml")}),
            requirements=MappingProxyType(_requirements(requirement_paths)),
            operations=MappingProxyType({o.id: o for o in _operations(openapi)}),
            limits=MappingProxyType(
                {
                    limit.name: limit
                    for document in (openapi, *asyncapi.values())
                    for limit in _limits(document)
                }
            ),
            openapi=openapi,
            sockets=MappingProxyType({name: socket(name, document) for name, document in asyncapi.items()}),
            asyncapi=MappingProxyType(asyncapi),
            digest=_digest([openapi_path, *socket_paths, *requirement_paths]),
        )
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise SpecError(f"{folder}: a record is malformed: {error}") from error


def _digest(paths: list[Path]) -> str:
    digest = hashlib.sha256()
    for path in paths:
        digest.update(path.read_bytes())
    return digest.hexdigest()[:16]


def _facts(path: Path) -> Iterator[Fact]:
    for record in read_yaml(path) or ():
        yield Fact(**record)


def _sources(path: Path) -> Iterator[Source]:
    for record in read_yaml(path) or ():
        yield Source(**record)


def _requirements(paths: list[Path]) -> dict[str, Requirement]:
    requirements: dict[str, Requirement] = {}
    # Areas in the order in which they build on each other, so that reports name causes before consequences.
    documents = sorted((read_yaml(path) for path in paths), key=lambda d: d["order"])
    for document in documents:
        surfaces = document.get("surfaces", ["rest"])
        for record in document["requirements"]:
            entry = {"surfaces": surfaces, **record}
            requirement = _requirement(entry, area=document["area"], order=len(requirements))
            if requirement.id in requirements:
                raise SpecError(f"specs/requirements: {requirement.id} is written twice; rename one")
            requirements[requirement.id] = requirement
    return requirements


def _requirement(record: Mapping[str, Any], *, area: str, order: int) -> Requirement:
    known = {
        "id", "level", "claim", "facts", "sources", "schema", "surfaces", "needs", "cost",
        "builds_on", "contradicts", "excluded",
    }  # fmt: skip
    if unknown := set(record) - known:
        raise SpecError(f"specs/requirements: {record.get('id')}: unknown keys {', '.join(sorted(unknown))}")
    return Requirement(
        id=record["id"],
        area=area,
        level=Level(record["level"]),
        claim=" ".join(record["claim"].split()),
        facts=tuple(record.get("facts", ())),
        sources=tuple(record.get("sources", ())),
        schema=record.get("schema"),
        surfaces=tuple(record["surfaces"]),
        needs=tuple(record.get("needs", ())),
        cost=record.get("cost", "free"),
        builds_on=tuple(record.get("builds_on", ())),
        contradicts=tuple(record.get("contradicts", ())),
        excluded=record.get("excluded"),
        order=order,
    )


def _limits(openapi: Mapping[str, Any]) -> Iterator[Limit]:
    for name, record in openapi.get("x-limits", {}).items():
        value = record["maximum"] if "maximum" in record else record["enum"]
        yield Limit(name=name, value=value, unit=record.get("x-unit"))


def _operations(openapi: Mapping[str, Any]) -> Iterator[Operation]:
    for path, item in openapi["paths"].items():
        shared = item.get("parameters", [])
        for method in METHODS:
            if method in item:
                yield _operation(openapi, path, method, item[method], shared)


def _operation(
    openapi: Mapping[str, Any], path: str, method: str, record: Mapping[str, Any], shared: list[Any]
) -> Operation:
    parameters = [
        follow(openapi, p["$ref"]) if "$ref" in p else p for p in [*shared, *record.get("parameters", [])]
    ]
    success = tuple(int(status) for status in record["responses"] if status.startswith("2"))
    request_type, request_schema = _content(openapi, record.get("requestBody", {}))
    response_type, response_schema = _content(openapi, record["responses"][str(success[0])])
    return Operation(
        id=record["operationId"],
        method=method.upper(),
        path=path,
        success=success,
        refusals=MappingProxyType({rule: tuple(s) for rule, s in record.get("x-refusals", {}).items()}),
        parameters=tuple(_plain(openapi, p) for p in parameters),
        request_schema=request_schema,
        request_media_type=request_type,
        response_schema=response_schema,
        response_media_type=response_type,
        authenticated=record.get("security", openapi.get("security")) != [],
    )


def _plain(openapi: Mapping[str, Any], value: Mapping[str, Any]) -> Mapping[str, Any]:
    schema = value["schema"]
    return {**value, "schema": follow(openapi, schema["$ref"]) if "$ref" in schema else schema}


def _content(
    openapi: Mapping[str, Any], body: Mapping[str, Any]
) -> tuple[str | None, Mapping[str, Any] | None]:
    if "$ref" in body:
        body = follow(openapi, body["$ref"])
    for media_type, content in body.get("content", {}).items():
        schema = content.get("schema", {})
        return media_type, resolved(openapi, schema["$ref"]) if "$ref" in schema else schema
    return None, None
