"""Transcripts in the form of the event stream: without keys, and without what is too long for anybody."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterable, Iterator
from typing import Any

from conformance.targets.hiding import Hider
from conformance.targets.sockets.transcript import Line, Transcript

#: So many transcripts of an example are written down, those with marks first.
_MOST = 10
#: Characters of a single text that is kept, and of all together; beyond those only short ones are.
_LONGEST = 1 << 20
_ALL = 16 << 20
_ALWAYS = 4 << 10
#: Bytes of a binary frame of the target that are kept; of ours only short ones ever are.
_BINARY = 1 << 16

Marks = tuple[tuple[int, str], ...]


def as_events(spoken: Iterable[tuple[Transcript, Marks]], hider: Hider) -> list[dict[str, Any]]:
    """Transcripts with their marks, as an event holds them, in the order in which they were held."""
    numbered = list(enumerate(spoken))
    chosen = sorted(numbered, key=lambda each: (not each[1][1], -each[0]))[:_MOST]
    left = _ALL
    records = []
    for _, (transcript, marks) in sorted(chosen, key=lambda each: each[0]):
        lines = list(_lines(transcript, hider, left))
        left -= sum(len(line.get("text", "")) for line in lines)
        records.append(
            {
                "socket": transcript.socket,
                "query": {
                    hider.text(name): [hider.text(each) for each in value]
                    if isinstance(value, tuple)
                    else hider.text(value)
                    for name, value in transcript.query.items()
                },
                "lines": lines,
                "marks": [{"line": index, "sentence": hider.sentence(why)} for index, why in marks],
            }
        )
    return records


def _lines(transcript: Transcript, hider: Hider, left: int) -> Iterator[dict[str, Any]]:
    for line in transcript.lines:
        record = _line(line, hider, min(_LONGEST, max(left, _ALWAYS)))
        left -= len(record.get("text", ""))
        yield record


def _line(line: Line, hider: Hider, most: int) -> dict[str, Any]:
    record = line.as_json()
    if line.text is not None:
        record["text"] = hider.text(line.text)
        if len(record["text"]) > most:
            raw = line.text.encode("utf-8", "surrogatepass")
            del record["text"]
            record |= {"size": len(raw), "sha256": hashlib.sha256(raw).hexdigest()}
    if line.data is not None:
        data = hider.data(line.data)
        record["base64"] = base64.b64encode(data).decode("ascii")
        if len(data) > _BINARY:
            del record["base64"]
            record |= {"sha256": hashlib.sha256(line.data).hexdigest()}
    return record
