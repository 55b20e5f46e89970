"""A page of the docs as blocks: what Markdown makes of it, with the line and the headings of each."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from markdown_it import MarkdownIt
from markdown_it.token import Token

from specs.extraction.fragments import Fragment

NOT_SHOWN = "(not shown)"
"""The heading of what stands in a fragment above its first heading."""

_FENCE = re.compile(r"(`{3,}|~{3,})\s*(?P<info>\S.*)?$")
_NESTED_ITEM = re.compile(r" (?=([*+-]|\d{1,9}[.)]) )")
_DELIMITER_ROW = re.compile(r"\|?[\s:|-]*-[\s:|-]*$")
_CALLOUT = re.compile(r"\[!\w+\]")
_FRONT_MATTER = re.compile(r"\A---\n.*?^---\n", re.DOTALL | re.MULTILINE)


@dataclass(frozen=True, slots=True, kw_only=True)
class Prose:
    """A paragraph, or a list item where `depth` is 1 or more.

    `text` has no markup except back quotes around code, and a line break where the source has one. `lead`
    is the bold text that it begins with, or "". `heading` is the nearest heading above.
    """

    line: int
    heading: str
    text: str
    lead: str
    depth: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One row of a table: its cells' texts, written as in `Prose`."""

    line: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """A table; `header` is empty where the source does not show it."""

    line: int
    heading: str
    header: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Code:
    """A code block. `language` is the first word of its info string, or "".

    `cut` is what is not shown of it: "beginning", "end", or "" where it is whole. `flat` says that all indentation in
    it has become one space.
    """

    line: int
    heading: str
    language: str
    text: str
    cut: str = field(default="", compare=False)
    flat: bool = field(default=False, compare=False)


