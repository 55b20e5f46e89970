"""Sources on disk to pages: the diff page, Markdown files, folders of Markdown files."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from specs.extraction.diffpage import DiffPage, is_diff_page, parse
from specs.extraction.fragments import Diagnostic
from specs.extraction.naming import id_from_path, named
from specs.extraction.pages import Page, fragment_of, parse_page

SUFFIXES = (".md", ".mdx", ".markdown", ".txt")
# What text that is Markdown has, and other text hardly: a heading, or a fenced block of code.
_MARKDOWN = re.compile(r"^ {0,3}(#{1,6} \S|```|~~~)", re.MULTILINE)


class SourceError(Exception):
    """A source cannot be read as docs; the message is one sentence that names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What sources hold: the pages as they are now, as they were, and what could not be decided.

    `before` has only pages that a diff page shows, under the same ids as in `pages`. `diffs` are the
    sections of diff pages, in order, for their counts of lines.
    """

    pages: tuple[Page, ...]
    before: tuple[Page, ...]
    diagnostics: tuple[Diagnostic, ...]
    diffs: tuple[DiffPage, ...] = ()


def read(sources: Iterable[Path]) -> Reading:
    """Every page in `sources`, each a diff page, a Markdown file, or a folder of either.

    Raises:
        SourceError: a source is missing, empty, binary, holds no page, or two pages get the same id.
    """
    readings = [reading for source in sources for reading in _source(source)]
    pages = [page for reading in readings for page in reading.pages]
    seen: set[str] = set()
    for page in pages:
        if page.id in seen:
            raise SourceError(f"two sources have a page {page.id}; extract from one of them")
        seen.add(page.id)
    return Reading(
        pages=tuple(pages),
        before=tuple(page for reading in readings for page in reading.before),
        diagnostics=tuple(note for reading in readings for note in reading.diagnostics),
        diffs=tuple(diff for reading in readings for diff in reading.diffs),
    )


def _source(source: Path) -> Iterator[Reading]:
    if not source.is_dir():
        yield _file(source, source.name)
        return
    paths = sorted(path for path in source.rglob("*") if path.suffix in SUFFIXES and path.is_file())
    if not paths:
        raise SourceError(f"{source}: no pages in this folder (looked for {', '.join(SUFFIXES)})")
    refused: list[SourceError] = []
    for path in paths:
        name = path.relative_to(source).as_posix()
        try:
            yield _file(path, name)
        except SourceError as error:  # a folder of docs may hold other files too
            refused.append(error)
            note = Diagnostic(page=name, line=1, message=f"left out; {str(error).removeprefix(f'{path}: ')}")
            yield Reading(pages=(), before=(), diagnostics=(note,))
    if len(refused) == len(paths):
        raise SourceError(f"{source}: no pages in this folder ({refused[0]})")


def _file(path: Path, name: str) -> Reading:
    text = _text(path)
    if is_diff_page(text):
        return _diff_page(text)
    if not _MARKDOWN.search(text):
        raise SourceError(
            f"{path}: neither a two-column diff page nor Markdown with a heading or a block of code"
        )
    return Reading(pages=(parse_page(id_from_path(name), [fragment_of(text)]),), before=(), diagnostics=())


def _text(path: Path) -> str:
    try:
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror}") from error
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = "\0"
    if "\0" in text:
        raise SourceError(f"{path}: not a text file in UTF-8")
    if not text.strip():
        raise SourceError(f"{path}: the file is empty")
    return text


def _diff_page(text: str) -> Reading:
    diffs = parse(text)
    after = [parse_page("", diff.after, collapsed=True, whole=diff.status == "created") for diff in diffs]
    before = [parse_page("", diff.before, collapsed=True, whole=diff.status == "deleted") for diff in diffs]
    # A page that was deleted is known by what it was.
    shown = [now if diff.after else was for diff, now, was in zip(diffs, after, before, strict=True)]
    known, diagnostics = named(shown, [diff.name for diff in diffs], [diff.line for diff in diffs])
    ids = [page.id for page in known]
    for diff, page_id in zip(diffs, ids, strict=True):
        diagnostics.extend(replace(note, page=page_id) for note in diff.diagnostics)
    return Reading(
        pages=tuple(
            replace(page, id=i) for page, i, diff in zip(after, ids, diffs, strict=True) if diff.after
        ),
        before=tuple(
            replace(page, id=i) for page, i, diff in zip(before, ids, diffs, strict=True) if diff.before
        ),
        diagnostics=tuple(sorted(diagnostics, key=lambda note: note.line)),
        diffs=diffs,
    )
