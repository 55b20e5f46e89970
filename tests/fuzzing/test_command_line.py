"""The plain command line of Schemathesis, with nothing of ours in it, finds nothing at the emulator."""

import json
import subprocess
import sys
from pathlib import Path

import schemathesis
from schemathesis.specs.openapi.stateful.dependencies import inject_links

from conformance.emulator.process import EmulatorProcess

ROOT = Path(__file__).resolve().parents[2]
DOCUMENT = ROOT / "specs" / "openapi.yaml"
SEED = 2


def _asked(folder, *options, **emulator):
    """What the command line reports, run where there is no configuration; and what it says."""
    report = folder / "report.json"
    with EmulatorProcess(**emulator) as running:
        key, *_ = running.keys.values()
        finished = subprocess.run(
            [
                Path(sys.executable).with_name("schemathesis"),
                *("run", DOCUMENT, "--url", running.url, "--header", f"Authorization: Bearer {key}"),
                *("--seed", str(SEED), "--generation-database", "none", "--no-color"),
                *("--report", "json", "--report-json-path", report, *options),
            ],
            cwd=folder,
            capture_output=True,
            text=True,
            check=False,
        )
    return json.loads(report.read_text(encoding="utf-8")), finished


def test_finds_nothing(tmp_path):
    """In any phase, at any operation."""
    report, finished = _asked(tmp_path)

    assert finished.returncode == 0, finished.stdout
    assert report["failures"] == report["errors"] == []
    assert report["complete"]
    assert report["operations"]["tested"] == report["operations"]["total"] > 20
    assert {phase["status"] for phase in report["phases"].values()} == {"success"}
    assert report["test_cases"]["generated"] > 1000


def test_finds_what_is_wrong(tmp_path):
    """A server that lets a listing without a key through: the run above could have failed."""
    report, finished = _asked(tmp_path, "--phases", "coverage", faults=["list-without-key"])

    assert finished.returncode == 1
    assert ["GET /v1/files"] in [failure["operations"] for failure in report["failures"]]


def test_no_link_is_made_up_into_a_body():
    """Schemathesis would write real ids into bodies that are to be refused, and take what comes of it for a fault."""
    schema = schemathesis.openapi.from_path(DOCUMENT)
    assert inject_links(schema) > 0

    links = [
        link
        for operation in schema.get_all_operations()
        for _, response in operation.ok().responses.items()
        for link in response.definition.get("links", {}).values()
    ]
    assert len(links) > 20
    assert not [link for link in links if "requestBody" in link]
