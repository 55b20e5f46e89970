"""What has changed in the docs since facts.yaml was written, and what hangs on it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from specs.extraction.annotations import Place
from specs.model import Fact, Requirement, Spec


def drift(spec: Spec, found: Mapping[str, Fact], pages: set[str], places: tuple[Place, ...]) -> Iterator[str]:
    """One line for each difference between the spec's facts and those `found` on `pages` now.

    A value or unit that changed comes first, then wording alone, then facts that appeared and vanished. A
    line ends with the schemas and the requirements that rest on the fact. Facts of other pages, and lines
    that merely moved, are no difference.
    """
    known = {fact_id: fact for fact_id, fact in spec.facts.items() if fact.page in pages}
    both = [(known[fact_id], found[fact_id]) for fact_id in sorted(known.keys() & found.keys())]
    for old, new in both:
        if (old.kind, old.value, old.unit) != (new.kind, new.value, new.unit):
            yield f"{old.id}: was {_value(old)}, is {_value(new)} in the docs{_resting(spec, old.id, places)}"
    for old, new in both:
        same = (old.kind, old.value, old.unit) == (new.kind, new.value, new.unit)
        if same and old.digest != new.digest:
            yield f"{old.id}: reworded in the docs, its value unchanged{_resting(spec, old.id, places)}"
    for fact_id in sorted(found.keys() - known.keys()):
        yield f"{fact_id}: new in the docs ({found[fact_id].kind} {_value(found[fact_id])})"
    for fact_id in sorted(known.keys() - found.keys()):
        yield f"{fact_id}: vanished from the docs{_resting(spec, fact_id, places)}"


def concerned(spec: Spec, fact_id: str, places: tuple[Place, ...]) -> tuple[Requirement, ...]:
    """The requirements that cite the fact, or a schema that holds its value."""
    pointers = [place.pointer for place in places if place.fact == fact_id]
    return tuple(
        requirement
        for requirement in spec.requirements.values()
        if fact_id in requirement.facts or _within(requirement.schema, pointers)
    )


def named(requirements: tuple[Requirement, ...]) -> str:
    """The requirements as a clause that ends a line."""
    ids = ", ".join(requirement.id for requirement in requirements)
    return f"requirements concerned: {ids}" if ids else "no requirement concerned"


def _within(schema: str | None, pointers: list[str]) -> bool:
    if schema is None:
        return False
    pointer = schema[schema.index("#") :] if "#" in schema else schema
    return any(place == pointer or place.startswith(f"{pointer}/") for place in pointers)


def _resting(spec: Spec, fact_id: str, places: tuple[Place, ...]) -> str:
    pointers = [place.pointer for place in places if place.fact == fact_id]
    schemas = f"schemas: {', '.join(pointers)}" if pointers else "no schema"
    return f"; {schemas}; {named(concerned(spec, fact_id, places))}"


def _value(fact: Fact) -> str:
    if isinstance(fact.value, list) and len(fact.value) == len(("low", "high")) and fact.kind == "range":
        text = f"{fact.value[0]} to {fact.value[1]}"
    elif isinstance(fact.value, list):
        text = ", ".join(map(str, fact.value)) or "nothing but wording"
    else:
        text = str(fact.value)
    return f"{text} {fact.unit}" if fact.unit else text
