"""Annotations and the summary of a job in GitHub Actions."""

from datetime import date
from pathlib import Path

import pytest

from conformance.cli import github
from reports.github import Annotation, from_known, from_run
from reports.known_failures import judge, load

UPLOAD, SHAPE, SIZE = "files.upload.accepted", "files.object.id-shape", "files.object.size"
LIST = Path("ci/known-failures.toml")
ENTRY = """\
[[known]]
requirement = "{}"
message = "{}"
reason = "because"
expires = {}

"""


@pytest.fixture
def run(make):
    """The upload, which must be right, and the shape of an id, which should, deviate."""
    return make.run(
        make.started([UPLOAD, SHAPE, SIZE]),
        make.finished(UPLOAD, "deviates", "answered with 201\nand not 200"),
        make.finished(SHAPE, "deviates", "“42”"),
        make.finished(SIZE),
        make.ended(),
    )


@pytest.fixture
def known(run, tmp_path):
    """A list with one entry that is stale, one that expired, and one that changed."""
    path = tmp_path / "known.toml"
    path.write_text(
        "# mine\n"
        + ENTRY.format(SIZE, "x", "2030-01-01")
        + ENTRY.format(SHAPE, "42", "2020-01-01")
        + ENTRY.format(UPLOAD, "something else", "2030-01-01")
    )
    return judge(load(path), run, today=date(2026, 6, 11))


def test_what_is_wrong_with_the_list_stands_at_its_lines(known):
    found = [each.command() for each in from_known(known, LIST)]
    assert [line.split(",title")[0] for line in found] == [
        f"::error file=ci/known-failures.toml,line={line}" for line in (2, 8, 14)
    ]
    assert [word in line for word, line in zip(("stale", "expired", "changed"), found, strict=True)] == [
        True
    ] * 3


def test_deviations_have_no_line_and_a_should_warns(run, known):
    found = [each.command() for each in from_run(run, known, strict=False)]
    assert found == [
        f"::error title={UPLOAD} deviates::answered with 201 and not 200",
        f"::warning title={SHAPE} deviates (SHOULD)::“42”",
    ]
    assert {each.kind for each in from_run(run, known, strict=True)} == {"error"}


def test_nothing_breaks_out_of_an_annotation():
    evil = Annotation(kind="error", title="a,line=3::b", message="100%\n::warning::x\x1b[31m", file="a:b,c")
    assert evil.command() == "::error file=a%3Ab%2Cc,title=a%2Cline=3%3A%3Ab::100%25 ::warning::x\\x1b[31m"


def told(capsys, count, **given):
    """What is printed of so many annotations."""
    many = [Annotation(kind="error", title="t", message=str(n)) for n in range(count)]
    github.tell(many, "summary", **given)
    return capsys.readouterr().out.splitlines()


def test_only_a_job_is_told_unless_it_is_wished(capsys, monkeypatch):
    assert told(capsys, 1, wanted=None) == []
    assert len(told(capsys, 1, wanted="all")) == 1
    monkeypatch.setenv("GITHUB_ACTIONS", "true")
    assert len(told(capsys, 1, wanted=None)) == 1
    assert told(capsys, 1, wanted="none") == []


def test_of_many_annotations_the_rest_is_counted(capsys):
    shown = told(capsys, 25, wanted="all")
    assert len(shown) == 11
    assert shown[-1] == "::error::15 more are in the report."


@pytest.mark.parametrize("before", [0, 1000, 1024 * 1024])
def test_a_summary_never_has_more_than_fits(before, tmp_path, monkeypatch):
    path = tmp_path / "summary"
    path.write_bytes(b"x" * before)
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(path))
    github.tell([], "é" * 1024 * 1024, wanted="all")
    assert len(path.read_bytes()) <= 1024 * 1024
    path.read_text(encoding="utf-8")


def test_a_summary_that_cannot_be_written_fails_nothing(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("GITHUB_STEP_SUMMARY", str(tmp_path / "no" / "folder"))
    github.tell([], "text", wanted="all")
    assert "cannot be written" in capsys.readouterr().err


def test_what_is_wrong_with_the_list_may_be_all_that_is_told(run, known, capsys):
    github.tell((*from_known(known, LIST), *from_run(run, known, strict=False)), "summary", wanted="list")
    assert [line.split(",")[0] for line in capsys.readouterr().out.splitlines()] == [
        f"::error file={LIST}"
    ] * 3
