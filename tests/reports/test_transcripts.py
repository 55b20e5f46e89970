"""What was said on a socket, in reports."""

import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from conformance.targets.sockets.transcript import read_transcripts
from reports.console import print_summary
from reports.events import event
from reports.transcripts import Mark, Transcript, excerpt, picture, text, worst
from reports.writing import write_all

UPLOAD, SHAPE = "files.upload.accepted", "files.object.id-shape"


def message(at, who, kind, **fields):
    """A line that is a message."""
    return {
        "at": at,
        "from": who,
        "frame": "text",
        "text": json.dumps({"type": kind, **fields}, ensure_ascii=False),
    }


def other(at, who, frame, **fields):
    """A line that is none."""
    return {"at": at, "from": who, "frame": frame, **fields}


SPOKEN = {
    "socket": "speech",
    "query": {"voice": "eve", "language": "auto", "word": ["a b", "ü"]},
    "lines": [
        message(
            0.0,
            "client",
            "text.delta",
            delta="Grüß Gott, and a text that is longer than anybody wants to read",
        ),
        message(0.001, "client", "text.done"),
        *(message(round(0.1 + n / 100, 2), "server", "audio.delta", delta="AAAA" * 100) for n in range(6)),
        message(0.2, "server", "audio.done", trace_id=None),
        message(0.21, "server", "audio.delta", delta="AAAA"),
        other(0.3, "server", "ping", base64="aGk=", size=2),
        other(0.3, "client", "pong", base64="aGk=", size=2),
        *(
            other(round(0.4 + n / 100, 2), "client", "binary", size=3200, sha256="ab" * 32)
            for n in range(100)
        ),
        other(1.5, "server", "text", text="\x1b[31mno JSON\n"),
        other(1.6, "server", "text", size=2_000_000, sha256="cd" * 32),
        message(1.7, "server", "error", message={"a": list(range(50))}, code=12345678901234567890),
        other(1.8, "client", "quiet", seconds=2.0),
        other(2.0, "server", "close", code=1011, text="why"),
        other(2.1, "client", "lost", text="the client broke the connection off"),
    ],
    "marks": [{"line": 9, "sentence": "it may not come while nothing has been asked for"}],
}


def spoken(**changes):
    """The value of the example."""
    record = {**SPOKEN, **changes}
    return Transcript(
        socket=record["socket"],
        query=record["query"],
        lines=tuple(record["lines"]),
        marks=tuple(Mark(mark["line"], mark["sentence"]) for mark in record["marks"]),
    )


def test_the_picture(snapshot):
    """Two lanes, times, short texts, and what is wrong with a line below it."""
    assert "\n".join(picture(spoken())) == snapshot


@pytest.mark.parametrize("line", [0, 9, 112, 117, 4000])
def test_the_excerpt(line, snapshot):
    """A dozen lines, among them the marked one."""
    marks = [{"line": line, "sentence": "This is the one."}]
    shown = excerpt(spoken(marks=marks), 12)

    assert sum("This is the one." in each for each in shown) == 1
    assert len(shown) <= 12 + 6
    assert "\n".join(shown) == snapshot


def test_the_excerpt_of_one_without_marks(snapshot):
    """The end is shown."""
    assert "\n".join(excerpt(spoken(marks=[]), 6)) == snapshot


def test_of_several_the_marked_one_is_shown():
    """Or else the last."""
    marked, plain = spoken(), spoken(marks=[])
    assert worst([plain, marked, plain]) is marked
    assert worst([marked, plain][1:]) is plain
    assert worst([]) is None
    assert text([marked, plain]).count("client") >= 2


def test_what_is_written_can_be_read_by_the_judge():
    """The lines of an event are those of a transcript."""
    (said,) = read_transcripts(spoken().jsonl().splitlines())

    assert said.query == {"voice": "eve", "language": "auto", "word": ("a b", "ü")}
    assert [line.as_json() for line in said.lines] == list(spoken().lines)


