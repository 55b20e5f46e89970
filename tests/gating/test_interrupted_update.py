"""Where the list of known failures cannot be rewritten, nothing of what was found is lost for that."""

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


def test_the_report_is_written_all_the_same(tmp_path, monkeypatch):
    def update(path, *_, **__):
        raise known_failures.KnownFailuresError(f"{path} is rewritten from a whole run alone.")

    monkeypatch.setattr(known_failures, "update", update)
    spec = specs.load()
    selection = Selection(globs=("files.get.unknown",), driven=True)
    plan = Plan(selection=selection, requirements=selection.requirements(spec), seed=1, examples=0)
    settings = Settings(
        reading=Reading(strict=False, allow_incomplete=False, annotations=None),
        report_dir=tmp_path / "report",
        known_failures=tmp_path / "known.toml",
        update=True,
    )
    command = shlex.join([sys.executable, str(TEMPLATE)])

    with pytest.raises(JudgingError, match=r"^template 1\.0: .* is rewritten from a whole run alone$"):
        judge_all(plan, spec, settings, lambda tell: candidates([], [command], None, tell))

    (sdk,) = json.loads((tmp_path / "report" / "matrix.json").read_text())["sdks"]
    assert (tmp_path / "report" / sdk["folder"] / "verdicts.json").exists()
