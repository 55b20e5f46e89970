"""What was said on a socket, and as a picture: the client's lane on the left, the server's on the right."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from reports.words import counted, one_line

#: Columns of the picture: where the server's lane begins, and how wide a line may be.
LANE, WIDTH = 36, 110
#: More lines of one kind in a row than this are drawn as the first, how many there are between, and the last.
_ROW = 4
#: Characters of a text within a message, and of a mark on a line of its own.
_TEXT, _SENTENCE = 32, 400
_VERSION = 1


@dataclass(frozen=True, slots=True)
class Mark:
    """What is wrong with the line of that number, counted from 0."""

    index: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Transcript:
    """A connection to `socket` that was opened with `query`; `lines` are JSON as the schema of events has it."""

    socket: str
    query: Mapping[str, str | Sequence[str]]
    lines: tuple[Mapping[str, Any], ...]
    marks: tuple[Mark, ...] = ()

    def jsonl(self) -> str:
        """The transcript as `judge` reads it: a line that names the socket, and one for each frame."""
        head = {"transcript": _VERSION, "socket": self.socket, "query": dict(self.query)}
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in (head, *self.lines))

    def as_json(self) -> dict[str, Any]:
        """The transcript as an event holds it."""
        return {
            "socket": self.socket,
            "query": dict(self.query),
            "lines": [dict(line) for line in self.lines],
            "marks": [{"line": mark.index, "sentence": mark.sentence} for mark in self.marks],
        }


def transcripts(records: Iterable[Mapping[str, Any]]) -> tuple[Transcript, ...]:
    """The values of an event's records, which the schema of events has been held against."""
    return tuple(
        Transcript(
            socket=record["socket"],
            query=record["query"],
            lines=tuple(record["lines"]),
            marks=tuple(Mark(mark["line"], mark["sentence"]) for mark in record["marks"]),
        )
        for record in records
    )


def worst(found: Sequence[Transcript]) -> Transcript | None:
    """The transcript to show of several: the first with a mark, or else the last."""
    return next((transcript for transcript in found if transcript.marks), found[-1] if found else None)


def picture(transcript: Transcript) -> list[str]:
    """The transcript in two lanes, one line a frame; below a marked one stands what is wrong with it.

    A line begins with its number from 1, after a `>` where it is marked, and the seconds since the socket was opened.
    """
    marks: dict[int, list[str]] = {}
    for mark in transcript.marks:
        marks.setdefault(mark.index, []).append(mark.sentence)
    drawn = [_title(transcript), f"{'':16}{'client':<{LANE}}server"]
    for first, last in _rows(transcript.lines, marks):
        if last - first < _ROW:
            for index in range(first, last):
                drawn += _drawn(index, transcript.lines[index], marks.get(index, ()))
        else:
            drawn += _drawn(first, transcript.lines[first], ())
            drawn.append(_between(transcript.lines[first + 1 : last - 1]))
            drawn += _drawn(last - 1, transcript.lines[last - 1], ())
    for index in sorted(index for index in marks if index >= len(transcript.lines)):
        drawn += (f"{'>':>5}{'':11}{one_line(sentence, _SENTENCE)}" for sentence in marks[index])
    return drawn


def excerpt(transcript: Transcript, most: int) -> list[str]:
    """At most about `most` lines of the picture: those up to the first that is marked, and what is wrong with it."""
    title, lanes, *drawn = picture(transcript)
    if len(drawn) <= most:
        return [title, lanes, *drawn]
    marked = next((number for number, line in enumerate(drawn) if ">" in line[:5]), len(drawn) - 2)
    end = min(len(drawn), max(marked + 2, most))
    start = max(0, end - most)
    above = [f"{'':16}…"] if start else []
    below = [f"{'':16}…"] if end < len(drawn) else []
    return [title, lanes, *above, *drawn[start:end], *below]


def text(found: Sequence[Transcript]) -> str:
    """The text of `transcript.txt`."""
    return "\n\n".join("\n".join(picture(transcript)) for transcript in found) + "\n"


def _title(transcript: Transcript) -> str:
    query = urlencode(transcript.query, doseq=True, errors="replace")
    return one_line(f"{transcript.socket}{'?' if query else ''}{query}", WIDTH)


def _rows(
    lines: Sequence[Mapping[str, Any]], marks: Mapping[int, Sequence[str]]
) -> Iterable[tuple[int, int]]:
    """Runs of lines of one kind; a marked line stands alone."""
    first = 0
    for index in range(1, len(lines) + 1):
        alone = index < len(lines) and (index in marks or index - 1 in marks)
        if index == len(lines) or alone or _kind(lines[index]) != _kind(lines[first]):
            yield first, index
            first = index


def _kind(line: Mapping[str, Any]) -> tuple[Any, ...]:
    message = _message(line)
    return line["from"], line["frame"], None if message is None else message.get("type")


def _message(line: Mapping[str, Any]) -> Mapping[str, Any] | None:
    if line["frame"] != "text":
        return None
    try:
        value = json.loads(line.get("text", ""))
    except (ValueError, RecursionError):
        return None
    return value if isinstance(value, dict) else None


def _drawn(index: int, line: Mapping[str, Any], sentences: Sequence[str]) -> list[str]:
    number = f"{'>' if sentences else ''}{index + 1}"
    lane = 0 if line["from"] == "client" else LANE
    arrow = {"lost": "✕", "quiet": "·"}.get(line["frame"], "→" if lane == 0 else "←")
    head = f"{number:>5} {line['at']:>8.3f}  {'':{lane}}{arrow} "
    drawn = [head + one_line(_said(line), max(30, WIDTH - len(head)))]
    return drawn + [f"{'':16}^ {one_line(sentence, _SENTENCE)}" for sentence in sentences]


def _between(lines: Sequence[Mapping[str, Any]]) -> str:
    lane = 0 if lines[0]["from"] == "client" else LANE
    size = sum(line.get("size", 0) for line in lines)
    amount = f", {size:,} bytes" if size else ""
    return f"{'':16}{'':{lane}}… {len(lines):,} more{amount}"


def _said(line: Mapping[str, Any]) -> str:
    """What a line says, short."""
    frame, words = line["frame"], line.get("text")
    if frame == "lost":
        return str(words)
    if frame == "quiet":
        return f"nothing for {line.get('seconds', 0):.3g} s"
    if frame == "close":
        code = "" if line.get("code") is None else f" {line['code']}"
        return f"close{code}{f' {words}' if words else ''}"
    if frame != "text":
        return f"{frame}, {line.get('size', 0):,} bytes"
    message = _message(line)
    if message is None:
        return f"text, {line.get('size', 0):,} bytes" if words is None else f"text {words}"
    kind = message.get("type")
    rest = {
        name: _short(value) for name, value in message.items() if name != "type" or not isinstance(kind, str)
    }
    fields = ", ".join(f"{name} {value}" for name, value in rest.items())
    return f"{kind} {fields}".strip() if isinstance(kind, str) else f"message {fields}".strip()


def _short(value: Any) -> str:
    written = json.dumps(value, ensure_ascii=False)
    if len(written) <= _TEXT:
        return written
    if isinstance(value, str | list | dict):
        amount = counted(len(value), "character" if isinstance(value, str) else "item")
        return f"{written[: _TEXT - 12]}… ({amount})"
    return f"{written[: _TEXT - 1]}…"