def test_an_event_may_have_transcripts(make):
    """And comes out as it went in; a line that is none is refused."""
    found = event(make.finished(UPLOAD, "deviates", "x", transcripts=[SPOKEN]))

    assert [each.as_json() for each in found.transcripts] == [SPOKEN]
    with pytest.raises(Exception, match="transcripts/0/lines/0"):
        event(make.finished(UPLOAD, transcripts=[{**SPOKEN, "lines": [other(0, "nobody", "text")]}]))


def handshake(make, status, **changes):
    """The exchange that opened a socket, or did not."""
    headers = {
        "upgrade": "websocket",
        "connection": "Upgrade",
        "sec-websocket-key": "x3JJHMbDL1EzLkh9GBhXDw==",
    }
    return make.exchange(
        "GET", "/v1/tts?voice=eve", status, operation="openSpeech", headers=headers, **changes
    )


@pytest.fixture(scope="module")
def deviating(make):
    """A run in which one deviation shows on a socket, and another in the answer to a handshake."""
    return make.run(
        make.started([UPLOAD, SHAPE]),
        make.finished(
            UPLOAD,
            "deviates",
            "#10 audio.delta: it may not come",
            transcripts=[SPOKEN],
            exchanges=[handshake(make, 101)],
        ),
        make.finished(
            SHAPE, "deviates", "It answered 500.", exchanges=[handshake(make, 500, answer={"error": "x"})]
        ),
        make.ended(),
    )


def test_the_console_shows_the_excerpt(deviating, snapshot):
    """In place of a command, which could show nothing."""
    console = Console(file=io.StringIO(), width=120, color_system=None, legacy_windows=False, _environ={})
    print_summary(deviating, console)
    assert console.file.getvalue() == snapshot


def test_the_files_of_a_deviation(deviating, tmp_path, snapshot, spec):
    """Its transcript twice, for the judge and for a person; a script only where the handshake is what deviates."""
    write_all(deviating, tmp_path, spec=spec)
    spoken_, shaken = tmp_path / "failures" / UPLOAD, tmp_path / "failures" / SHAPE

    assert sorted(path.name for path in spoken_.iterdir()) == [
        "exchanges.json",
        "repro.py",
        "transcript.jsonl",
        "transcript.txt",
    ]
    assert sorted(path.name for path in shaken.iterdir()) == ["exchanges.json", "repro.py", "repro.sh"]
    assert (spoken_ / "transcript.txt").read_text() == "\n".join(picture(spoken())) + "\n"
    (said,) = read_transcripts((spoken_ / "transcript.jsonl").read_text().splitlines())
    assert len(said.lines) == len(SPOKEN["lines"])
    assert "--http1.1" in (shaken / "repro.sh").read_text()
    assert "'connection: Upgrade'" in (shaken / "repro.sh").read_text()
    assert (tmp_path / "summary.md").read_text() == snapshot


anything = st.text(max_size=20)
lines = st.fixed_dictionaries(
    {
        "at": st.floats(0, 1e6),
        "from": st.sampled_from(["client", "server"]),
        "frame": st.sampled_from(["text", "binary", "ping", "pong", "close", "lost", "quiet"]),
    },
    optional={
        "text": anything
        | st.builds(lambda kind, value: json.dumps({"type": kind, "x": value}), anything, anything),
        "size": st.integers(0, 10**9),
        "code": st.integers(0, 65535),
        "seconds": st.floats(0, 1e6),
    },
)


@given(
    st.lists(lines, max_size=30),
    st.lists(st.tuples(st.integers(0, 40), anything), max_size=3),
    st.integers(1, 20),
)
def test_anything_can_be_drawn(lines, marks, most):
    """No line breaks the picture, and none steers a terminal."""
    said = Transcript(
        socket="speech", query={}, lines=tuple(lines), marks=tuple(Mark(*mark) for mark in marks)
    )

    for drawn in [*picture(said), *excerpt(said, most)]:
        assert "\n" not in drawn
        assert "\x1b" not in drawn
