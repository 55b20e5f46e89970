"""What the judge of transcripts found, for a person and for a program."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from reports.paragraphs import paragraph
from reports.transcripts import Mark, Transcript, excerpt
from reports.words import counted, listed, one_line
from specs.model import Level

if TYPE_CHECKING:
    from rich.console import Console

INDENT = 12
#: Lines of a picture that are shown.
_LINES = 40
_STYLES = {Level.MUST: "bold red", Level.SHOULD: "bold yellow", Level.OBSERVE: "cyan"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Violation:
    """A line of a transcript that breaks a requirement; `index` is its number from 0."""

    requirement: str
    level: Level
    claim: str
    docs: str
    rule: str
    state: str
    event: str
    index: int
    channel: int | None
    sentence: str

    def as_json(self) -> dict[str, Any]:
        """The violation as `judge --json` prints it; lines count from 1 there, as in the picture."""
        return {
            "requirement": self.requirement,
            "level": self.level.value,
            "docs": self.docs,
            "line": self.index + 1,
            "event": self.event,
            "state": self.state,
            "rule": self.rule,
            "channel": self.channel,
            "sentence": self.sentence,
        }


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One transcript, the `number`-th of `file` from 1, with what is wrong with it. `cut` lines were not judged."""

    file: str
    number: int
    transcript: Transcript
    violations: tuple[Violation, ...]
    cut: int = 0


def fails(judged: Iterable[Judged], *, strict: bool) -> bool:
    """Whether a MUST is violated, or with `strict` a SHOULD."""
    failing = {Level.MUST, Level.SHOULD} if strict else {Level.MUST}
    return any(violation.level in failing for each in judged for violation in each.violations)


def as_json(judged: Sequence[Judged], *, strict: bool) -> str:
    """The text that `judge --json` prints."""
    document = {
        "violations": {level.value: count for level, count in _counts(judged).items()},
        "fails": fails(judged, strict=strict),
        "transcripts": [
            {
                "file": each.file,
                "number": each.number,
                "socket": each.transcript.socket,
                "query": dict(each.transcript.query),
                "lines": len(each.transcript.lines),
                "not_judged": each.cut,
                "violations": [violation.as_json() for violation in each.violations],
            }
            for each in judged
        ],
    }
    return json.dumps(document, indent=2)


def print_judgement(judged: Sequence[Judged], console: Console, *, strict: bool) -> None:
    """Print what is wrong with each transcript, in words and in two lanes, and what the exit code means."""
    for each in judged:
        if each.violations:
            _print_one(each, console)
        if each.cut:
            what = f"{_name(each)}: {counted(each.cut, 'line')} not judged: too long to be kept."
            paragraph(console, what, "yellow")
    files = len({each.file for each in judged})
    what = f"Judged {counted(len(judged), 'transcript')} of {counted(files, 'file')}"
    found = [f"{counted(count, 'violation')} of {level}" for level, count in _counts(judged).items() if count]
    paragraph(console, f"{what}: {listed(found) if found else 'nothing deviates'}.")
    if fails(judged, strict=strict):
        must = _counts(judged)[Level.MUST]
        paragraph(console, f"Exit 1: a {Level.MUST if must else Level.SHOULD} is violated.", "bold red")
    else:
        note = "" if strict or not _counts(judged)[Level.SHOULD] else "; a SHOULD fails only with --strict"
        paragraph(
            console, f"Exit 0: no {'promise' if strict else Level.MUST} is violated{note}.", "bold green"
        )


def _counts(judged: Iterable[Judged]) -> Mapping[Level, int]:
    levels = [violation.level for each in judged for violation in each.violations]
    return {level: levels.count(level) for level in Level}


def _name(judged: Judged) -> str:
    return f"{one_line(judged.file)}, transcript {judged.number}"


def _print_one(judged: Judged, console: Console) -> None:
    from rich.text import Text

    paragraph(console, _name(judged), "bold")
    for violation in judged.violations:
        paragraph(console)
        paragraph(console, f"{violation.level}  {violation.requirement}", _STYLES[violation.level])
        where = "" if violation.channel is None else f", channel {violation.channel}"
        fields = {
            "docs": one_line(violation.docs),
            "claim": violation.claim,
            "line": f"{violation.index + 1}, {one_line(violation.event, 60)}",
            "found": one_line(violation.sentence, 400),
            "rule": f"{violation.rule}, in the state {violation.state}{where}",
        }
        for name, text in fields.items():
            paragraph(console, text, "", INDENT, f"  {name}")
    paragraph(console)
    marks = tuple(Mark(violation.index, violation.sentence) for violation in judged.violations)
    for line in excerpt(replace(judged.transcript, marks=marks), _LINES):
        style = "bold" if line.lstrip().startswith((">", "^")) else "dim"
        console.print(Text(line, style=style), soft_wrap=True)
    paragraph(console)
