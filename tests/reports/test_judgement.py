"""What `judge` prints."""

import io
import json

import pytest
from rich.console import Console

from reports.judgement import Judged, Violation, as_json, fails, print_judgement
from reports.transcripts import Transcript
from specs import Level


def line(at, who, text):
    """A text frame."""
    return {"at": at, "from": who, "frame": "text", "text": text}


SAID = Transcript(
    socket="speech",
    query={"voice": "eve"},
    lines=(
        line(0.1, "client", '{"type":"text.delta","delta":"Hello"}'),
        line(0.2, "server", '{"type":"audio.delta","delta":"AAAA"}'),
        line(0.3, "server", '{"type":"audio.done"}'),
        line(0.4, "server", '{"type":"\x1b[0m"}'),
        {"at": 0.5, "from": "server", "frame": "close", "code": 1000},
    ),
)


def violation(level, index, **changes):
    """A violation at a line."""
    return Violation(
        **{
            "requirement": f"sockets.speech.{level.lower()}",
            "level": level,
            "claim": "Nothing ends before it has begun, and nothing that has been begun is left without an end.",
            "docs": "Text to Speech guide § streaming",
            "rule": "unexpected",
            "state": "buffering",
            "event": "audio.done",
            "index": index,
            "channel": None,
            "sentence": "it may not come while text is being taken",
            **changes,
        }
    )


MUST, SHOULD = violation(Level.MUST, 2), violation(Level.SHOULD, 3, event="\x1b[0m", channel=1)
FINE = Judged(file="fine.jsonl", number=1, transcript=SAID, violations=())
CASES = {
    "must": [FINE, Judged(file="bad.jsonl", number=2, transcript=SAID, violations=(MUST, SHOULD))],
    "should": [Judged(file="bad.jsonl", number=1, transcript=SAID, violations=(SHOULD,))],
    "fine": [FINE],
    "cut": [Judged(file="fine.jsonl", number=1, transcript=SAID, violations=(), cut=2)],
}


@pytest.mark.parametrize("strict", [False, True])
@pytest.mark.parametrize("case", CASES)
def test_for_a_person(case, strict, snapshot):
    """Requirement, docs, state, rule, and the line in its two lanes."""
    console = Console(file=io.StringIO(), width=80, color_system=None, legacy_windows=False, _environ={})
    print_judgement(CASES[case], console, strict=strict)

    assert console.file.getvalue() == snapshot
    assert ("Exit 1" in console.file.getvalue()) is fails(CASES[case], strict=strict)


def test_for_a_program(snapshot):
    """The same as JSON."""
    text = as_json(CASES["must"], strict=False)

    assert json.loads(text)["fails"] is True
    assert text == snapshot
