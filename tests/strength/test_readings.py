"""A server that is right in another way conforms: the suite does not cry wolf."""

import json
import os
import subprocess
import sys

import pytest

import readings
from conformance.emulator.process import EmulatorProcess

#: Readings that go together, so that a few runs see all of them.
SETS = {
    "sparse": ["no_nulls", "no_last_token", "inherited_expiry_hidden", "bare_deletion", "wrong_key_is_400"],
    "generous": ["all_nulls", "more_fields", "no_purpose", "always_a_token", "wrong_key_is_403", "nested_errors",
                 "charset", "dead_is_403"],
}  # fmt: skip


def test_the_sets_hold_every_reading():
    assert {name for names in SETS.values() for name in names} == {r.__name__ for r in readings.READINGS}


@pytest.mark.parametrize("chosen", SETS)
def test_another_reading_conforms(chosen, tmp_path):
    changes = [getattr(readings, name) for name in SETS[chosen]]
    profile = tmp_path / "profile.toml"
    profile.write_text('name = "another reading"', encoding="utf-8")  # without leave to fill the quota
    with EmulatorProcess() as emulator, readings.proxy(emulator.url, changes) as address:
        first, second = emulator.keys.values()
        run = subprocess.run(
            [sys.executable, "-c", "from conformance.cli import main; main()", "run", "--target", address,
             "--profile", str(profile), "--examples", "0", "--strict", "--report-dir", str(tmp_path)],
            env={**os.environ, "XAI_API_KEY": first, "XAI_SECOND_API_KEY": second},
            capture_output=True, text=True, check=False,
        )  # fmt: skip

    verdicts = json.loads((tmp_path / "verdicts.json").read_text(encoding="utf-8"))["requirements"]
    assert verdicts
    wrong = {
        id_: found["message"]
        for id_, found in verdicts.items()
        if found["verdict"] not in ("conforms", "observed") and ".quota." not in id_
    }
    assert wrong == {}
    assert run.returncode == 3, run.stdout + run.stderr  # for the quota alone, which is not judged
