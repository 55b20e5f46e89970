r"""Strings with a simple pattern: a sequence of characters and classes, each with a count.

Understood is `^` … `$` around literals, escapes, `\d`, `\w`, and `[…]` with ranges, each followed by `?`,
`*`, `+`, `{n}`, `{n,}` or `{n,m}`. Alternatives, groups and look-around are not.
"""

from __future__ import annotations

import re
import string
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from strategies.inputs import Inputs
from strategies.schemas.sources import Source, UnsupportedSchemaError, distinct, source

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

_ATOM = re.compile(
    r"(?P<atom>\[(?P<members>[^\]\^][^\]]*)\]|\\(?P<escape>.)|(?P<literal>[^\\\[\](){}.*+?|^$]))"
    r"(?P<count>[?*+]|\{(?P<least>\d+)(?P<comma>,)?(?P<most>\d+)?\})?"
)
_CLASSES = {"d": string.digits, "w": string.ascii_letters + string.digits + "_"}
# How many more than needed are drawn where a count has no end.
SPREAD = 8
# Tried as the character that a class does not have.
FOREIGN = " !~a0\u00e9"


@dataclass(frozen=True, slots=True)
class Run:
    """Between `least` and `most` (None: any number) characters, all of them out of `characters`."""

    characters: str
    least: int
    most: int | None

    @property
    def last(self) -> int:
        """The most characters that are drawn."""
        return self.least + SPREAD if self.most is None else self.most


def runs(pattern: str) -> tuple[Run, ...]:
    """The runs that `pattern` is made of.

    Raises:
        UnsupportedSchemaError: it is not anchored at both ends, or not a plain sequence.
    """
    if not (pattern.startswith("^") and pattern.endswith("$") and not pattern.endswith(r"\$")):
        raise UnsupportedSchemaError(f"pattern {pattern}: only patterns from ^ to $ are understood")
    body, position, found = pattern[1:-1], 0, []
    while position < len(body):
        match = _ATOM.match(body, position)
        if match is None:
            raise UnsupportedSchemaError(f"pattern {pattern}: {body[position:]!r} is not understood")
        found.append(_run(match))
        position = match.end()
    return tuple(found)


def _run(match: re.Match[str]) -> Run:
    if match["members"]:
        characters = "".join(c for c in map(chr, range(0x20, 0x7F)) if re.fullmatch(match["atom"], c))
    elif match["escape"]:
        characters = _CLASSES.get(match["escape"], match["escape"])
        if match["escape"].isalnum() and match["escape"] not in _CLASSES:
            raise UnsupportedSchemaError(f"pattern: \\{match['escape']} is not understood")
    else:
        characters = match["literal"]
    counts: dict[str | None, tuple[int, int | None]] = {
        None: (1, 1),
        "?": (0, 1),
        "*": (0, None),
        "+": (1, None),
    }
    if match["count"] in counts:
        return Run(characters, *counts[match["count"]])
    least = int(match["least"])
    most = int(match["most"]) if match["most"] else None if match["comma"] else least
    return Run(characters, least, most)


def valid(pattern: str) -> Inputs[str]:
    """The shortest and the longest texts, of the first and of the last characters of each class."""
    parts = runs(pattern)

    def cover() -> Iterator[str]:
        yield "".join(run.characters[0] * run.least for run in parts)
        yield "".join(run.characters[-1] * run.last for run in parts)

    return Inputs("pattern", lambda: distinct(cover()), lambda: _texts(parts))


def _texts(parts: tuple[Run, ...]) -> SearchStrategy[str]:
    from hypothesis import strategies as st

    pieces = (st.text(run.characters, min_size=run.least, max_size=run.last) for run in parts)
    return st.tuples(*pieces).map("".join)


def sources(pattern: str) -> Iterator[Source]:
    """Texts with a foreign character in front or at the end, or without the first character, or empty."""
    twin = valid(pattern).cover()[0]

    def off(text: str) -> list[str]:
        foreign = [mark for mark in FOREIGN if not any(mark in run.characters for run in runs(pattern))][:1]
        candidates = [
            *(mark + text for mark in foreign),
            *(text + mark for mark in foreign),
            text[1:],
            text[:-1],
            "",
        ]
        return [candidate for candidate in distinct(candidates) if not re.fullmatch(pattern[1:-1], candidate)]

    cover = off(twin)
    if not cover:
        raise UnsupportedSchemaError(f"pattern {pattern}: found no text that is off it")
    yield source(
        "pattern",
        [(text, twin) for text in cover],
        lambda: (
            _texts(runs(pattern)).filter(lambda text: bool(off(text))).map(lambda text: (off(text)[0], text))
        ),
    )
