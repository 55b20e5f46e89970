"""What custom voices are made with and changed to: labels, languages, ids, and the bodies of changes.

Labels are dicts of the fields that are sent; `creation_form` puts them before a clip.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, Final, TypeAlias

import specs
from specs import Spec
from strategies.inputs import Inputs
from strategies.multipart import Body, Form, Part, file_part
from strategies.near_misses import NearMiss, near_misses
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Labels: TypeAlias = dict[str, str]
#: The body of a change: a label that is absent stays, `None` clears it, a text sets it.
Changes: TypeAlias = dict[str, str | None]

NAME, DESCRIPTION, LANGUAGE, FILE = "name", "description", "language", "file"
LANGUAGE_RULE: Final = "language"
#: Texts for labels that may be any: plain, of other scripts, and with what forms and JSON have to escape.
TEXTS: Final = (
    "Warm and low",
    "Grüße aus Köln",
    "名前",
    'with "quotes" \\ and; more',
    "two\nlines",
    "🎙 live",
)
_MOST: Final = 40
_ID_LENGTH: Final = 8
_ID_CHARACTERS: Final = "abcdefghijklmnopqrstuvwxyz0123456789"


def labels(spec: Spec | None = None) -> tuple[str, ...]:
    """The documented labels, in the order of the docs."""
    properties = (spec or specs.load()).schema("CreateCustomVoice")["properties"]
    return tuple(name for name in properties if name != FILE)


def choices_of(name: str, spec: Spec | None = None) -> tuple[str, ...]:
    """What the label `name` has to be one of; nothing where it may be any text."""
    return tuple((spec or specs.load()).schema("CreateCustomVoice")["properties"][name].get("enum", ()))


def with_choices(spec: Spec | None = None) -> tuple[str, ...]:
    """The labels that have to be one of a few."""
    return tuple(name for name in labels(spec) if choices_of(name, spec))


def languages(spec: Spec | None = None) -> tuple[str, ...]:
    """Languages that a voice may have: with and without a region."""
    return tuple((spec or specs.load()).limit("custom-voice-languages"))


def values_of(name: str, spec: Spec | None = None) -> tuple[str, ...]:
    """Values that the label `name` may have, the simplest first."""
    if name == LANGUAGE:
        return languages(spec)
    return choices_of(name, spec) or TEXTS


def creation_form(clip: Body, given: Mapping[str, str]) -> Form:
    """The form that makes a voice: labels, then the clip."""
    return Form((*(Part.of(name, value) for name, value in given.items()), file_part(clip)))


def all_labels(place: int = 0, spec: Spec | None = None) -> Labels:
    """Every label at once; `place` picks among the values of each."""
    return {name: values[place % len(values)] for name in labels(spec) for values in (values_of(name, spec),)}


def any_labels(spec: Spec | None = None) -> Inputs[Labels]:
    """Labels that a voice may be made with: each alone, all at once, and any of them."""

    def cover() -> Iterator[Labels]:
        yield all_labels(0, spec)
        for name in labels(spec):
            yield {name: values_of(name, spec)[0]}
        yield from (all_labels(place, spec) for place in range(1, len(TEXTS)))

    return Inputs("any_labels()", cover, lambda: _drawn(spec))


def choices(spec: Spec | None = None) -> Inputs[Labels]:
    """Every documented value of each label that has to be one of a few."""
    return Inputs.listed(
        "choices()",
        lambda: [{name: value} for name in with_choices(spec) for value in choices_of(name, spec)],
    )


def no_choices(spec: Spec | None = None) -> Inputs[NearMiss[Labels]]:
    """Values that such a label has not: nearly one of them, and one of another label's."""

    def cover() -> Iterator[NearMiss[Labels]]:
        for name in with_choices(spec):
            own = choices_of(name, spec)
            strangers = [value for other in with_choices(spec) for value in choices_of(other, spec)]
            stranger = next(value for value in strangers if value not in own)
            first, last = own[0], own[-1]
            for value, twin in ((f"{first}x", first), (last[:-1], last), (stranger, first)):
                yield NearMiss({name: value}, "enum", f"/{name}", {name: twin})

    def draws() -> SearchStrategy[NearMiss[Labels]]:
        from hypothesis import strategies as st

        return st.sampled_from(with_choices(spec)).flatmap(lambda name: _near(name, spec))

    return Inputs("no_choices()", cover, draws)


