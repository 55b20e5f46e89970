"""Where a file cannot be written in the end, nothing of what was found is lost for that."""

import errno
import json
import shlex
import sys
from pathlib import Path

import pytest

import conformance
import specs
from conformance.cli.judging_sdks import JudgingError, Settings, judge_all
from conformance.cli.performing import Reading
from conformance.gating.candidates import candidates
from conformance.running import Plan
from conformance.selection import Selection
from reports import known_failures

TEMPLATE = Path(conformance.__file__).parent / "drivers" / "templates" / "driver.py"


def _judge(**settings):
    spec = specs.load()
    selection = Selection(globs=("files.get.unknown",), driven=True)
    plan = Plan(selection=selection, requirements=selection.requirements(spec), seed=1, examples=0)
    reading = Reading(strict=False, allow_incomplete=False, annotations=None)
    command = shlex.join([sys.executable, str(TEMPLATE)])
    judge_all(
        plan,
        spec,
        Settings(reading=reading, **settings),
        lambda tell: candidates([], [command], None, tell),
    )


def test_the_report_is_written_all_the_same(tmp_path, monkeypatch):
    def update(path, *_, **__):
        raise known_failures.KnownFailuresError(f"{path} is rewritten from a whole run alone.")

    monkeypatch.setattr(known_failures, "update", update)

    with pytest.raises(JudgingError, match=r"^template 1\.0: .* is rewritten from a whole run alone$"):
        _judge(report_dir=tmp_path / "report", known_failures=tmp_path / "known.toml", update=True)

    (sdk,) = json.loads((tmp_path / "report" / "matrix.json").read_text())["sdks"]
    assert (tmp_path / "report" / sdk["folder"] / "verdicts.json").exists()


def test_a_report_that_cannot_be_written_any_more_is_told_all_the_same(tmp_path, monkeypatch, capsys):
    def full(*_, **__):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("reports.matrix.writing.write_all", full)

    with pytest.raises(JudgingError, match=r"the report cannot be written to .*: No space left on device"):
        _judge(report_dir=tmp_path / "report", known_failures=None, update=False)

    said = capsys.readouterr().out
    assert "conforms" in said
    assert "Report:" not in said
