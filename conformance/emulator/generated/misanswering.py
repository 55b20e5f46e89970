"""Faults of a server that answers wrongly: a field is missing, or is something else than the specs say."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from conformance.emulator.generated import samples
from conformance.emulator.generated.fault import Change, Document, Effect
from conformance.emulator.generated.places import EACH, Place, spots


@dataclass(frozen=True, slots=True)
class Misanswering:
    """A change of answers, with the rule that it breaks: `how` is a word for its name, `summary` a sentence."""

    rule: str
    how: str
    summary: str
    change: Change


def misanswerings(place: Place) -> Iterator[Misanswering]:
    """Every way in which what stands at `place` of an answer can be wrong."""
    path = place.path
    if place.steps and place.steps[-1] != EACH:
        rule = "required" if place.required else "presence"
        yield Misanswering(rule, "left-out", f"{path} is left out.", _dropping(place))
        if place.required and not place.nullable:
            yield Misanswering("type", "null", f"{path} is null.", _putting(place, None))
    if place.types:
        wrong = samples.of_another_type(place.types)
        yield Misanswering(
            "type", "another", f"{path or 'the answer'} is of another type.", _putting(place, wrong)
        )
    for rule in ("const", "enum"):
        if rule in place.schema:
            other = samples.unlisted(place.schema)
            yield Misanswering(rule, "unlisted", f"{path} is {other}.", _putting(place, other))
    yield from _bounds(place)
    for rule in ("format", "pattern"):
        if rule in place.schema and place.schema.get("format") != "binary":
            yield Misanswering(rule, "broken", f"{path} has not its {rule}.", _putting(place, "?"))


def _bounds(place: Place) -> Iterator[Misanswering]:
    schema, path = place.schema, place.path
    for rule, step in (("minimum", -1), ("maximum", 1)):
        if rule in schema:
            beyond = schema[rule] + step
            yield Misanswering(rule, "beyond", f"{path} is {beyond}.", _putting(place, beyond))
    if "minLength" in schema:
        yield Misanswering("minLength", "beyond", f"{path} is empty.", _putting(place, ""))
    for rule, step in (("minItems", -1), ("maxItems", 1)):
        if rule in schema:
            items = schema[rule] + step
            yield Misanswering(rule, "beyond", f"{path} has {items} items.", _counting(place, items))


def _dropping(place: Place) -> Change:
    def change(document: Document) -> Effect:
        effect = Effect.NOTHING
        for spot in spots(document, place.steps):
            if spot.there and spot.value is not None:
                spot.take()
                effect = Effect.CHANGED
        return effect

    return change


def _putting(place: Place, wrong: Any) -> Change:
    """Where a value stands that is not null: what is left out or null is another matter."""
    return _changing(place, lambda _: wrong)


def _counting(place: Place, items: int) -> Change:
    return _changing(place, lambda value: (value * (items + 1))[:items] if isinstance(value, list) else value)


def _changing(place: Place, wrong: Callable[[Any], Any]) -> Change:
    def change(document: Document) -> Effect:
        effect = Effect.NOTHING
        for spot in spots(document, place.steps):
            if spot.there and spot.value is not None:
                value = wrong(spot.value)
                if value != spot.value or type(value) is not type(spot.value):
                    spot.put(value)
                    effect = Effect.CHANGED
        return effect

    return change
