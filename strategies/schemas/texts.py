"""Strings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from strategies.inputs import Inputs
from strategies.schemas import patterns
from strategies.schemas.sources import Source, UnsupportedSchemaError, distinct, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

KEYWORDS = ("minLength", "maxLength", "pattern", "format", "contentMediaType")
# How OpenAPI names what is no text at all, but the content of a file.
_CONTENT = "application/octet-stream"
# A length counts characters. This one is two units of UTF-16 and four bytes, for those who count these.
WIDE = "\U0001f600"
# How much longer than needed texts are drawn where a schema sets no bound.
SPREAD = 24


def is_content(schema: Mapping[str, Any]) -> bool:
    """Whether it is the content of a file, in one of the two ways that OpenAPI has to say so."""
    return schema.get("format") == "binary" or schema.get("contentMediaType") == _CONTENT


def valid(schema: Mapping[str, Any]) -> Inputs[str]:
    """Texts of every documented length; where the lengths are bounded, also of characters that are wide."""
    if is_content(schema):
        return Inputs.of("data")
    if "pattern" in schema:
        return patterns.valid(_pattern(schema))
    low, high = _lengths(schema)

    def cover() -> Iterator[str]:
        yield "a" * low
        yield "a" * (low + 1 if high is None else high)
        yield WIDE * (low + 1 if high is None else high)

    return Inputs(
        "string", lambda: distinct(cover()), lambda: _text(low, low + SPREAD if high is None else high)
    )


def sources(schema: Mapping[str, Any]) -> Iterator[Source]:
    """One too short and empty, one too long and much too long, and off the pattern."""
    if is_content(schema):
        return
    if "pattern" in schema:
        yield from patterns.sources(_pattern(schema))
        return
    low, high = _lengths(schema)
    if low > 0:
        cover = distinct(("a" * (low - 1), WIDE * (low - 1), ""))
        twin = "a" * low
        yield source(
            "minLength",
            [(text, twin) for text in cover],
            lambda: _text(0, low - 1).map(lambda text: (text, twin)),
        )
    if high is not None:
        longer, much_longer = high + 1, 2 * high + 1
        cover = distinct(("a" * longer, WIDE * longer, "a" * much_longer))
        yield source(
            "maxLength",
            [(text, text[:high]) for text in cover],
            lambda: _text(longer, much_longer).map(lambda text: (text, text[:high])),
        )


def _lengths(schema: Mapping[str, Any]) -> tuple[int, int | None]:
    return schema.get("minLength", 0), schema.get("maxLength")


def _pattern(schema: Mapping[str, Any]) -> str:
    if "minLength" in schema or "maxLength" in schema:
        raise UnsupportedSchemaError("a pattern beside a length: say the length in the pattern")
    pattern: str = schema["pattern"]
    return pattern


def _text(low: int, high: int) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    return st.text(min_size=low, max_size=high)