def _near(name: str, spec: Spec | None) -> SearchStrategy[NearMiss[Labels]]:
    pointer = f"#/components/schemas/CreateCustomVoice/properties/{name}"
    known = {value.lower() for value in choices_of(name, spec)}
    misses = near_misses(pointer, rules=("enum",), spec=spec).strategy
    # In other letters, with blanks around it, or empty: whether these are one of them nobody says.
    clear = misses.filter(lambda miss: miss.value.strip().lower() not in {*known, ""})
    return clear.map(lambda miss: NearMiss({name: miss.value}, miss.rule, f"/{name}", {name: miss.twin}))


def odd_choices(spec: Spec | None = None) -> Inputs[Unclear[Labels]]:
    """The same value in other letters, with a blank, or empty."""

    def cover() -> Iterator[Unclear[Labels]]:
        for name in with_choices(spec):
            first = choices_of(name, spec)[0]
            ways = {
                "in capitals": first.upper(),
                "capitalised": first.capitalize(),
                "with a blank": f"{first} ",
            }
            for how, value in ways.items():
                yield Unclear(f"{name} {how}", {name: value})

    return Inputs.listed("odd_choices()", cover)


def empty_labels(spec: Spec | None = None) -> Inputs[Unclear[Labels]]:
    """Each label as an empty text, for a creation, of which the docs say nothing."""
    return Inputs.listed("empty_labels()", lambda: [Unclear(f"empty {n}", {n: ""}) for n in labels(spec)])


def voice_languages(spec: Spec | None = None) -> Inputs[str]:
    """Languages that a voice may have."""
    return Inputs.listed("voice_languages()", lambda: languages(spec))


def lower_regions(spec: Spec | None = None) -> Inputs[NearMiss[str]]:
    """Languages whose region is in lower case, where it has to be in capitals."""

    def misses() -> Iterable[NearMiss[str]]:
        return [NearMiss(code.lower(), LANGUAGE_RULE, "", code) for code in languages(spec) if "-" in code]

    return Inputs.listed("lower_regions()", misses)


def odd_languages() -> Inputs[Unclear[str]]:
    """Languages of which the docs do not say whether they may be given."""
    return Inputs.of(
        *(
            Unclear(code, code)
            for code in ("EN", "en_US", "eng", "english", "zh-Hans", "en-001", "xx", "auto")
        )
    )


def updates(spec: Spec | None = None) -> Inputs[Changes]:
    """Bodies of changes: each label set, each cleared, all of both, some of both; draws mix all three states."""

    def cover() -> Iterator[Changes]:
        every = labels(spec)
        for name in every:
            yield {name: values_of(name, spec)[-1]}
        for name in every:
            yield {name: None}
        yield dict(all_labels(1, spec))
        yield dict.fromkeys(every)
        mixed: Changes = dict(all_labels(2, spec))
        yield {name: None if place % 2 else mixed[name] for place, name in enumerate(every)}

    def draws() -> SearchStrategy[Changes]:
        from hypothesis import strategies as st

        states = {name: st.none() | _values(name, spec) for name in labels(spec)}
        return st.fixed_dictionaries({}, optional=states).filter(bool)

    return Inputs("updates()", cover, draws)


