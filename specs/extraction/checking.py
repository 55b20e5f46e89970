"""Holds facts, schemas, requirements and the suite together: whatever cites must exist, and the reverse."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

from openapi_spec_validator import OpenAPIV31SpecValidator

from specs.extraction.annotations import CARRIES, Place, places_of
from specs.extraction.drift import concerned, named
from specs.extraction.suite import Claim, SuiteError, claims
from specs.loading import SpecError, read_yaml
from specs.model import Fact, Requirement, Spec
from specs.pointers import follow

MUST_BE_CITED = ("range", "limit", "enum", "status", "statement")
"""Kinds of facts that a requirement or a schema must cite, or a waiver explain."""


NO_MESSAGES = ("malformed", "odd", "close")
"""Events of an automaton that are no messages: docs/sockets.md explains them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Waiver:
    """Facts, by a glob over their ids, that nothing need cite, and why."""

    facts: str
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What was held together and what does not hold: each problem one line with file, record and remedy."""

    problems: tuple[str, ...]
    counts: str

    @property
    def summary(self) -> str:
        """One line."""
        number = len(self.problems)
        return f"{self.counts}: {counted(number, 'problem') if number else 'no problem'}"


def counted(number: int, noun: str, plural: str | None = None) -> str:
    """The number with its noun: `1 fact`, `2 facts`."""
    return f"{number} {noun if number == 1 else plural or f'{noun}s'}"


def read_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers in `path`; none if there is no such file.

    Raises:
        SpecError: it is malformed.
    """
    if not path.exists():
        return ()
    try:
        return tuple(Waiver(**record) for record in read_yaml(path) or ())
    except TypeError as error:
        raise SpecError(f"{path}: a waiver has `facts` and `reason`, and nothing else: {error}") from error


def check(spec: Spec, *, waivers: Sequence[Waiver], suite: Path, monitors: Path | None = None) -> Report:
    """Every problem of `spec`, and of the suite in the folder `suite` with the monitors beside it.

    Raises:
        SuiteError: a file of the suite is not Python.
    """
    found = places_of(spec)
    claimed = claims(suite, monitors) if suite.is_dir() else ()
    problems = [
        *_openapi(spec.openapi),
        *(line for name in spec.sockets for line in _protocol(spec, name)),
        *_bounds(spec, found),
        *_citations(spec),
        *_uncited(spec, found, waivers),
        *_idle(spec, waivers),
        *(_coverage(spec, claimed) if suite.is_dir() else [_no_suite(suite)]),
    ]
    bounds = sum(len(place.keywords) for place in found)
    sizes = {
        "requirement": len(spec.requirements),
        "fact": len(spec.facts),
        "bound": bounds,
        "waiver": len(waivers),
        "check": len(claimed),
    }
    counts = ", ".join(counted(number, noun) for noun, number in sizes.items())
    return Report(problems=tuple(problems), counts=counts)


def _openapi(document: Any) -> Iterator[str]:
    errors = OpenAPIV31SpecValidator(document).iter_errors()
    for error in sorted(errors, key=lambda error: [str(part) for part in error.absolute_path]):
        place = "/".join(str(part).replace("/", "~1") for part in error.absolute_path)
        message = str(error.message).strip().splitlines()[0]
        yield f"openapi.yaml: #/{place}: no valid OpenAPI 3.1: {message}"


def _protocol(spec: Spec, name: str) -> Iterator[str]:
    """What the automaton of a socket names and there is not: requirements, and messages."""
    where, protocol = f"sockets/{name}.yaml: #/x-protocol", spec.sockets[name].protocol
    entries = [*protocol["owes"], *protocol["unexpected"], *protocol["rules"]]
    cited = [entry["requirement"] for entry in entries]
    for requirement in dict.fromkeys(
        [*cited, *(protocol[key] for key in ("frames", "types", "after-close"))]
    ):
        if requirement not in spec.requirements:
            yield f"{where}: {requirement} is not in the catalogue; add the requirement or name another"
    for state, record in protocol["states"].items():
        for event in (*(record.get("sent") or ()), *(record.get("received") or ())):
            if event not in spec.sockets[name].messages and event not in NO_MESSAGES:
                yield f"{where}/states/{state}: {event} is no message of this socket; correct the name"


def _bounds(spec: Spec, found: Sequence[Place]) -> Iterator[str]:
    for place in found:
        where = place.where
        if place.source and place.source.partition("#")[0] not in spec.sources:
            yield f"{where}: x-source {place.source} is not in sources.yaml; add it there or name another"
        if not place.fact and not place.source:
            words = ", ".join(place.keywords)
            yield f"{where}: {words} without origin; add x-fact (an id of facts.yaml) or x-source"
        elif place.fact and place.fact not in spec.facts:
            yield (
                f"{where}: x-fact {place.fact} is not in facts.yaml; name another, or give an x-source"
                f" ({named(concerned(spec, place.fact, tuple(found)))})"
            )
        elif place.fact:
            yield from _differences(spec, place, spec.facts[place.fact], tuple(found))


