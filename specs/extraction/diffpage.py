"""The two-column page on which a watcher of the docs shows what changed between two dates.

The page is plain text. Every page of the docs that changed has a section, introduced by a line `Details`,
and before that, for some, by `name.md +added -removed [created]`. Rows are separated by one empty line, the
hunks of a section by two. A row holds both columns glued together, see `alignment`. An empty line of the
docs shows as a no-break space, indentation as one space, and some of the pages that were created show every
backslash twice.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from specs.extraction.alignment import Alignment, Kind, Reading, align, one_sided
from specs.extraction.fragments import Diagnostic, Fragment, fragments

EMPTY = "\u00a0"
SEPARATOR = "Details"
MINUS = "[-\u2212\u2013]"
_HEADER = re.compile(rf"(?P<name>\S+\.mdx?) \+(?P<added>\d+) {MINUS}(?P<removed>\d+)(?: (?P<status>\w+))?")
_TOTALS = re.compile(rf"\d+ files? changed \+(?P<added>\d+) {MINUS}(?P<removed>\d+)")
_MOST_SOLUTIONS = 512


@dataclass(frozen=True, slots=True, kw_only=True)
class DiffPage:
    """One page of the docs, before and after, as far as its hunks show it.

    `name` is its path, None where the source does not say. `line` is where its section starts in the
    source. `added` and `removed` count lines as recovered. `status` is created, deleted or changed.
    """

    name: str | None
    line: int
    status: str
    added: int
    removed: int
    before: tuple[Fragment, ...]
    after: tuple[Fragment, ...]
    diagnostics: tuple[Diagnostic, ...]


@dataclass(frozen=True, slots=True)
class _Row:
    line: int
    text: str


@dataclass(slots=True)
class _Section:
    line: int
    name: str | None
    declared: tuple[int, int] | None
    status: str | None
    hunks: list[list[_Row]]


_Solution = tuple[Alignment, ...]


def is_diff_page(text: str) -> bool:
    """Whether `text` is such a page: it has a separator, and rows after it."""
    lines = [line.rstrip("\r") for line in text.split("\n")]
    return SEPARATOR in lines and any(line[:1].isdigit() for line in lines[lines.index(SEPARATOR) :])


def parse(text: str) -> tuple[DiffPage, ...]:
    """Every page that the diff page `text` shows, in its order, with what could not be decided."""
    sections, totals, unread = _sections(text)
    solved = [_solutions(section) for section in sections]
    if solved and not solved[-1]:
        solved[-1] = _solutions(_untrimmed(sections[-1]))
    notes: list[list[Diagnostic]] = [[] for _ in sections]
    for index, (section, solutions) in enumerate(zip(sections, solved, strict=True)):
        if not solutions:
            notes[index].append(
                _note(section.line, "the line numbers of this section do not count up; left out")
            )
        elif section.declared and section.declared not in {_size(s) for s in solutions}:
            added, removed = _size(solutions[0])
            notes[index].append(
                _note(
                    section.line,
                    f"recovered +{added} -{removed} lines where the header says"
                    f" +{section.declared[0]} -{section.declared[1]}",
                )
            )
    if totals and all(solved):
        kept = _matching(solved, totals)
        if all(kept):
            solved = kept
        else:
            notes[0].append(
                _note(
                    sections[0].line, f"no reading of the sections adds up to +{totals[0]} -{totals[1]} lines"
                )
            )
    for line, section_index in unread:
        notes[section_index].append(_note(line, "neither a row nor a header; left out"))
    return tuple(
        _page(section, solutions, extra)
        for section, solutions, extra in zip(sections, solved, notes, strict=True)
    )


def _note(line: int, message: str) -> Diagnostic:
    return Diagnostic(page="", line=line, message=message)


def _sections(text: str) -> tuple[list[_Section], tuple[int, int] | None, list[tuple[int, int]]]:
    """The sections, the totals that the page declares, and (line, section) of lines that fit nowhere."""
    sections: list[_Section] = []
    unread: list[tuple[int, int]] = []
    totals = None
    header: re.Match[str] | None = None
    blanks = 0
    lines = [line.rstrip("\r") for line in text.rstrip("\r\n").split("\n")]
    if re.fullmatch(rf"\d+{EMPTY}\d+", lines[-1]):
        lines[-1] += EMPTY  # whoever stored the page trimmed its end
    for number, line in enumerate(lines, start=1):
        if not line:
            blanks += 1
            continue
        if match := _HEADER.fullmatch(line):
            header = match
        elif line == SEPARATOR:
            sections.append(_section(number, header))
            header = None
        elif line[0].isdigit() and sections:
            hunks = sections[-1].hunks
            if blanks > 1 or not hunks:
                hunks.append([])
            hunks[-1].append(_Row(number, line))
        elif sections:
            unread.append((number, len(sections) - 1))
        elif match := _TOTALS.match(line):
            totals = int(match["added"]), int(match["removed"])
        blanks = 0
    filled = [section for section in sections if section.hunks]
    positions = {id(section): index for index, section in enumerate(filled)}
    return (
        filled,
        totals,
        [(n, positions[id(sections[i])]) for n, i in unread if id(sections[i]) in positions],
    )


def _section(line: int, header: re.Match[str] | None) -> _Section:
    if header is None:
        return _Section(line, None, None, None, [])
    declared = int(header["added"]), int(header["removed"])
    return _Section(line, header["name"], declared, header["status"], [])


def _untrimmed(section: _Section) -> _Section:
    """The section with the mark of an empty line at its very end, which may have been trimmed."""
    *hunks, (*rows, last) = section.hunks
    return replace(section, hunks=[*hunks, [*rows, replace(last, text=last.text + EMPTY)]])


def _solutions(section: _Section) -> list[_Solution]:
    """The best ways to read the section: as declared where it can be, then with most unchanged rows."""
    hunks = [tuple(row.text for row in hunk) for hunk in section.hunks]
    if len(hunks) == 1 and section.status in ("created", "deleted"):
        kind = Kind.ADDED if section.status == "created" else Kind.REMOVED
        if whole := one_sided(hunks[0], kind):
            return [whole]
    partial: list[_Solution] = [()]
    for hunk in hunks:
        partial = [(*done, found) for done in partial for found in _next(hunk, done)]
        partial = sorted(partial, key=_unchanged, reverse=True)[:_MOST_SOLUTIONS]
    declared = [solution for solution in partial if _size(solution) == section.declared]
    candidates = declared or partial
    most = max(map(_unchanged, candidates), default=0)
    return [solution for solution in candidates if _unchanged(solution) == most]


def _next(hunk: tuple[str, ...], done: _Solution) -> Sequence[Alignment]:
    if not done:
        return align(hunk, not_before=(1, 1), offset=0)
    before, after = done[-1].end
    # At least one line lies between two hunks, or they would be one.
    return align(hunk, not_before=(before + 1, after + 1), offset=after - before)


def _unchanged(solution: _Solution) -> int:
    return sum(alignment.unchanged for alignment in solution)


def _size(solution: _Solution) -> tuple[int, int]:
    return sum(a.added for a in solution), sum(a.removed for a in solution)


def _matching(solved: list[list[_Solution]], totals: tuple[int, int]) -> list[list[_Solution]]:
    """Of each section's solutions, those with which all sections together can reach `totals`."""
    sizes = [{_size(solution) for solution in solutions} for solutions in solved]
    ahead = [{(0, 0)}]
    for options in sizes:
        ahead.append({(a + x, r + y) for a, r in ahead[-1] for x, y in options})
    needed = {totals}
    kept: list[list[_Solution]] = []
    for index in range(len(solved) - 1, -1, -1):
        reachable = ahead[index]
        useful = {(x, y) for x, y in sizes[index] if any((a - x, r - y) in reachable for a, r in needed)}
        kept.append([solution for solution in solved[index] if _size(solution) in useful])
        needed = {(a - x, r - y) for a, r in needed for x, y in useful if (a - x, r - y) in reachable}
    return kept[::-1]


