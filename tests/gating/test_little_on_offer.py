"""SDKs that have next to nothing: that is told as such, and as nothing else."""

import json
import shlex
import sys

from click.testing import CliRunner

from conformance.cli import main

DRIVER = """
import json, sys

READY = {"protocol": 1, "name": "bare", "version": "1", "language": "python", "runtime": "x", "implements": {}}
for line in sys.stdin:
    if json.loads(line)["command"] == "stop":
        break
    print(json.dumps({"ready": READY}), flush=True)
"""


def test_what_an_sdk_without_any_operation_sends_is_not_on_offer(tmp_path):
    driver = tmp_path / "driver.py"
    driver.write_text(DRIVER)
    command = shlex.join([sys.executable, str(driver)])
    asked = ("--driver", command, "--requirement", "sdk.wire.*", "--report-dir", str(tmp_path / "report"))

    done = CliRunner().invoke(main, ["sdk", *asked])

    assert done.exit_code == 3, done.output
    assert "offers nothing of what is in scope" in " ".join(done.output.split())
    verdicts = json.loads((tmp_path / "report" / "bare-1" / "verdicts.json").read_text())["requirements"]
    assert {found["offered"] for found in verdicts.values()} == {False}
    assert verdicts["sdk.wire.key"]["message"] == "bare 1 has no operation at all"
