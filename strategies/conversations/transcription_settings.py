"""The query of the socket that transcribes: what the specs allow, and what breaks one of its rules."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

import specs
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Query: TypeAlias = Mapping[str, str | tuple[str, ...]]

NAME = "transcription"
#: What every query has: sources do not agree on the default, so none may depend on it. It is longer than the pauses
#: between words, and far shorter than the silences after them.
ENDPOINTING: Mapping[str, str] = {"endpointing": "200"}
_ON = "true"
_TERM = "word"


def schema_of(name: str) -> Mapping[str, Any]:
    """The schema of a parameter of the query.

    Raises:
        KeyError: no such parameter.
    """
    return specs.load().sockets[NAME].parameter(name)


def rates() -> tuple[int, ...]:
    """The documented rates, in hertz."""
    return tuple(schema_of("sample_rate")["enum"])


def encodings() -> tuple[str, ...]:
    """The documented encodings."""
    return tuple(schema_of("encoding")["enum"])


def channel_counts() -> tuple[int, ...]:
    """How many channels an interleaved recording can have."""
    return tuple(specs.load().limit("transcription-channels"))


def settings() -> Inputs[Query]:
    """Queries that are as documented: every value of a list, both ends of a range, each switch."""
    return Inputs("transcription settings", lambda: [{**ENDPOINTING, **each} for each in _valid()], _drawn)


def refused_settings() -> Inputs[NearMiss[Query]]:
    """Queries of which one value is none of its list, or out of its range."""
    return Inputs.listed(
        "refused transcription settings",
        lambda: [miss.map(lambda query: {**ENDPOINTING, **query}) for miss in _refused()],
    )


def unclear_settings() -> Inputs[Unclear[Query]]:
    """Queries on which the docs are silent: switches that are neither on nor off, and settings that have no effect."""

    def cover() -> Iterator[Unclear[Query]]:
        for parameter in specs.load().sockets[NAME].parameters:
            if parameter["schema"]["type"] == "boolean":
                name = parameter["name"]
                for text in ("True", "1", "yes", ""):
                    yield Unclear(f"{name} as {text!r}", {**ENDPOINTING, name: text})
        one = schema_of("channels")["minimum"]
        for count in (one, min(channel_counts())):
            yield Unclear(f"channels {count} alone", {**ENDPOINTING, "channels": str(count)})
        yield Unclear("an unknown parameter", {**ENDPOINTING, "no_such_parameter": "1"})
        yield Unclear("a language that is called auto", {**ENDPOINTING, "language": "auto"})

    return Inputs.listed("transcription settings that no source describes", cover)


def thresholds() -> Inputs[Unclear[Query]]:
    """What counts as a voice: nothing is said of it, or one end of its range."""
    schema = schema_of("vad_threshold")
    ends = (schema["minimum"], schema["maximum"])
    return Inputs.of(
        Unclear("no threshold", {}),
        *(Unclear(f"a threshold of {end}", {"vad_threshold": _text(end)}) for end in ends),
    )


def several(count: int) -> Query:
    """So many channels, and events that name them."""
    return {"multichannel": _ON, "channels": str(count)}


def _around(name: str, text: str) -> Query:
    """A value of a parameter, with the others that it needs."""
    if name == "channels":
        return {"multichannel": _ON, name: text}
    if name == "smart_turn_timeout":
        return {"smart_turn": _text(schema_of("smart_turn")["maximum"]), name: text}
    return {name: text}


def _valid() -> Iterator[Query]:
    yield {}
    for parameter in specs.load().sockets[NAME].parameters:
        name, schema = parameter["name"], parameter["schema"]
        if name == "channels":
            counts = channel_counts()
            yield from (several(count) for count in (min(counts), max(counts)))
        elif "enum" in schema:
            yield from ({name: str(value)} for value in schema["enum"])
        elif "minimum" in schema:
            yield from (_around(name, _text(schema[end])) for end in ("minimum", "maximum"))
        elif schema["type"] == "boolean" and name != "multichannel":
            yield from ({name: value} for value in ("false", _ON))
        elif schema["type"] == "array":
            longest = _TERM.ljust(schema["items"]["maxLength"], "s")
            yield {name: _TERM}
            yield {name: (longest, _TERM)}
            yield {name: tuple(f"{_TERM} {number}" for number in range(schema["maxItems"]))}
        elif name == "language":
            yield {name: "en"}


def _refused() -> Iterator[NearMiss[Query]]:
    for parameter in specs.load().sockets[NAME].parameters:
        name, schema = parameter["name"], parameter["schema"]
        at = f"/{name}"
        if "enum" in schema:
            known = schema["enum"]
            for wrong in _strangers(known):
                yield NearMiss({name: wrong}, "enum", at, {name: str(known[0])})
        if "minimum" in schema and name != "channels":
            step = 1 if schema["type"] == "integer" else 0.1
            for rule, wrong in (("minimum", schema["minimum"] - step), ("maximum", schema["maximum"] + step)):
                twin = _around(name, _text(schema[rule]))
                yield NearMiss(_around(name, _text(wrong)), rule, at, twin)
        if schema["type"] == "array":
            most, longest = schema["maxItems"], schema["items"]["maxLength"]
            terms = tuple(f"{_TERM} {number}" for number in range(most + 1))
            yield NearMiss({name: terms}, "maxItems", at, {name: terms[:most]})
            term = _TERM.ljust(longest + 1, "s")
            yield NearMiss({name: term}, "maxLength", at, {name: term[:longest]})
        if schema["type"] in ("integer", "number") and "enum" not in schema and name != "channels":
            twin = _around(name, _text(schema["minimum"]))
            yield NearMiss({**twin, name: _TERM}, "type", at, twin)
    fewest, most = min(channel_counts()), max(channel_counts())
    yield NearMiss(several(most + 1), "maximum", "/channels", several(most))
    yield NearMiss({"multichannel": _ON}, "required", "/channels", several(fewest))
    yield NearMiss(several(fewest - 1), "minimum", "/channels", several(fewest))
    one = schema_of("channels")["minimum"]  # alone, it says what is so anyway
    for rule, wrong in (("minimum", str(one - 1)), ("type", _TERM)):
        yield NearMiss({"channels": wrong}, rule, "/channels", {"channels": str(one)})


def _strangers(known: list[Any]) -> tuple[str, ...]:
    """Values next to those of a list."""
    if isinstance(known[0], int):
        return str(min(known) - 1), str(max(known) + 1)
    return (f"{known[0]}x",)


def _text(value: float) -> str:
    return str(round(value, 3))


def _drawn() -> SearchStrategy[Query]:
    """Any documented values of a few settings at once."""
    from hypothesis import strategies as st

    endpointing, timeout = schema_of("endpointing"), schema_of("smart_turn_timeout")
    switches = ("interim_results", "diarize", "filler_words")
    return st.builds(
        lambda *parts: {name: value for part in parts for name, value in part.items()},
        st.integers(endpointing["minimum"], endpointing["maximum"]).map(lambda ms: {"endpointing": str(ms)}),
        st.sets(st.sampled_from(switches)).map(lambda names: dict.fromkeys(sorted(names), _ON)),
        st.one_of(st.just({}), st.sampled_from(channel_counts()).map(several)),
        st.one_of(
            st.just({}),
            st.builds(
                lambda sure, ms: {"smart_turn": _text(sure), "smart_turn_timeout": str(ms)},
                st.floats(0, 1),
                st.integers(timeout["minimum"], timeout["maximum"]),
            ),
        ),
        st.builds(
            lambda rate, encoding: {"sample_rate": str(rate), "encoding": encoding},
            st.sampled_from(rates()),
            st.sampled_from(encodings()),
        ),
    )