def setting(spec: Spec | None = None) -> Inputs[Labels]:
    """Changes that set labels: each to each of its values, to the shortest text that it may be, and all at once."""

    def cover() -> Iterator[Labels]:
        yield all_labels(1, spec)
        yield from ({name: value} for name in labels(spec) for value in values_of(name, spec))
        yield from ({name: text} for name in labels(spec) for text in _shortest(name, spec))

    return Inputs("setting()", cover, lambda: _drawn(spec).filter(bool))


def _shortest(name: str, spec: Spec | None) -> Iterator[str]:
    """The shortest text for a label that may be any."""
    schema = (spec or specs.load()).schema("UpdateCustomVoice")["properties"][name]
    if name != LANGUAGE and "minLength" in schema:
        yield "M" * schema["minLength"]


def clearing(spec: Spec | None = None) -> Inputs[Changes]:
    """Changes that clear labels: each alone, and all at once."""

    def cover() -> Iterator[Changes]:
        for name in labels(spec):
            yield {name: None}
        yield dict.fromkeys(labels(spec))

    return Inputs.listed("clearing()", cover)


def emptied(spec: Spec | None = None) -> Inputs[NearMiss[Changes]]:
    """Changes that set a label to an empty text, which none may be; the twin clears it."""

    def misses() -> Iterable[NearMiss[Changes]]:
        return [NearMiss({name: ""}, "minLength", f"/{name}", {name: None}) for name in labels(spec)]

    return Inputs.listed("emptied()", misses)


def half_wrong(spec: Spec | None = None) -> Inputs[NearMiss[Changes]]:
    """Changes of which one part is right and the other empty, in both orders, so that nothing may change at all."""

    def misses() -> Iterator[NearMiss[Changes]]:
        first, *_, last = labels(spec)
        right: Changes = {first: values_of(first, spec)[1], last: values_of(last, spec)[1]}
        for wrong in (first, last):
            yield NearMiss({**right, wrong: ""}, "minLength", f"/{wrong}", right)

    return Inputs.listed("half_wrong()", misses)


def odd_updates() -> Inputs[Unclear[Any]]:
    """Bodies of changes of which the docs say nothing."""
    return Inputs.of(
        Unclear("an unknown field", {"colour": "blue"}),
        Unclear("a number for a name", {NAME: 5}),
        Unclear("a list for a name", {NAME: ["a"]}),
        *(
            Unclear(f"a list for the {name}", {name: ["en"]})
            for name in labels()
            if name != NAME and not choices_of(name)
        ),
        Unclear("an id", {"voice_id": "abcd1234"}),
        Unclear("a blank name", {NAME: " "}),
        Unclear("no object", ["name"]),
        Unclear("null", None),
    )


def unknown_ids() -> Inputs[str]:
    """Ids of the documented form that nobody was given, as far as chance can tell."""
    return Inputs("unknown_ids()", lambda: ["0q7x1vz9"], lambda: _ids(_ID_LENGTH, _ID_LENGTH))


def malformed_ids() -> Inputs[str]:
    """Ids that are too short or too long for any voice."""
    return Inputs.of("0", "qqqqqq0", "qqqqqqqq0", "q0" * 8, "00000000-0000-0000-0000-000000000000")


def _ids(low: int, high: int) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    return st.text(_ID_CHARACTERS, min_size=low, max_size=high)


def _drawn(spec: Spec | None) -> SearchStrategy[Labels]:
    from hypothesis import strategies as st

    return st.fixed_dictionaries({}, optional={name: _values(name, spec) for name in labels(spec)})


def _values(name: str, spec: Spec | None) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    if name == LANGUAGE or choices_of(name, spec):
        return st.sampled_from(values_of(name, spec))
    # Composed letters without blanks at an end: whether a server trims or normalises texts is its own business.
    letters = st.characters(codec="utf-8", categories=("Lu", "Ll", "Nd", "Lo"), max_codepoint=0x2FFF)
    return st.text(letters, min_size=1, max_size=_MOST).filter(_is_plain)


def _is_plain(text: str) -> bool:
    import unicodedata

    return unicodedata.normalize("NFKC", text) == text