def _differences(spec: Spec, place: Place, fact: Fact, found: tuple[Place, ...]) -> Iterator[str]:
    where = place.where
    keywords = CARRIES.get(fact.kind)
    if keywords is None:
        yield f"{where}: x-fact {fact.id} is a {fact.kind}, which carries no bound; cite a range, limit or enum"
        return
    values = fact.value if fact.kind == "range" else [fact.value]
    for keyword, value in zip(keywords, values, strict=True):
        if place.keywords.get(keyword) != value:
            has = f"is {place.keywords[keyword]}" if keyword in place.keywords else "is missing"
            yield (
                f"{where}: {keyword} {has}, but {fact.id} says {value}; write what the docs say"
                f" ({named(concerned(spec, fact.id, found))})"
            )
    if rest := [keyword for keyword in place.keywords if keyword not in keywords and not place.source]:
        yield f"{where}: {', '.join(rest)} cannot come from {fact.id}, a {fact.kind}; add an x-source"


def _citations(spec: Spec) -> Iterator[str]:
    for requirement in spec.requirements.values():
        where = _where(requirement)
        for fact in requirement.facts:
            if fact not in spec.facts:
                yield f"{where}: fact {fact} is not in facts.yaml; cite another or none"
        for source in requirement.sources:
            if source.partition("#")[0] not in spec.sources:
                yield f"{where}: source {source} is not in sources.yaml; add it there or cite another"
        if not requirement.facts and not requirement.sources:
            yield f"{where}: cites neither fact nor source; say where the docs promise it"
        for other in requirement.builds_on:
            if other not in spec.requirements:
                yield f"{where}: builds_on {other}, which is no requirement; name one"
        if requirement.schema and not _leads_somewhere(spec, requirement.schema):
            yield f"{where}: schema {requirement.schema} leads nowhere; correct the pointer"


def _leads_somewhere(spec: Spec, schema: str) -> bool:
    name, separator, pointer = schema.partition("#")
    documents = {"openapi.yaml": spec.openapi} | {f"sockets/{n}.yaml": d for n, d in spec.asyncapi.items()}
    try:
        follow(documents[name], f"#{pointer}")
    except KeyError:
        return False
    return bool(separator)


def _uncited(spec: Spec, found: Sequence[Place], waivers: Sequence[Waiver]) -> Iterator[str]:
    cited = {place.fact for place in found} | {f for r in spec.requirements.values() for f in r.facts}
    for fact in spec.facts.values():
        if fact.kind not in MUST_BE_CITED or fact.id in cited:
            continue
        if not any(fnmatchcase(fact.id, waiver.facts) for waiver in waivers):
            yield (
                f"facts.yaml: {fact.id}: nothing cites this {fact.kind} ({fact.page}, line {fact.line});"
                " cite it in a requirement, or waive it in waivers.yaml with a reason"
            )


def _idle(spec: Spec, waivers: Sequence[Waiver]) -> Iterator[str]:
    for waiver in waivers:
        if not any(fnmatchcase(fact, waiver.facts) for fact in spec.facts):
            yield f"waivers.yaml: {waiver.facts}: no such fact any more; remove the waiver"
        if not waiver.reason.strip():
            yield f"waivers.yaml: {waiver.facts}: no reason; say why nothing cites these facts"


def _coverage(spec: Spec, claimed: Sequence[Claim]) -> Iterator[str]:
    judged = {claim.id for claim in claimed}
    for claim in claimed:
        where = f"{claim.path.parent.name}/{claim.path.name}:{claim.line}"
        if claim.id is None:
            yield f"{where}: a requirement's id must be written out as text"
        elif claim.id not in spec.requirements:
            yield f"{where}: {claim.id} is not in the catalogue; add the requirement or correct the id"
        elif spec.requirements[claim.id].excluded:
            yield f"{where}: {claim.id} is excluded from testing; remove the check or the exclusion"
    for requirement in spec.requirements.values():
        if not requirement.excluded and requirement.id not in judged:
            yield f"{_where(requirement)}: no check judges it; write one, or exclude it with a reason"


def _no_suite(suite: Path) -> str:
    return f"{suite}: no such folder, so no requirement has a check; name the suite's folder"


def _where(requirement: Requirement) -> str:
    return f"{'sdk/' if requirement.of_sdks else f'requirements/{requirement.area}.yaml'}: {requirement.id}"


__all__ = ["MUST_BE_CITED", "Report", "SuiteError", "Waiver", "check", "counted", "read_waivers"]