Block = Prose | Table | Code


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One page. `whole` is False where only fragments of it are known. `headings` are (level, text, line)."""

    id: str
    title: str
    whole: bool
    headings: tuple[tuple[int, str, int], ...]
    blocks: tuple[Block, ...]
    links: tuple[tuple[str, str], ...] = field(default=(), repr=False)


def parse_page(
    page_id: str, fragments: Sequence[Fragment], *, collapsed: bool = False, whole: bool = True
) -> Page:
    """The page that `fragments` are from.

    `collapsed` says that all indentation has become one space, as on a diff page. `links` of the result are
    (text, target) of every link.
    """
    reader = _Reader()
    for fragment in fragments:
        reader.read(fragment, collapsed=collapsed)
    title = next((text for level, text, _ in reader.headings if level == 1), "")
    return Page(
        id=page_id,
        title=title,
        whole=whole,
        headings=tuple(reader.headings),
        blocks=tuple(reader.blocks),
        links=tuple(reader.links),
    )


def fragment_of(text: str) -> Fragment:
    """A whole Markdown file as one fragment, its front matter emptied so that line numbers stay."""
    text = text.replace("\r\n", "\n")
    if match := _FRONT_MATTER.match(text):
        text = "\n" * match[0].count("\n") + text[match.end() :]
    return Fragment(1, tuple(text.split("\n")))


class _Reader:
    """Collects blocks over the fragments of one page."""

    def __init__(self) -> None:
        self.headings: list[tuple[int, str, int]] = []
        self.blocks: list[Block] = []
        self.links: list[tuple[str, str]] = []
        self._markdown = MarkdownIt("commonmark").enable("table")

    def read(self, fragment: Fragment, *, collapsed: bool) -> None:
        # A stray carriage return would end a line for the parser, and shift the numbers of all below.
        texts = (text.replace("\r", " ") for text in fragment.lines)
        lines = list(enumerate(texts, start=fragment.first))
        shown = len(lines)
        if fragment.first > 1:
            lines = _opened(lines)
        self._opened = len(lines) > shown
        self._flat = collapsed
        if collapsed:
            lines = list(_indented(lines))
        self._numbers = [number for number, _ in lines]
        self._lines = [text for _, text in lines]
        self._heading = "" if fragment.first == 1 else NOT_SHOWN
        self._depth = 0
        tokens = iter(self._markdown.parse("\n".join(text for _, text in lines)))
        for token in tokens:
            self._take(token, tokens)

    def _take(self, token: Token, tokens: Iterator[Token]) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self._depth += 1
            case "bullet_list_close" | "ordered_list_close":
                self._depth -= 1
            case "heading_open":
                text = self._inline(next(tokens))[0]
                self._heading = text.replace("`", "")
                self.headings.append((int(token.tag[1:]), self._heading, self._line(token)))
            case "inline":
                text, lead = self._inline(token)
                if text and not _CALLOUT.fullmatch(text):
                    prose = Prose(
                        line=self._line(token), heading=self._heading, text=text, lead=lead, depth=self._depth
                    )
                    self.blocks.append(prose)
            case "fence" | "code_block":
                language = re.split(r"[\s{]", token.info.strip(), maxsplit=1)[0]
                code = Code(
                    line=self._line(token),
                    heading=self._heading,
                    language=language,
                    text=token.content,
                    cut=self._cut(token),
                    flat=self._flat,
                )
                self.blocks.append(code)
            case "table_open":
                self.blocks.append(self._table(token, tokens))
            case _:
                pass

    def _cut(self, token: Token) -> str:
        """What is not shown of a block: it was opened above the fragment, or is closed below it."""
        if token.type != "fence" or token.map is None:
            return ""
        first, end = token.map
        if first == 0 and self._opened:
            return "beginning"
        closed = end - first > 1 and self._lines[end - 1].strip().startswith(token.markup)
        return "" if closed else "end"

    def _table(self, token: Token, tokens: Iterator[Token]) -> Table:
        rows: list[Row] = []
        cells: list[str] = []
        line = 0
        for part in tokens:
            if part.type == "table_close":
                break
            if part.type == "tr_open":
                cells, line = [], self._line(part)
            elif part.type == "inline":
                cells.append(self._inline(part)[0])
            elif part.type == "tr_close":
                rows.append(Row(line=line, cells=tuple(cells)))
        header = rows[0].cells if any(rows[0].cells) else ()
        return Table(line=self._line(token), heading=self._heading, header=header, rows=tuple(rows[1:]))

    def _line(self, token: Token) -> int:
        return self._numbers[token.map[0]] if token.map else self._numbers[0]

    def _inline(self, token: Token) -> tuple[str, str]:
        """The text of an inline token, and the bold text that it begins with."""
        pieces: list[str] = []
        lead, in_lead = "", False
        target, link_start = "", 0
        for child in token.children or ():
            match child.type:
                case "strong_open":
                    in_lead = not "".join(pieces).strip()
                case "strong_close" if in_lead:
                    lead, in_lead = "".join(pieces).strip(), False
                case "link_open":
                    target, link_start = str(child.attrs.get("href", "")), len(pieces)
                case "link_close":
                    self.links.append(("".join(pieces[link_start:]), target))
                case "code_inline":
                    pieces.append(f"`{child.content}`")
                case "softbreak" | "hardbreak":
                    pieces.append("\n")
                case "text" | "image":
                    pieces.append(child.content)
                case _:
                    pass
        return "".join(pieces).strip(), lead


def _opened(lines: list[tuple[int, str]]) -> list[tuple[int, str]]:
    """A fragment from the middle of a page, with the opening that it lacks where it begins inside something.

    A fence without a language that comes first closes a block that was opened above; rows of a table
    without a delimiter row continue one.
    """
    first = lines[0][0]
    fences = (match for _, text in lines if (match := _FENCE.match(text.strip())))
    fence = next(fences, None)
    if fence is not None and fence["info"] is None:
        return [(first, fence[1]), *lines]
    rows = [text for _, text in lines[:2]]
    if not rows[0].lstrip().startswith("|") or any(_DELIMITER_ROW.match(row) for row in rows[1:]):
        return lines
    columns = rows[0].strip().strip("|").count("|") + 1
    empty = (first, "|" + "   |" * columns)
    if _DELIMITER_ROW.match(rows[0]):
        return [empty, *lines]
    return [empty, (first, "|" + " - |" * columns), *lines]


def _indented(lines: list[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """List items that were indented and kept one space of it, indented again so that they nest."""
    fence = ""
    in_list = False
    for number, text in lines:
        stripped = text.strip()
        if match := _FENCE.match(stripped):
            fence = "" if stripped.startswith(fence) and fence else fence or match[1]
        if not fence and in_list and _NESTED_ITEM.match(text):
            yield number, "   " + text
            continue
        if not fence and stripped:
            in_list = bool(re.match(r"([*+-]|\d{1,9}[.)]) ", text))
        yield number, text
