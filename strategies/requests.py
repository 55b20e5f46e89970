"""What requests for images and videos change in an ordinary one: fields left out, off by one rule, or unclear.

Values are dicts of the changed fields alone; `changed` puts them into a request that is right without them.
`storage_options` have a module of their own.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeAlias

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.schemas.sources import Source
from strategies.schemas.walker import sources
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Changes: TypeAlias = dict[str, Any]

# Each has inputs of its own: what is stored, and how sources are given.
_APART = ("storage_options",)
_SOURCES = ("image", "images", "reference_images", "video")
# The docs of the vendor say that these integers may also be sent as digits in a text.
_ALSO_AS_TEXT = ("duration",)
# Fields whose right value the sender picks, so that repairing them means to leave them as they were.
_OF_THE_SENDER = ("prompt", "model", *_SOURCES)
_SOME_TEXT = "somebody"


@dataclass(frozen=True, slots=True)
class LeftOut:
    """In place of a value: the field is not sent at all."""


def changed(body: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """`body` with `changes` made to it; a field that is `LeftOut()` is taken away."""
    return {name: value for name, value in {**body, **changes}.items() if not isinstance(value, LeftOut)}


def fields_of(operation: str, spec: Spec | None = None) -> Mapping[str, Mapping[str, Any]]:
    """The documented fields of the request of `operation`, each with its schema.

    Raises:
        KeyError: no such operation.
    """
    properties: Mapping[str, Mapping[str, Any]] = _schema(operation, spec)["properties"]
    return properties


def required(operation: str, spec: Spec | None = None) -> tuple[str, ...]:
    """The fields without which no source takes a request of `operation`."""
    return tuple(_schema(operation, spec).get("required", ()))


def nullable(operation: str, spec: Spec | None = None) -> tuple[str, ...]:
    """The fields of a request of `operation` that may be null, which is the same as none.

    Not among them are models, since which one is meant by none is documented nowhere, and what is judged elsewhere.
    Where a source may be null, a prompt has to do.
    """
    return tuple(
        name
        for name, schema in fields_of(operation, spec).items()
        if name not in (*_APART, "model") and _may_be_null(schema)
    )


def _may_be_null(schema: Mapping[str, Any]) -> bool:
    kinds = [schema.get("type", ()), *(each.get("type", ()) for each in schema.get("anyOf", ()))]
    return any("null" in kind for kind in kinds)


def near_misses(
    operation: str,
    rules: Collection[str] | None = None,
    *,
    fields: Collection[str] | None = None,
    spec: Spec | None = None,
) -> Inputs[NearMiss[Changes]]:
    """Changes that break one rule of the request of `operation`, and those that repair it.

    An empty twin leaves every field as the sender has it. Left out is what any source is known to take: null
    for what may be absent, newer members of an enum, other spellings of a member, digits in a text for seconds.

    Args:
        operation: an operationId.
        rules: only these: `required`, `type`, `enum`, `minimum`, `maximum`.
        fields: only those of these fields.
        spec: read instead of the one that ships.

    Raises (on first use):
        KeyError: no such operation.
        NoInputsError: nothing is left of what was asked for.
    """

    def make() -> Inputs[NearMiss[Changes]]:
        found = [
            each
            for name in fields_of(operation, spec)
            if name not in _APART and (fields is None or name in fields)
            for each in _of_field(operation, name, spec)
            if rules is None or each.rule in rules
        ]
        return Inputs.union(*(each.inputs for each in found)) if found else Inputs.listed(label, lambda: ())

    label = f"near_misses({operation!r})"
    return Inputs.later(label, make)


def disputed(operation: str, field: str, spec: Spec | None = None) -> tuple[Any, ...]:
    """Values of `field` that one source takes and another does not."""
    kind = "images" if operation in ("generateImage", "editImage") else "videos"
    limits = (spec or specs.load()).limits
    listed = {"aspect_ratio": f"disputed-ratios-of-{kind}", "resolution": f"disputed-resolutions-of-{kind}"}
    if field in listed:
        return tuple(limits[listed[field]].value)
    if (operation, field) == ("extendVideo", "duration"):
        shortest = limits["extension-duration-disputed"].value
        return tuple(range(shortest, fields_of(operation, spec)[field]["minimum"]))
    return ()


def unknown_models() -> Inputs[str]:
    """Names that no model has."""
    return Inputs.of("no-such-model", "grok-imagine-no-such-model")


def unclear(operation: str, spec: Spec | None = None) -> Iterator[Unclear[Changes]]:
    """What the docs leave open about the fields that requests share."""
    described = fields_of(operation, spec)
    yield Unclear("an empty prompt", {"prompt": ""})
    yield Unclear("a blank prompt", {"prompt": " "})
    yield Unclear("a very long prompt", {"prompt": "a circle, " * 200})
    yield Unclear("no model", {"model": LeftOut()})
    yield Unclear("an empty model", {"model": ""})
    yield Unclear("an unknown member", {"colour": "green"})
    for name, schema in described.items():
        if name not in (*_APART, *_OF_THE_SENDER) or name == "model":
            yield Unclear(f"{name} null", {name: None})
        if "minimum" in schema:
            yield Unclear(f"{name} as a float", {name: float(schema["minimum"])})
        if name in _ALSO_AS_TEXT:
            yield Unclear(f"{name} as text", {name: str(schema["minimum"])})
        for value in disputed(operation, name, spec):
            yield Unclear(f"{name} {value}", {name: value})
        for value in _other_spellings(schema.get("enum", ())):
            yield Unclear(f"{name} spelt {value}", {name: value})


def _other_spellings(members: Iterable[str]) -> Iterator[str]:
    """The first member that has letters, in upper case; and the first with a space."""
    members = tuple(members)
    yield from [member.upper() for member in members if member.upper() != member][:1]
    yield from [f" {member}" for member in members][:1]


def _schema(operation: str, spec: Spec | None) -> Mapping[str, Any]:
    schema = (spec or specs.load()).operations[operation].request_schema
    assert schema is not None, f"{operation} has no body"
    return schema


def _of_field(operation: str, name: str, spec: Spec | None) -> Iterator[Source]:
    """The near misses of one field, a source for each rule."""
    schema = fields_of(operation, spec)[name]
    needed = name in required(operation, spec)
    if needed:
        missing: NearMiss[Changes] = NearMiss({name: LeftOut()}, "required", f"/{name}", {})
        yield Source(missing.rule, Inputs.of(missing))
    if "enum" in schema:
        yield _unlisted(name, schema, disputed(operation, name, spec))
    elif "minimum" in schema:
        yield from _out_of_bounds(name, schema, disputed(operation, name, spec))
    yield _ill_typed(name, schema, needed=needed)


def _out_of_bounds(name: str, schema: Mapping[str, Any], argued: tuple[Any, ...]) -> Iterator[Source]:
    for each in sources(schema):
        if each.rule in ("minimum", "maximum"):
            kept = each.inputs.filter(lambda miss: miss.value not in argued)
            yield Source(each.rule, kept.map(lambda miss: miss.map(lambda value: {name: value}, f"/{name}")))


def _unlisted(name: str, schema: Mapping[str, Any], argued: tuple[Any, ...]) -> Source:
    """Texts that are no member in any spelling: mutilated ones, and some that look as if they were."""
    members = tuple(schema["enum"])
    taken = {_plain(value) for value in (*members, *argued)}
    twin = {name: members[0]}

    def miss(value: str) -> NearMiss[Changes]:
        return NearMiss({name: value}, "enum", f"/{name}", twin)

    def is_wrong(value: str) -> bool:
        return _plain(value) not in taken

    def cover() -> Iterator[NearMiss[Changes]]:
        first = members[0]
        likely = (first + "x", first[:-1], *_well_formed(members), "")
        yield from map(miss, filter(is_wrong, dict.fromkeys(likely)))

    def draws() -> SearchStrategy[NearMiss[Changes]]:
        from hypothesis import strategies as st

        cut = st.sampled_from(members).flatmap(
            lambda text: st.integers(0, len(text) - 1).map(lambda n: text[:n])
        )
        return (cut | st.text(max_size=12)).filter(is_wrong).map(miss)

    return Source("enum", Inputs(f"enum of {name}", cover, draws))


def _plain(text: str) -> str:
    """What several spellings of a member have in common."""
    return "".join(text.split()).casefold()


def _well_formed(members: tuple[str, ...]) -> Iterator[str]:
    """Texts of the form that members have, with other numbers: at most two of a kind."""
    pairs = [match.groups() for member in members if (match := re.fullmatch(r"([\d.]+):([\d.]+)", member))]
    sides = sorted({side for pair in pairs for side in pair}, key=float)
    apart = [f"{a}:{b}" for a, b in itertools.product(sides, repeat=2) if a != b]
    yield from [text for text in apart if text not in members][:2]
    sizes = [match.groups() for member in members if (match := re.fullmatch(r"(\d+)(\D+)", member))]
    if sizes:
        smallest, largest = (pick(sizes, key=lambda size: int(size[0])) for pick in (min, max))
        yield f"{int(largest[0]) * 4}{largest[1]}"
        yield f"{int(smallest[0]) // 2}{smallest[1]}"


def _ill_typed(name: str, schema: Mapping[str, Any], *, needed: bool) -> Source:
    """Values of other types. Null is left out where the field may be absent, which null means as well."""
    plain = {key: value for key, value in schema.items() if key != "enum"}
    *_, of_all = sources(plain)  # wrong types of the whole come last
    found = of_all.inputs

    def is_wrong(miss: NearMiss[Any]) -> bool:
        if miss.value is None:
            return needed
        return not (name in _ALSO_AS_TEXT and isinstance(miss.value, str) and _is_number(miss.value))

    def put(miss: NearMiss[Any]) -> NearMiss[Changes]:
        # One list of sources stands in for the single source that an ordinary request has.
        instead: Changes = {"image": LeftOut()} if name == "images" else {}
        return NearMiss({**instead, name: miss.value}, "type", f"/{name}", _repaired(name, schema))

    def cover() -> Iterator[NearMiss[Changes]]:
        """One of each type; of texts all, because some look like what is wanted."""
        wrong = list(filter(is_wrong, found.cover()))
        texts = [miss for miss in wrong if isinstance(miss.value, str)]
        firsts = {type(miss.value): miss for miss in reversed(wrong) if not isinstance(miss.value, str)}
        yield from map(put, [*reversed(firsts.values()), *texts])

    return Source("type", Inputs(f"type of {name}", cover, lambda: found.strategy.filter(is_wrong).map(put)))


def _repaired(name: str, schema: Mapping[str, Any]) -> Changes:
    """The simplest right value of the field; nothing where the sender has one, or where none is known."""
    if name in _OF_THE_SENDER:
        return {}
    if "enum" in schema:
        return {name: schema["enum"][0]}
    if "minimum" in schema:
        return {name: schema["minimum"]}
    if "integer" in schema["type"]:
        return {}
    return {name: schema.get("default", _SOME_TEXT)}


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True
