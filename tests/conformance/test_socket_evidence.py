"""What a run keeps of a deviation on a socket: the words, two lanes, and a program that judges it again."""

import json
import sys
from pathlib import Path

import pytest
from reproducing import COMMAND, started

from conformance.emulator.faults import FAULTS
from conformance.emulator.process import EmulatorProcess
from conformance.targets.hiding import Hider
from conformance.targets.sockets.recorded import as_events
from conformance.targets.sockets.transcript import Line, Transcript, read_transcripts
from reports.events import event

SPOKEN = "talk-audio-after-done"


@pytest.fixture(scope="module")
def broken():
    with EmulatorProcess(faults=[SPOKEN]) as process:
        yield process


def command(emulator, folder, *words):
    done = started([sys.executable, "-P", *map(str, words)], emulator, folder)
    assert "Traceback" not in done.stdout + done.stderr
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(scope="module")
def report(broken, tmp_path_factory):
    folder = tmp_path_factory.mktemp("report")
    scope = ["--requirement", FAULTS[SPOKEN].breaks]
    arguments = ["run", "--target", broken.url, "--examples", "0", "--report-dir", folder, *scope]
    code, said = command(broken, folder, "-c", COMMAND, *arguments)
    assert code == 1, said
    return folder, said


@pytest.fixture(scope="module")
def failure(report):
    return report[0] / "failures" / FAULTS[SPOKEN].breaks


def test_the_console_shows_the_conversation(report):
    marked = [line for line in report[1].splitlines() if line.lstrip().startswith("^")]

    assert "client" in report[1]
    assert marked
    assert "curl" not in report[1]


def test_the_folder_holds_the_conversation_and_no_script(failure):
    assert sorted(path.name for path in failure.iterdir()) == [
        "exchanges.json",
        "repro.py",
        "transcript.jsonl",
        "transcript.txt",
    ]
    assert "^ it may not come" in (failure / "transcript.txt").read_text(encoding="utf-8")


def test_the_judge_finds_the_same_in_the_file(failure, broken):
    code, said = command(broken, failure, "-c", COMMAND, "judge", "--json", failure / "transcript.jsonl")

    found = {each["requirement"] for said in json.loads(said)["transcripts"] for each in said["violations"]}
    assert code == 1
    assert FAULTS[SPOKEN].breaks in found


def test_the_program_shows_it_again_and_not_where_it_is_mended(failure, broken):
    assert "Conversation(" in (failure / "repro.py").read_text(encoding="utf-8")
    code, said = command(broken, failure, failure / "repro.py")
    assert (code, said.split()[0]) == (1, "DEVIATES")
    with EmulatorProcess() as sound:
        code, said = command(sound, failure, failure / "repro.py")
    assert (code, said.split()[0]) == (0, "CONFORMS")


def test_no_key_is_in_any_file(report, broken):
    for path in report[0].rglob("*"):
        if path.is_file():
            content = path.read_bytes()
            assert not any(key.encode() in content for key in broken.keys.values())


# --- the form of the event stream

KEY = "xai-key-that-nobody-should-see"
HIDER = Hider({KEY: "$XAI_API_KEY"})


def written(*lines, marks=(), query=None):
    said = Transcript(socket="speech", query=query or {}, lines=lines)
    records = as_events([(said, marks)], HIDER)
    record = {
        "event": "check-finished", "time": 1, "check": "c", "requirement": "r", "worker": "w", "outcome": "deviates",
        "message": "", "counterexample": None, "blame": None, "observations": [], "exchanges": [], "examples": 1,
        "seconds": 1, "transcripts": records,
    }  # fmt: skip
    event(record)  # the schema holds
    return records[0]


def text(words, at=0.0):
    return Line(at=at, who="server", frame="text", text=words)


def test_keys_are_hidden_wherever_they_are_said():
    ping = Line(at=0, who="server", frame="ping", data=KEY.encode(), size=len(KEY))
    shown = json.dumps(
        written(text(f"key {KEY}"), ping, marks=((0, f"it says {KEY}"),), query={"a": (KEY,), "b": KEY})
    )

    assert KEY not in shown
    assert shown.count("$XAI_API_KEY") == 4
    assert "JFhBSV9BUElfS0VZ" in shown  # the placeholder, in base64


def test_a_text_that_is_very_long_is_kept_as_size_and_digest():
    record = written(text("x" * (2 << 20)))

    assert "text" not in record["lines"][0]
    assert record["lines"][0]["size"] == 2 << 20
    assert len(record["lines"][0]["sha256"]) == 64


def test_all_together_has_a_limit_and_short_ones_stay():
    lines = written(*[text("x" * (1 << 20))] * 30, text("short"))["lines"]

    assert sum("text" in line for line in lines) == 17
    assert lines[-1]["text"] == "short"


def test_long_binary_frames_are_kept_as_size_and_digest():
    line = Line(at=0, who="server", frame="binary", data=bytes(1 << 20), size=1 << 20)
    record = written(line)["lines"][0]

    assert record["size"] == 1 << 20
    assert "base64" not in record


def test_of_many_transcripts_the_marked_and_the_last_are_kept():
    said = [
        (Transcript(socket="speech", query={"n": str(n)}), ((0, "!"),) if n == 3 else ()) for n in range(40)
    ]

    kept = [record["query"]["n"] for record in as_events(said, HIDER)]
    assert kept == ["3", *map(str, range(31, 40))]


def test_half_characters_survive_the_stream(tmp_path):
    record = written(text('"\ud800"'))
    path = Path(tmp_path / "transcript.jsonl")
    head = {"transcript": 1, "socket": "speech", "query": {}}
    path.write_text("\n".join(json.dumps(each) for each in (head, *record["lines"])), encoding="utf-8")

    (said,) = read_transcripts(path.read_text(encoding="utf-8").splitlines())
    assert said.lines[0].text == '"\ud800"'
