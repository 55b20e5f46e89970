"""`judge`: transcripts from files, judged without a server."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.targets.sockets.transcript import Line, Transcript


def said(*lines, socket="speech", query=None):
    """A transcript of text frames, given as pairs of who and message."""
    return Transcript(
        socket=socket,
        query=query or {"voice": "eve", "language": "en"},
        lines=tuple(
            Line(at=float(number), who=who, frame="text", text=json.dumps(message))
            for number, (who, message) in enumerate(lines)
        ),
    )


DELTA = ("client", {"type": "text.delta", "delta": "Hello"})
DONE = ("client", {"type": "text.done"})
AUDIO = ("server", {"type": "audio.delta", "delta": "AAAA"})
END = ("server", {"type": "audio.done", "trace_id": "x"})
FINE = said(DELTA, DONE, AUDIO, END)
EARLY = said(AUDIO, DELTA, DONE, AUDIO, END)


def judged(*arguments):
    """What the command prints, and its exit code."""
    result = CliRunner().invoke(main, ["judge", *map(str, arguments)])
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result.output, result.exit_code


@pytest.fixture
def file(tmp_path):
    """Puts text, or transcripts, into a file."""

    def write(*content, name="transcript.jsonl"):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        text = content[0] if isinstance(content[0], str) else "".join(each.jsonl() for each in content)
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_a_conversation_as_it_should_be(file):
    output, code = judged(file(FINE))

    assert code == 0
    assert "Judged 1 transcript of 1 file: nothing deviates." in output


def test_audio_before_any_text(file):
    output, code = judged(file(FINE, EARLY))

    assert code == 1
    assert "transcript 2" in output
    assert "MUST  sockets.speech.quiet-between" in output
    assert "   >1    0.000" in output


def test_as_json(file):
    output, code = judged("--json", file(FINE, EARLY))

    document = json.loads(output)
    assert code == 1
    assert [len(each["violations"]) > 0 for each in document["transcripts"]] == [False, True]
    assert document["transcripts"][1]["violations"][0]["line"] == 1


def test_all_transcripts_of_a_report(file, tmp_path):
    file(FINE, name="report/failures/one/transcript.jsonl")
    file(EARLY, name="report/failures/two/transcript.jsonl")

    output, code = judged(tmp_path / "report")
    assert code == 1
    assert "Judged 2 transcripts of 2 files" in output


def test_what_was_too_long_to_be_kept_is_not_judged(file):
    long = Line(at=1.0, who="server", frame="text", size=5_000_000, sha256="ab" * 32)
    lines = (*FINE.lines[:2], long, *FINE.lines[2:])

    output, code = judged(file(Transcript(socket="speech", query=FINE.query, lines=lines)))
    assert code == 0
    assert "1 line not judged" in output


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "there is no transcript in it"),
        ("nonsense", "line 1 is no line of a transcript"),
        ('{"transcript":1,"socket":"speech","query":[]}', "line 1 is no line of a transcript"),
        (
            '{"transcript":1,"socket":"telepathy"}',
            "a socket 'telepathy', and known are speech, transcription",
        ),
        (
            FINE.jsonl() + '{"at":1,"from":"server","frame":"text","text":5}',
            "line 6 .* text has to be a text",
        ),
        (FINE.jsonl() + '{"at":NaN,"from":"server","frame":"text"}', "line 6 .* times are seconds from 0 on"),
        (FINE.jsonl() + '{"at":1,"from":"server","frame":"ping","base64":"*"}', "line 6 is no line"),
        (FINE.jsonl() + "[" * 100_000, "line 6 is no line"),
    ],
)
def test_bad_input_is_told_in_a_sentence(content, why, file):
    path = file(content)
    output, code = judged(path)

    assert code == 2
    assert output.count("\n") == 1
    assert output.startswith(f"Error: {path}: ")
    assert re.search(why, output)


def test_files_that_cannot_be_read(tmp_path):
    (tmp_path / "x.har").write_text("{}")
    (tmp_path / "latin").write_bytes(b"\xff")
    (tmp_path / "folder").mkdir()

    assert judged(tmp_path / "nowhere") == (f"Error: {tmp_path / 'nowhere'}: No such file or directory\n", 2)
    assert judged(tmp_path / "latin") == (f"Error: {tmp_path / 'latin'}: not UTF-8 text\n", 2)
    assert "HAR cannot be judged yet" in judged(tmp_path / "x.har")[0]
    assert "there is no transcript.jsonl in this folder" in judged(tmp_path / "folder")[0]
    assert judged(tmp_path / "x.har", "--profile", "nowhere.toml")[1] == 2


def test_readings_come_from_the_profile(file, tmp_path):
    profile = tmp_path / "profile.toml"
    profile.write_text('name = "mine"\n[readings]\ntranscription_after_done = "close"\n')

    assert judged(file(FINE), "--profile", profile)[1] == 0
