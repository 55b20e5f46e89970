"""Words: slugs for ids, the normal form that digests are made of, sentences."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator

_ABBREVIATIONS = ("e.g.", "i.e.", "etc.", "vs.", "approx.", "no.", "cf.")
# A full stop, perhaps inside a closing mark, then space and something that can begin a sentence.
_END = re.compile(r"[.!?][)\"'`]*(?=\s+[\"'`(\[A-Z0-9])")


def slug(text: str) -> str:
    """`text` in lower case, letters and digits joined by hyphens: `Expiry Behaviour` → `expiry-behaviour`."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain.replace("'", "")).strip("-")


def normal(text: str) -> str:
    """`text` with every run of white space as one space, so that wrapping a line changes nothing."""
    return " ".join(text.split())


def digest(text: str) -> str:
    """The first 16 hex digits of the SHA-256 of the normal form of `text`."""
    return hashlib.sha256(normal(text).encode()).hexdigest()[:16]


def sentences(text: str) -> Iterator[tuple[int, str]]:
    """The sentences of a paragraph, each with the number of line breaks before it."""
    start = 0
    for match in _END.finditer(text):
        end = match.end()
        if text[start:end].lower().endswith(_ABBREVIATIONS):
            continue
        yield from _sentence(text, start, end)
        start = end
    yield from _sentence(text, start, len(text))


def _sentence(text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    if piece := text[start:end].strip():
        begin = text.index(piece, start)
        yield text.count("\n", 0, begin), piece
