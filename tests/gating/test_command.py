"""The command as somebody calls it, with the template of a driver in the place of an SDK."""

import json
import shlex
import sys
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from conformance.cli import main
from conformance.gating import candidates as candidates_module
from conformance.gating.asked import Asked, AskedError, folder_name
from reports.matrix.model import SCHEMA

TEMPLATE = shlex.join(
    [
        sys.executable,
        str(Path(__file__).resolve().parents[2] / "conformance" / "drivers" / "templates" / "driver.py"),
    ]
)
ENTRY = """\
[[known]]
requirement = "files.get.unknown"
driver = "{driver}"
message = "*"
reason = "because"
expires = 2099-12-31
"""


def invoke(*arguments):
    """Call the command."""
    return CliRunner().invoke(main, ["sdk", *map(str, arguments)])


@pytest.mark.parametrize(
    ("text", "name", "version"),
    [
        ("xai-sdk", "xai-sdk", None),
        ("xai-sdk==1.21.0", "xai-sdk", "1.21.0"),
        ("xai-sdk==./my checkout", "xai-sdk", "./my checkout"),
        ("@ai-sdk/xai", "@ai-sdk/xai", None),
        ("@ai-sdk/xai@5.0.12", "@ai-sdk/xai", "5.0.12"),
        ("@ai-sdk/xai==./x.tgz", "@ai-sdk/xai", "./x.tgz"),
        ("openai == 3", "openai", "3"),
    ],
)
def test_an_sdk_is_named_with_or_without_its_version(text, name, version):
    assert Asked.of(text) == Asked(name=name, version=version)


@pytest.mark.parametrize("text", ["", "==1", "xai-sdk==", "@ai-sdk/xai@"])
def test_what_names_no_sdk_is_refused(text):
    with pytest.raises(AskedError, match="an SDK is named like"):
        Asked.of(text)


def test_folders_have_plain_names_that_differ():
    assert folder_name("@ai-sdk/xai", "5.0.12") == "ai-sdk-xai-5.0.12"
    assert folder_name("xai-sdk", "1.21.0+0a1b", {"xai-sdk-1.21.0+0a1b"}) == "xai-sdk-1.21.0+0a1b-2"
    assert folder_name("../..", "") == "sdk"


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ((), "name an SDK"),
        (("xai-sdk==",), "an SDK is named like"),
        (("--driver", ""), "--driver: the name of a program is missing"),
        (("--driver", "'"), "is no command line: No closing quotation"),
        (("xai-sdk", "--env-dir", ""), "the name of a folder is missing"),
        (("xai-sdk", "--requirement", "no.such"), "no requirement matches"),
        (("xai-sdk", "--known-failures", "/no/such/list.toml"), "cannot be read"),
        (("xai-sdk", "--update-known-failures"), "needs --known-failures"),
        (("xai-sdk", "--area", "sockets"), "leave no requirement"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_sentence(arguments, says):
    done = invoke(*arguments)
    assert (done.exit_code, done.output.count("\n")) == (2, 1)
    assert says in done.output


def test_an_sdk_that_nobody_knows_is_told_and_the_others_are_judged(tmp_path):
    done = invoke(
        "no-such-sdk", "--driver", TEMPLATE, "--requirement", "files.get.unknown", "--report-dir", tmp_path
    )
    assert done.exit_code == 2
    matrix = json.loads((tmp_path / "matrix.json").read_text())
    assert [sdk["exit"] for sdk in matrix["sdks"]] == [2, 0]
    assert "no driver for 'no-such-sdk'" in matrix["sdks"][0]["problem"]


def test_the_same_driver_twice_has_two_reports_and_one_matrix(tmp_path):
    done = invoke(
        "--driver",
        TEMPLATE,
        "--driver",
        TEMPLATE,
        "--requirement",
        "files.get.unknown",
        "--report-dir",
        tmp_path,
    )
    assert done.exit_code == 0, done.output
    matrix = json.loads((tmp_path / "matrix.json").read_text())
    jsonschema.validate(matrix, json.loads(SCHEMA.read_text()))
    folders = [sdk["folder"] for sdk in matrix["sdks"]]
    assert len(set(folders)) == 2
    for folder in folders:
        assert {"events.jsonl", "verdicts.json", "summary.md", "junit.xml"} <= {
            path.name for path in (tmp_path / folder).iterdir()
        }
    assert {path.name for path in tmp_path.iterdir()} == {"matrix.json", "index.html", "summary.md", *folders}


def test_an_earlier_report_makes_room_and_nothing_else_does(tmp_path):
    report = tmp_path / "report"
    for folder in ("report/old-1.0", "report/mine", "kept"):
        (tmp_path / folder).mkdir(parents=True)
        (tmp_path / folder / "verdicts.json").touch()
    plain = dict.fromkeys(("name", "version", "mode", "language", "runtime", "meaning"), "")
    sdks = [
        {**plain, "key": folder, "folder": folder, "exit": 0, "problem": None, "seconds": 0}
        for folder in ("old-1.0", "../kept", "..", "gone-1.0")
    ]
    common = {"version": "", "spec": "", "seed": 0, "examples": 0, "seconds": 0, "strict": False}
    (report / "matrix.json").write_text(json.dumps({**common, "sdks": sdks, "requirements": {}}))

    invoke("no-such-sdk", "--report-dir", report)

    assert not (report / "old-1.0").exists()
    assert (report / "mine" / "verdicts.json").exists()
    assert (tmp_path / "kept" / "verdicts.json").exists()


def test_an_entry_counts_for_the_sdk_that_it_names(tmp_path):
    """Of another SDK it is passed over; of this one it is stale, since nothing deviates."""
    known = tmp_path / "known.toml"
    given = ("--driver", TEMPLATE, "--requirement", "files.get.unknown", "--known-failures", known)
    known.write_text(ENTRY.format(driver="another-sdk"))
    assert invoke(*given).exit_code == 0
    known.write_text(ENTRY.format(driver="*"))
    done = invoke(*given, "--annotations", "list")
    assert done.exit_code == 1
    assert f"::error file={known},line=1," in done.output


@pytest.mark.parametrize(
    ("command", "code", "says"),
    [
        (TEMPLATE, 0, "keeps the protocol"),
        (f"{sys.executable} -c print(1)", 1, "breaks the protocol"),
        ("'", 2, "is no command line"),
        ("", 2, "--check-driver: the name of a program is missing"),
    ],
)
def test_a_driver_can_be_checked_by_itself(command, code, says):
    done = invoke("--check-driver", command)
    assert done.exit_code == code, done.output
    assert says in done.output


def test_an_sdk_that_speaks_grpc_is_not_judged_without_what_the_emulator_needs_for_it(monkeypatch):
    monkeypatch.setattr(candidates_module, "has_grpc", lambda: False)
    asked = [Asked.of("xai-sdk==1.21.0")]
    (found,) = candidates_module.candidates(asked, (), None, lambda _: None)
    assert found.command is None
    assert "xai-conformance[sdk]" in found.problem
