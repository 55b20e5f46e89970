"""A comparison as people and programs read it."""

import io
import json
from importlib.resources import files

import jsonschema
import pytest
from click.testing import CliRunner
from rich.console import Console

from conformance.cli import main
from reports.compare.comparison import pair
from reports.compare.exits import Gate
from reports.compare.sides import read
from reports.compare.texts import document, markdown, print_comparison
from reports.github import from_comparison

UPLOAD, BOUNDS, SIZE = "files.upload.accepted", "public-url.expiry.bounds", "files.object.size"
SHAPE, EXTRA, DEAD = "files.object.id-shape", "files.object.extra-fields", "public-url.expiry.dead"
FETCH, AGREE = "public-url.fetch.anyone", "files.object.agreement"


@pytest.fixture
def folders(reported):
    """Two versions of an SDK, the older one without public URLs."""
    lacking = "lacking: sdk 1.0 has no createPublicUrl"
    before = reported(
        "a",
        {
            UPLOAD: "conforms",
            BOUNDS: lacking,
            DEAD: lacking,
            FETCH: lacking,
            SIZE: "deviates: The size is 4, and 5 bytes were sent.",
            SHAPE: "deviates: The id is “42”.",
            AGREE: "conforms",
        },
        sdk=("sdk", "1.0"),
    )
    after = reported(
        "b",
        {
            UPLOAD: "deviates: The upload was answered with [201](http://evil.example)\x1b[31m.\nThe docs say 200.",
            BOUNDS: "deviates: 200 to 3599",
            DEAD: "conforms",
            FETCH: "conforms",
            SIZE: "conforms",
            SHAPE: "deviates: The id is “43”.",
            AGREE: "lacking: sdk 1.1 has no listFiles",
            EXTRA: "observed",
        },
        sdk=("sdk", "1.1"),
        seed=8,
        spec="another",
    )
    return before, after


@pytest.fixture
def pairing(folders):
    return pair(*map(read, folders))


@pytest.mark.parametrize("width", [60, 120])
def test_what_a_terminal_shows(pairing, width, snapshot):
    out = io.StringIO()
    print_comparison(pairing, Console(file=out, width=width, highlight=False), Gate(on_new=True))
    assert out.getvalue() == snapshot


def test_what_a_job_summary_shows(pairing, snapshot):
    assert markdown(pairing, Gate(on_new=True)) == snapshot


def test_the_json_is_as_its_schema_says(pairing):
    found = document(pairing, Gate(on_new=True, on_lost=True))
    schema = json.loads((files("reports.compare") / "comparison.schema.json").read_text())
    jsonschema.validate(found, schema)
    (comparison,) = found["comparisons"]
    assert comparison["failing"] == [UPLOAD, BOUNDS, AGREE]
    assert comparison["totals"] == {
        "new": 2, "changed": 1, "fixed": 1, "vanished": 1, "appeared": 2, "still": 0, "added": 1, "removed": 0,
    }  # fmt: skip


def test_annotations_tell_what_is_new(pairing):
    found = [each.command() for each in from_comparison(pairing, Gate(on_new=True))]
    assert [line.partition("::")[2].partition(" ")[0] for line in found] == ["error", "error", "warning"]
    assert not any("\n" in line or "\x1b" in line for line in found)
    assert found[1] == (f"::error title=New deviation of sdk 1.1%3A {BOUNDS} (MUST)::200 to 3599")


def invoke(*arguments, **environment):
    """Call the command outside of any job but the one of `environment`."""
    outside = {"GITHUB_ACTIONS": None, "GITHUB_STEP_SUMMARY": None}
    return CliRunner().invoke(main, ["report", "compare", *map(str, arguments)], env=outside | environment)


def test_the_command_ends_with_what_was_asked_for(folders):
    before, after = folders
    assert invoke(before, after).exit_code == 0
    assert invoke(before, after, "--fail-on-new").exit_code == 1
    assert invoke(after, before, "--fail-on-new").exit_code == 1
    assert invoke(before, before, "--fail-on-new", "--fail-on-lost").exit_code == 0
    gone = invoke(before, after / "gone", "--fail-on-new")
    assert gone.exit_code == 2
    assert gone.output.count("\n") == 1


def test_the_command_tells_programs(folders):
    found = json.loads(invoke(*folders, "--format", "json").output)
    assert found["exit"] == 0


def test_a_job_is_annotated_and_summarised(folders, tmp_path):
    summary = tmp_path / "summary"
    environment = {"GITHUB_ACTIONS": "true", "GITHUB_STEP_SUMMARY": str(summary)}
    told = invoke(*folders, "--fail-on-new", **environment).output
    assert told.count("\n::error ") == 2
    assert "# Compared with the run before" in summary.read_text()
    assert "::error" not in invoke(*folders, "--fail-on-new", "--annotations", "none", **environment).output
    assert "::error" not in invoke(*folders, "--fail-on-new").output
