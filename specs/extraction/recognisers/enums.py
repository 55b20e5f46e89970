"""Enumerations: lists of media types, names of formats, and "one of `a`, `b` or `c`"."""

from __future__ import annotations

import re
from collections.abc import Iterator

from specs.extraction.pages import Page, Prose
from specs.extraction.recognisers.findings import Finding, Piece, named_before, pieces, subject
from specs.extraction.words import sentences, slug

FORMATS = {
    "png": "image/png",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "mp4": "video/mp4",
    "webm": "video/webm",
    "pdf": "application/pdf",
    "wav": "audio/wav",
    "mp3": "audio/mpeg",
}
_MEDIA_TYPE = re.compile(r"`((?:image|video|audio|text|application|font|model|multipart)/[\w.+-]+)`")
_FORMAT = "|".join(sorted(FORMATS, key=len, reverse=True))
_FORMATS = re.compile(
    rf"(?:\b(?P<what>[a-z]+): )?\b"
    rf"(?P<list>(?:{_FORMAT})(?:(?:/|, (?:or |and )?| or | and )(?:{_FORMAT}))*)\b",
    re.IGNORECASE,
)
_CHOICE = re.compile(
    r"\b(?i:one of|either|must be)(?: the following)?:? (?P<list>`[^`]+`(?:(?:, (?:or |and )?| or )`[^`]+`)+)"
)


def find(page: Page) -> Iterator[Finding]:
    """A fact `enum` for each, its value the list in the order of the page."""
    yield from _lists(page)
    for piece in pieces(page):
        yield from _choices(piece)
        yield from _formats(piece)


def introduced(page: Page) -> set[int]:
    """Lines of the items and sentences whose whole content is an enumeration that `find` finds."""
    lines: set[int] = set()
    for block, items in _listed(page):
        lines.add(block.line + list(sentences(block.text))[-1][0])
        lines.update(item.line for item in items)
    return lines


def _listed(page: Page) -> Iterator[tuple[Prose, list[Prose]]]:
    """Prose that ends in a colon, with the items below it, where each item begins with a media type."""
    for index, block in enumerate(page.blocks):
        if not isinstance(block, Prose) or not block.text.endswith(":"):
            continue
        items: list[Prose] = []
        for item in page.blocks[index + 1 :]:
            if not isinstance(item, Prose) or item.depth <= block.depth or item.heading != block.heading:
                break
            items.append(item)
        if items and all(_MEDIA_TYPE.match(item.text) for item in items):
            yield block, items


def _lists(page: Page) -> Iterator[Finding]:
    for block, items in _listed(page):
        breaks, sentence = list(sentences(block.text))[-1]
        values = [match[1] for item in items if (match := _MEDIA_TYPE.match(item.text))]
        yield Finding(
            kind="enum",
            subject=subject(block.lead) or subject(sentence) or "content-types",
            value=values,
            unit=None,
            line=block.line + breaks,
            heading=block.heading,
            basis=" ".join([sentence, *(item.text for item in items)]),
        )


def _choices(piece: Piece) -> Iterator[Finding]:
    for match in _CHOICE.finditer(piece.text):
        name = piece.field or named_before(piece.text, match.start())
        yield _finding(piece, f"{slug(name) or 'value'}-choices", re.findall(r"`([^`]+)`", match["list"]))


def _formats(piece: Piece) -> Iterator[Finding]:
    for match in _FORMATS.finditer(piece.text):
        names = re.findall(_FORMAT, match["list"], re.IGNORECASE)
        if len(names) < 2 and not match["what"]:
            continue  # one format named in passing is no list
        what = f"{match['what'].lower()}-content-types" if match["what"] else "content-types"
        yield _finding(piece, what, list(dict.fromkeys(FORMATS[name.lower()] for name in names)))


def _finding(piece: Piece, what: str, values: list[str]) -> Finding:
    return Finding(
        kind="enum",
        subject=what,
        value=values,
        unit=None,
        line=piece.line,
        heading=piece.heading,
        basis=piece.text,
    )
