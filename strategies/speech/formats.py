"""How speech is to be encoded: codecs, sample rates and bit rates, documented and not."""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import specs
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.requests import Changes, fields_of
from strategies.speech.asked import FORMAT, OPERATION
from strategies.unclear import Unclear

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy


def _format(name: str) -> tuple[Any, ...]:
    schema = fields_of(OPERATION)[FORMAT]["properties"][name]
    return tuple(schema["enum"])


def default_format() -> dict[str, Any]:
    """What a request without a format asks for."""
    return {name: part["default"] for name, part in fields_of(OPERATION)[FORMAT]["properties"].items()}


def codecs() -> Inputs[str]:
    """Each documented codec."""
    return Inputs.of(*_format("codec"))


def rates() -> tuple[int, ...]:
    """The documented sample rates, in samples a second."""
    return _format("sample_rate")


def formats() -> Inputs[dict[str, Any]]:
    """Every codec at every rate."""
    return Inputs.of(*(_of(codec, rate) for codec in _format("codec") for rate in rates()))


def few_formats() -> Inputs[dict[str, Any]]:
    """Every codec at some rate, and every rate of some codec, in as few as can be."""
    names, numbers = _format("codec"), rates()
    most = max(len(names), len(numbers))
    return Inputs.of(*(_of(names[at % len(names)], numbers[at % len(numbers)]) for at in range(most)))


def _of(codec: str, rate: int) -> dict[str, Any]:
    return {"codec": codec, "sample_rate": rate}


def bit_rates() -> Inputs[dict[str, Any]]:
    """The codec that has bit rates, with each of them."""
    return Inputs.of(
        *({"codec": default_format()["codec"], "bit_rate": each} for each in _format("bit_rate"))
    )


def media_types(codec: str) -> tuple[str, ...]:
    """Those under which audio of `codec` may come."""
    return tuple(specs.load().limit(f"speech-media-type-of-{codec}"))


def unknown_codecs() -> Inputs[NearMiss[Changes]]:
    """Texts that no codec is called. Spellings of a codec are left out, and so is nothing at all."""
    known = _format("codec")

    def is_wrong(name: str) -> bool:
        return bool(name.strip()) and name.strip().casefold() not in known

    def miss(name: str) -> NearMiss[Changes]:
        return NearMiss({FORMAT: {"codec": name}}, "enum", f"/{FORMAT}/codec", {FORMAT: {"codec": known[0]}})

    def draws() -> SearchStrategy[NearMiss[Changes]]:
        from hypothesis import strategies as st

        cut = st.sampled_from(known).flatmap(
            lambda name: st.integers(1, len(name) - 1).map(lambda n: name[:n])
        )
        made = st.text("abcdefghijklmnopqrstuvwxyz", min_size=9, max_size=16)
        return (cut | made).filter(is_wrong).map(miss)

    likely = (f"{name}{end}" for name in known for end in ("x", "_8"))
    cut = (name[:-1] for name in known)
    return Inputs("unknown codecs", lambda: map(miss, filter(is_wrong, (*likely, *cut))), draws)


def unknown_rates() -> Inputs[NearMiss[Changes]]:
    """Sample rates beside the documented ones, between them, and beyond."""
    return _unlisted("sample_rate", "enum", {})


def unknown_bit_rates() -> Inputs[NearMiss[Changes]]:
    """Bit rates beside the documented ones, between them, and beyond. The docs name no status for them."""
    return _unlisted("bit_rate", "bit-rate", {"codec": default_format()["codec"]})


def _unlisted(name: str, rule: str, beside: Changes) -> Inputs[NearMiss[Changes]]:
    known = sorted(_format(name))

    def miss(value: int) -> NearMiss[Changes]:
        twin = {FORMAT: {**beside, name: known[0]}}
        return NearMiss({FORMAT: {**beside, name: value}}, rule, f"/{FORMAT}/{name}", twin)

    def cover() -> Iterator[int]:
        yield from (known[0] - 1, known[-1] + 1, known[0] // 2, known[-1] * 2)
        yield from (value + 1 for value in known[:-1])
        yield from ((low + high) // 2 for low, high in itertools.pairwise(known))

    def draws() -> SearchStrategy[NearMiss[Changes]]:
        from hypothesis import strategies as st

        return st.integers(1, 8 * known[-1]).filter(lambda value: value not in known).map(miss)

    return Inputs(f"unlisted {name}", lambda: (miss(each) for each in cover() if each not in known), draws)


def unclear_formats() -> Inputs[Unclear[Changes]]:
    """Formats on which the docs are silent."""
    first, *others = _format("codec")
    rate, bit_rate = rates()[0], _format("bit_rate")[0]

    def cover() -> Iterator[Unclear[Changes]]:
        yield Unclear("null", {FORMAT: None})
        yield Unclear("an empty object", {FORMAT: {}})
        yield Unclear("no codec", {FORMAT: {"sample_rate": rate}})
        yield Unclear("an empty codec", {FORMAT: {"codec": ""}})
        yield Unclear("a codec of null", {FORMAT: {"codec": None}})
        yield Unclear("a codec in upper case", {FORMAT: {"codec": first.upper()}})
        yield Unclear("a rate of null", {FORMAT: {"codec": first, "sample_rate": None}})
        yield Unclear("a rate of zero", {FORMAT: {"codec": first, "sample_rate": 0}})
        yield Unclear("a rate in a text", {FORMAT: {"codec": first, "sample_rate": str(rate)}})
        yield Unclear("a bit rate of null", {FORMAT: {"codec": first, "bit_rate": None}})
        yield Unclear("the codec beside the text", {"codec": first})
        for codec in others:
            yield Unclear(f"a bit rate of {codec}", {FORMAT: {"codec": codec, "bit_rate": bit_rate}})
            yield Unclear(
                f"an unknown bit rate of {codec}", {FORMAT: {"codec": codec, "bit_rate": bit_rate + 1}}
            )

    return Inputs.listed("unclear formats", cover)
