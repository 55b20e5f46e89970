"""Text that is safe to show: what a target sent must not steer a terminal, a shell or a parser."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

# Of the control, format and unassigned characters, those that a text keeps.
_KEPT = {"\n", "\t"}
_UNSAFE = {"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"}


def visible(text: str) -> str:
    r"""`text` with control, format and half characters written as `\x1b`; line ends and tabs stay."""
    if text.isascii() and text.isprintable():
        return text
    return "".join(
        character
        if character in _KEPT or unicodedata.category(character) not in _UNSAFE
        else character.encode("unicode_escape").decode()
        for character in text
    )


def one_line(text: str, limit: int | None = None) -> str:
    """`text` on one line, visible, and cut with an ellipsis when it has more than `limit` characters."""
    # What is cut away need not be looked at; a space may fold, hence the margin.
    head = text if limit is None else text[: 4 * limit + 100]
    line = " ".join(visible(head).split())
    if limit is not None and (len(line) > limit or len(head) < len(text)):
        return line[: limit - 1].rstrip() + "…"
    return line


def first_lines(text: str, lines: int, width: int) -> str:
    """At most `lines` lines of `text`, each cut at `width` characters, visible."""
    found = visible(text[: 8 * lines * width]).splitlines()
    cut = [line if len(line) <= width else line[: width - 1] + "…" for line in found[:lines]]
    if len(found) > lines:
        cut.append("…")
    return "\n".join(cut)


def counted(count: int, noun: str) -> str:
    """`1 file`, `2 files`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"


def listed(words: Iterable[str]) -> str:
    """`a`, `a and b`, `a, b and c`."""
    *rest, last = list(words) or [""]
    return f"{', '.join(rest)} and {last}" if rest else last
