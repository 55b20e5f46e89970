"""The files of a report."""

import json
import re
from datetime import date
from xml.etree import ElementTree as ET

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from syrupy.extensions.single_file import SingleFileSnapshotExtension, WriteMode

from reports import json_verdicts, junit, markdown
from reports.known_failures import Known, KnownFailure, Problem
from reports.writing import write_all

UPLOAD, BOUNDS = "files.upload.accepted", "public-url.expiry.bounds"


@pytest.fixture
def file_snapshot(snapshot):
    """Snapshots as files of their own, as a reader would open them."""

    def compare(text, ending):
        class Extension(SingleFileSnapshotExtension):
            _write_mode = WriteMode.TEXT
            file_extension = ending

        assert text == snapshot(extension_class=Extension)

    return compare


def test_verdicts_json(sample, file_snapshot):
    """Target, spec, totals, requirements."""
    text = json_verdicts.text(sample)
    document = json.loads(text)
    assert list(document)[:4] == ["target", "spec", "totals", "requirements"]
    assert sum(document["totals"].values()) == len(document["requirements"]) == len(sample.requirements)
    for record in document["requirements"].values():
        assert list(record) == ["verdict", "level", "area", "checks", "message", "counterexample"]
    file_snapshot(text, "json")


def test_verdicts_json_is_the_same_for_the_same_behaviour(make):
    """Times and the address of an embedded target differ between runs, and are not in it."""

    def text(port, seconds):
        target = {"name": "emulator", "base_url": f"http://127.0.0.1:{port}", "embedded": True}
        return json_verdicts.text(
            make.run(
                make.started([UPLOAD], target=target, time=seconds, run=str(port)),
                make.finished(UPLOAD, seconds=seconds),
                make.ended(seconds=seconds),
            )
        )

    assert text(1024, 3) == text(2048, 4)


def test_summary_md(sample, file_snapshot):
    """Fit for the summary of a CI job."""
    # Not under the name of a Markdown file, whose code a formatter would change.
    file_snapshot(markdown.text(sample), "txt")


def test_junit_xml(sample, file_snapshot):
    """A case a requirement."""
    file_snapshot(junit.text(sample), "xml")


def test_junit_says_of_every_verdict_what_a_ci_understands(sample):
    """Deviates fails, an error is one, what was not judged is skipped; and the counts are right."""
    root = ET.fromstring(junit.text(sample))
    tags = {"deviates": "failure", "error": "error", "untestable": "skipped", "deferred": "skipped"}
    cases = {case.get("name"): case for case in root.iter("testcase")}
    assert set(cases) == set(sample.requirements)
    for id_, found in sample.requirements.items():
        results = [child.tag for child in cases[id_] if child.tag != "system-out"]
        assert results == [tags[found.verdict]] if found.verdict in tags else results == []
        assert cases[id_].get("classname") == found.area
    for suite in [root, *root.iter("testsuite")]:
        for attribute, tag in {"failures": "failure", "errors": "error", "skipped": "skipped"}.items():
            assert int(suite.get(attribute)) == len(list(suite.iter(tag)))
        assert int(suite.get("tests")) == len(list(suite.iter("testcase")))
    assert (
        cases["access.team.read"].find("skipped").get("message")
        == "untestable: needs a second team's API key"
    )


def test_a_known_failure_is_skipped_and_shown_as_known(sample):
    """A CI that fails on JUnit failures must agree with the exit code."""
    entry = KnownFailure(
        requirement=UPLOAD, message="201", reason="Older than the docs.", link="", expires=date(2026, 12, 31)
    )
    known = Known(
        covered={UPLOAD: entry}, wrong=(Problem(sentence="The known failure x is stale; remove it."),)
    )
    root = ET.fromstring(junit.text(sample, known))
    case = next(case for case in root.iter("testcase") if case.get("name") == UPLOAD)
    assert case.find("skipped").get("message") == "known failure: Older than the docs."
    summary = markdown.text(sample, known)
    assert "Known until 2026-12-31: Older than the docs." in summary
    assert "is stale" in summary
    assert json.loads(json_verdicts.text(sample, known))["known_failures"]["covered"] == [UPLOAD]