def _page(section: _Section, solutions: list[_Solution], notes: list[Diagnostic]) -> DiffPage:
    before: dict[int, str] = {}
    after: dict[int, str] = {}
    for row, readings in _rows(section, solutions):
        if len(readings) > 1:
            notes.append(_note(row.line, f"this row can be read as {_readings(readings)}; left out"))
            continue
        for reading in readings:
            if reading.before:
                before[reading.before[0]] = _plain(reading.before[1])
            if reading.after:
                after[reading.after[0]] = _plain(reading.after[1])
    added, removed = _size(solutions[0]) if solutions else (0, 0)
    created = 1 in after and not before
    # Some created pages show every backslash twice. One that shows a single one anywhere is not such a page.
    if created and all(len(run) % 2 == 0 for text in after.values() for run in re.findall(r"\\+", text)):
        after = {number: text.replace("\\\\", "\\") for number, text in after.items()}
    status = "created" if created else "deleted" if 1 in before and not after else "changed"
    return DiffPage(
        name=section.name,
        line=section.line,
        status=status,
        added=added,
        removed=removed,
        before=fragments(before),
        after=fragments(after),
        diagnostics=tuple(sorted(notes, key=lambda note: note.line)),
    )


def _rows(section: _Section, solutions: list[_Solution]) -> Iterator[tuple[_Row, frozenset[Reading]]]:
    for index, hunk in enumerate(section.hunks):
        for place, row in enumerate(hunk):
            yield row, frozenset().union(*(solution[index].rows[place] for solution in solutions))


def _readings(readings: frozenset[Reading]) -> str:
    kinds = sorted({reading.kind for reading in readings})
    if len(kinds) == 1 and kinds[0] is Kind.CHANGED:
        return f"changed, with its columns parting at any of {len(readings)} places"
    return " or ".join(kind.name.lower() for kind in kinds)


def _plain(text: str) -> str:
    return text.rstrip(EMPTY)
