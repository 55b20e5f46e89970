"""What handshakes of the socket that speaks ask for: every documented value, each rule broken, and what is unclear."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import specs
from strategies.conversations.speaking import least, socket
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Query = dict[str, str]
_NOBODY = "no-such-voice"
_NO_LANGUAGE = "!"  # unlisted ones may be spoken, so it has to be none at all
_NO_CODEC = "no-such-codec"


def query(**given: str) -> Query:
    """A query with what is needed, and what is given."""
    return {**least(), **given}


def documented() -> Inputs[Query]:
    """Each parameter at each of its values, or at both ends; drawn, many at once."""
    values = {each["name"]: tuple(_values(each["schema"])) for each in socket().parameters}

    def cover() -> Iterator[Query]:
        yield least()
        for name, listed in values.items():
            for value in listed:
                yield query(**{name: value})

    def draws() -> SearchStrategy[Query]:
        from hypothesis import strategies as st

        optional = {name: st.sampled_from(listed) for name, listed in values.items() if listed}
        return st.fixed_dictionaries({}, optional=optional).map(lambda given: query(**given))

    return Inputs("documented queries", cover, draws)


def _values(schema: Mapping[str, Any]) -> Iterator[str]:
    match schema.get("type"):
        case "boolean":
            yield from ("false", "true")
        case "number":
            yield from (str(schema["minimum"]), str(schema["default"]), str(schema["maximum"]))
        case _ if "enum" in schema:
            yield from map(str, schema["enum"])
        case _ if "default" in schema:
            yield str(schema["default"])


def voices() -> Inputs[Query]:
    """Each voice that has to be there."""
    return Inputs.listed(
        "voices", lambda: (query(voice=name) for name in specs.load().limit("built-in-voices"))
    )


def voices_of_any_case() -> Inputs[Query]:
    """Built-in voices in other cases than the documented one."""
    name = socket().parameter("voice")["default"]

    def draws() -> SearchStrategy[Query]:
        from hypothesis import strategies as st

        cased = st.tuples(*(st.sampled_from([char.lower(), char.upper()]) for char in name)).map("".join)
        return cased.map(lambda voice: query(voice=voice))

    return Inputs(
        "voices in any case", lambda: (query(voice=each) for each in (name.upper(), name.capitalize())), draws
    )


def languages() -> Inputs[Query]:
    """Each listed language; the first ones in another case, too."""

    def cover() -> Iterator[Query]:
        listed = specs.load().limit("speech-languages")
        for language in listed:
            yield {"language": language}
        for language in listed[:3]:
            yield {"language": language.swapcase()}

    return Inputs.listed("languages", cover)


def aliases() -> Inputs[Query]:
    """The other name of a codec."""
    return Inputs.listed(
        "other names of codecs", lambda: (query(codec=n) for n in specs.load().limit("speech-codec-alias"))
    )


def refused(parameter: str) -> Inputs[NearMiss[Query]]:
    """A value of `parameter` that there is not; the rule is called as in the specs, and the twin has none."""
    schema = socket().parameter(parameter)
    rule = "unknown-voice" if parameter == "voice" else parameter

    def miss(value: str) -> NearMiss[Query]:
        return NearMiss(query(**{parameter: value}), rule, f"/{parameter}", least())

    def cover() -> Iterator[NearMiss[Query]]:
        yield from map(miss, _wrong(parameter, schema))

    def draws() -> SearchStrategy[NearMiss[Query]]:
        from hypothesis import strategies as st

        if "enum" in schema and schema["type"] == "integer":
            known = set(schema["enum"])
            numbers = st.integers(1, 4 * max(known)).filter(lambda number: number not in known)
            return numbers.map(lambda number: miss(str(number)))
        if parameter == "language":
            return st.text("!?#+*", min_size=1, max_size=6).map(miss)
        return st.text("bcdfghjkl", min_size=1, max_size=9).map(lambda tail: miss(f"no-such-{tail}"))

    return Inputs(f"values of {parameter} that there are not", cover, draws)


def _wrong(parameter: str, schema: Mapping[str, Any]) -> Iterator[str]:
    match parameter:
        case "voice":
            yield _NOBODY
        case "language":
            yield _NO_LANGUAGE
        case "codec":
            yield _NO_CODEC
        case _:
            rates = sorted(schema["enum"])
            yield from (str(rates[0] - 1), str(rates[-1] + 1), str(rates[0] + 1), "0")


def without_language() -> NearMiss[Query]:
    """The query that lacks what it has to have."""
    return NearMiss({}, "missing-language", "/language", least())


def unclear() -> Inputs[Unclear[Query]]:
    """Queries on which the docs are silent."""
    speed = socket().parameter("speed")
    bit_rates = socket().parameter("bit_rate")["enum"]

    def cover() -> Iterator[Unclear[Query]]:
        yield Unclear("an unknown parameter", query(no_such_parameter="1"))
        yield Unclear("a switch that is True", query(with_timestamps="True"))
        yield Unclear("a switch that is 1", query(with_timestamps="1"))
        yield Unclear("normalization that is 1", query(text_normalization="1"))
        yield Unclear("a speed in words", query(speed="slow"))
        yield Unclear("an empty voice", query(voice=""))
        yield Unclear("an empty language", {"language": ""})
        yield Unclear("a language that is not listed", {"language": "cy"})
        yield Unclear("too slow", query(speed=str(round(speed["minimum"] - 0.1, 2))))
        yield Unclear("too fast", query(speed=str(round(speed["maximum"] + 0.1, 2))))
        yield Unclear("an unknown bit rate", query(bit_rate=str(max(bit_rates) + 1)))
        yield Unclear("a bit rate without mp3", query(codec="pcm", bit_rate=str(max(bit_rates))))
        yield Unclear("a codec in upper case", query(codec="PCM"))
        for value in specs.load().limit("speech-latency-disputed"):
            if isinstance(value, int):
                yield Unclear(f"a latency of {value}", query(optimize_streaming_latency=str(value)))

    return Inputs.listed("queries that no source describes", cover)