texts = st.text(st.characters(codec=None), max_size=30) | st.sampled_from(
    [
        "]]>",
        "</failure>",
        "```",
        "``` `",
        "</details>",
        "|",
        "\x00",
        "\ufffe",
        "\ud800",
        "\x1b[0m",
        "$(id)",
        "'''",
    ]
)


@settings(deadline=None)
@given(message=texts, source=texts, answer=texts, seen=texts)
def test_no_text_can_break_a_report(make, message, source, answer, seen):
    """Whatever a target says: XML parses, JSON parses, nothing invisible is left, all of it is UTF-8."""
    run = make.run(
        make.started([UPLOAD, BOUNDS, "files.upload.purpose-echo"]),
        make.finished(
            UPLOAD,
            "deviates",
            message,
            counterexample={"kind": "arguments", "source": source, "imports": []},
            exchanges=[make.exchange("GET", "/v1/files", 200, {"id": answer})],
            observations=[{"what": seen, "value": seen}],
        ),
        make.finished(BOUNDS, "untestable", message),
        make.ended(),
    )
    root = ET.fromstring(junit.text(run).encode())
    assert len(list(root.iter("testcase"))) == 3
    assert json.loads(json_verdicts.text(run))["requirements"][UPLOAD]["message"] == message
    summary = markdown.text(run)
    summary.encode()
    assert not re.search("[\x00-\x08\x0b-\x1f\x7f\u202e]", summary)
    assert summary.count("</details>") - message.count("</details>") - source.count("</details>") <= 1


def test_write_all_writes_the_report(sample, spec, tmp_path):
    """All of it, and what an earlier run left of failures is gone."""
    directory = tmp_path / "report"
    old = directory / "failures" / "files.object.size"
    kept = directory / "failures" / "notes"
    for folder in (old, kept):
        folder.mkdir(parents=True)
    (old / "repro.sh").write_text("old")
    (kept / "mine.txt").write_text("mine")
    written = write_all(sample, directory, spec=spec)
    assert sorted(path.relative_to(directory).as_posix() for path in written) == sorted(
        [
            "verdicts.json",
            "summary.md",
            "junit.xml",
            *(
                f"failures/{found.id}/{name}"
                for found in sample.deviations
                for name in ("exchanges.json", "repro.py", "repro.sh")
            ),
        ]
    )
    assert all(path.is_file() for path in written)
    assert not old.exists()
    assert (kept / "mine.txt").read_text() == "mine"


def test_a_requirement_cannot_write_outside_its_folder(make, spec, tmp_path):
    """Not even one that the catalogue does not know."""
    run = make.run(make.started([]), make.finished("../../odd", "deviates", "x"), make.ended())
    written = write_all(run, tmp_path / "report", spec=spec)
    assert all(path.resolve().is_relative_to(tmp_path / "report") for path in written)
    # Without exchanges there is nothing to send again.
    assert [path.name for path in written[3:]] == ["exchanges.json", "repro.py"]


def test_a_deviation_of_an_sdk_has_a_program_in_its_language(make, spec, tmp_path):
    """And no curl script: what deviates is what the SDK made of the service."""
    sdk = {"name": "an-sdk", "version": "2", "language": "javascript", "runtime": "Node 22", "mode": ""}
    program = {"language": "javascript", "extension": "mjs", "text": "console.log(1)\n"}
    run = make.run(
        make.started([UPLOAD], driver=sdk),
        make.finished(UPLOAD, "deviates", "no", exchanges=[make.upload()], program=program),
        make.ended(),
    )
    old = tmp_path / "failures" / "files.object.size"
    old.mkdir(parents=True)
    (old / "program.py").write_text("old")

    write_all(run, tmp_path, spec=spec)

    assert not old.exists()
    folder = tmp_path / "failures" / UPLOAD
    assert (folder / "program.mjs").read_text() == "console.log(1)\n"
    assert not (folder / "repro.sh").exists()
    assert (folder / "run.txt").read_text().splitlines()[1:] == [
        "npm install an-sdk@2 ai ws",
        "node program.mjs",
    ]
    again = (folder / "repro.py").read_text()
    compile(again, "repro.py", "exec")
    assert 'sdk=("an-sdk", "2", "")' in again
