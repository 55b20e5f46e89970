"""Faults of a server that misreads requests: it lets a violation through, or refuses what is allowed.

What is let through is repaired before the emulator sees it, so that it does everything else as it should.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from conformance.emulator.generated import samples
from conformance.emulator.generated.fault import Change, Document, Effect
from conformance.emulator.generated.places import Place, Spot, fits, spots, type_of
from conformance.emulator.generated.samples import NONE, understood
from conformance.emulator.generated.texts import JSON, Codec

#: In the names of faults that refuse what is allowed.
REFUSED = "refused"
#: Whether a value is meant.
Meant = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class Misreading:
    """A change of requests, with the rule that it breaks: `how` is a word for its name, `summary` a sentence."""

    rule: str
    how: str
    summary: str
    change: Change


def misreadings(place: Place, codec: Codec = JSON) -> Iterator[Misreading]:
    """Every way in which a server can misread what stands at `place`."""
    if not place.steps:
        yield from _whole(place, codec)
        yield from _alternatives(place)
        return
    yield from _bounds(place, codec)
    yield from _listed(place, codec)
    yield from _lengths(place, codec)
    yield from _presence(place, codec)
    yield from _types(place, codec)
    yield from _alternatives(place)


def _bounds(place: Place, codec: Codec) -> Iterator[Misreading]:
    for rule in ("minimum", "maximum"):
        if rule not in place.schema:
            continue
        bound = place.schema[rule]
        yield Misreading(
            rule,
            "let-through",
            f"{place.path}: what is beyond the {rule} of {bound} counts as {bound}.",
            _changing(place, codec, partial(_is_beyond, rule, bound), partial(_constant, bound)),
        )
        yield Misreading(
            rule,
            REFUSED,
            f"{place.path}: the {rule} itself, {bound}, is refused.",
            _refusing(place, codec, partial(_is_number_of, bound)),
        )


def _listed(place: Place, codec: Codec) -> Iterator[Misreading]:
    if "enum" not in place.schema:
        return
    listed = place.schema["enum"]
    yield Misreading(
        "enum",
        "let-through",
        f"{place.path}: what is not listed counts as {listed[0]}.",
        _changing(place, codec, partial(_is_unlisted, listed), partial(_constant, listed[0])),
    )
    for value in listed:
        yield Misreading(
            "enum",
            f"{REFUSED}.{value}",
            f"{place.path}: {value}, which is listed, is refused.",
            _refusing(place, codec, partial(_is_same, value)),
        )


def _lengths(place: Place, codec: Codec) -> Iterator[Misreading]:
    for rule, kind in (("minLength", str), ("maxLength", str), ("minItems", list), ("maxItems", list)):
        if rule not in place.schema:
            continue
        bound = place.schema[rule]
        if rule != "minItems":  # there is nothing to add
            yield Misreading(
                rule,
                "let-through",
                f"{place.path}: what is beyond the {rule} of {bound} is cut or filled.",
                _changing(
                    place, codec, partial(_is_of_length_beyond, rule, bound), partial(_of_length, bound)
                ),
            )
        yield Misreading(
            rule,
            REFUSED,
            f"{place.path}: what has the {rule} of {bound} is refused.",
            _refusing(place, codec, partial(_is_of_length, kind, bound)),
        )


def _presence(place: Place, codec: Codec) -> Iterator[Misreading]:
    sample = samples.allowed(place.schema)
    if place.required and sample is not samples.NONE:
        yield Misreading(
            "required", "let-through", f"{place.path}: that it is missing is not noticed.",
            _absent(place, codec.write(sample)),
        )  # fmt: skip
    if "default" in place.schema:
        default = place.schema["default"]
        instead = samples.other(place.schema, default)
        if instead is not samples.NONE:
            yield Misreading(
                "default", "another", f"{place.path}: left out, it counts as {instead} instead of {default}.",
                _absent(place, codec.write(instead)),
            )  # fmt: skip
    if place.nullable and place.types and not codec.textual:
        yield Misreading(
            "type", f"{REFUSED}.null", f"{place.path}: null is refused.", _refusing(place, codec, _is_null)
        )


def _types(place: Place, codec: Codec) -> Iterator[Misreading]:
    kinds = place.types
    # A list of values excludes all others by itself, and a text is what every field of a form is.
    if not kinds or "enum" in place.schema or (codec.textual and "string" in kinds):
        return
    sample = samples.allowed(place.schema)
    if place.required and sample is samples.NONE:
        return

    def change(document: Document) -> Effect:
        effect = Effect.NOTHING
        for spot in _there(document, place):
            if not fits(codec.read(spot.value, place.schema), kinds):
                meant = understood(place.schema, kinds, spot.value)
                if meant is not NONE and codec is JSON:
                    spot.put(meant)
                elif place.required:
                    spot.put(codec.write(sample))
                else:
                    _drop(spot)
                effect = Effect.CHANGED
        return effect

    yield Misreading(
        "type", "let-through", f"{place.path}: another type is taken for what it could mean, or passed over.",
        change,
    )  # fmt: skip


def _whole(place: Place, codec: Codec) -> Iterator[Misreading]:
    """A body that is no object counts as one without fields; where it needs some, it would be refused all the same."""
    if codec.textual or samples.allowed(place.schema) != {}:
        return

    def change(document: Document) -> Effect:
        if isinstance(document.value, dict):
            return Effect.NOTHING
        document.value = {}
        return Effect.CHANGED

    yield Misreading("type", "let-through", "A body that is no object counts as an empty one.", change)


def _alternatives(place: Place) -> Iterator[Misreading]:
    """Of properties of which exactly one may be given, both are taken."""
    pairs = place.schema.get("oneOf", ())
    names = [each["required"][0] for each in pairs if set(each) == {"required"}]
    if len(names) < 2:
        return

    def change(document: Document) -> Effect:
        effect = Effect.NOTHING
        for spot in _there(document, place):
            value = spot.value
            if isinstance(value, dict) and all(value.get(name) is not None for name in names):
                for name in names[1:]:
                    del value[name]
                effect = Effect.CHANGED
        return effect

    yield Misreading("oneOf", "let-through", f"{place.path or 'the body'}: of {' and '.join(names)}, given together, "
                     f"only {names[0]} is read.", change)  # fmt: skip


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _is_beyond(rule: str, bound: float, value: Any) -> bool:
    return _is_number(value) and bool(value < bound if rule == "minimum" else value > bound)


def _is_number_of(bound: float, value: Any) -> bool:
    return _is_number(value) and bool(value == bound)


def _is_unlisted(listed: Sequence[Any], value: Any) -> bool:
    return value is not None and value not in listed


def _is_same(one: Any, value: Any) -> bool:
    return bool(value == one) and type_of(value) == type_of(one)


def _is_null(value: Any) -> bool:
    return value is None


def _is_of_length(kind: type, bound: int, value: Any) -> bool:
    return isinstance(value, kind) and len(value) == bound  # type: ignore[arg-type]


def _is_of_length_beyond(rule: str, bound: int, value: Any) -> bool:
    if not isinstance(value, str if rule.endswith("Length") else list):
        return False
    return len(value) < bound if rule.startswith("min") else len(value) > bound


def _of_length(bound: int, value: Any) -> Any:
    return value[:bound] if len(value) > bound else value + "a" * (bound - len(value))


def _constant(value: Any, _: Any) -> Any:
    return value


def _there(document: Document, place: Place) -> list[Spot]:
    return [spot for spot in spots(document, place.steps) if spot.there]


def _drop(spot: Spot) -> None:
    if isinstance(spot.container, list):
        spot.put(None)
    else:
        spot.take()


def _changing(place: Place, codec: Codec, meant: Meant, repaired: Callable[[Any], Any]) -> Change:
    def change(document: Document) -> Effect:
        effect = Effect.NOTHING
        for spot in _there(document, place):
            value = codec.read(spot.value, place.schema)
            if meant(value):
                spot.put(codec.write(repaired(value)))
                effect = Effect.CHANGED
        return effect

    return change


def _refusing(place: Place, codec: Codec, meant: Meant) -> Change:
    def change(document: Document) -> Effect:
        found = any(meant(codec.read(spot.value, place.schema)) for spot in _there(document, place))
        return Effect.REFUSED if found else Effect.NOTHING

    return change


def _absent(place: Place, value: Any) -> Change:
    def change(document: Document) -> Effect:
        effect = Effect.NOTHING
        for spot in spots(document, place.steps):
            if isinstance(spot.container, dict) and spot.container.get(spot.key) is None:
                spot.put(value)
                effect = Effect.CHANGED
        return effect

    return change
