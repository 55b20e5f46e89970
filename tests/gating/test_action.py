"""The action does what it says: its scripts run, and call the command as it can be called."""

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from conformance.gating.asked import Asked
from conformance.targets.profile import AREAS

ROOT = Path(__file__).resolve().parents[2]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
STEPS = {step["name"]: step for step in ACTION["runs"]["steps"]}
SCRIPTS = {name: step for name, step in STEPS.items() if "run" in step}
WORKFLOWS = re.findall(
    r"```yaml\n(.*?)```", (ROOT / "docs" / "gating.md").read_text(encoding="utf-8"), re.DOTALL
)
STUB = """\
#!{python}
import json, os, sys
with open(os.environ["CALLS"], "a") as calls:
    calls.write(json.dumps(sys.argv[1:]) + "\\n")
sys.exit(int(os.environ.get("ENDS", "0")))
"""


@pytest.fixture
def step(tmp_path, parsed):
    """Run the script of a step with these inputs and outputs of others: its exit code, calls, and outputs."""
    place = tmp_path / "bin"
    place.mkdir()
    stub = place / "xai-conformance"
    stub.write_text(STUB.format(python=sys.executable))
    stub.chmod(0o755)
    calls, output = tmp_path / "calls", tmp_path / "output"
    (tmp_path / "report").mkdir()

    def run(name, *, outputs=None, ends=0, **inputs):
        calls.write_text("")
        output.write_text("")
        known = {**{key: given["default"] for key, given in ACTION["inputs"].items()}, "report-dir": "report"}
        known |= {key.replace("_", "-"): value for key, value in inputs.items()}
        assert known.keys() == ACTION["inputs"].keys()
        env = {key: _expanded(value, known, outputs or {}) for key, value in SCRIPTS[name]["env"].items()}
        done = subprocess.run(
            ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPTS[name]["run"]],
            env={
                "PATH": f"{place}:{os.environ['PATH']}", "CALLS": str(calls), "ENDS": str(ends),
                "GITHUB_OUTPUT": str(output), **env,
            },
            cwd=tmp_path, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert done.stderr == ""
        called = [parsed(json.loads(line)) for line in calls.read_text().splitlines()]
        said = dict(line.split("=", 1) for line in output.read_text().splitlines())
        return done.returncode, called, said

    return run


def _expanded(text, inputs, outputs):
    """What GitHub makes of the one expression that `text` is."""
    ((kind, name),) = re.findall(r"^\$\{\{ (inputs|steps)\.([\w.-]+) \}\}$", text)
    return inputs[name] if kind == "inputs" else outputs.get(name, "")


def test_every_input_is_described_and_used():
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    for name, given in ACTION["inputs"].items():
        assert given["description"]
        assert f"inputs.{name}" in text


def test_no_input_is_pasted_into_a_script():
    """They come by the environment, so that none of them can be a command."""
    assert not [name for name, step in SCRIPTS.items() if "${{" in step["run"]]


def test_the_candidate_is_judged_as_it_was_asked_for(step):
    code, [(command, options)], said = step(
        "Judge the SDKs",
        sdks="xai-sdk==1.21.0\n  @ai-sdk/xai@5.0.12  \n\n",
        drivers="node my driver.mjs\n",
        areas="files\npublic-urls\n",
        requirements="files.*\n",
        known_failures="ci/known failures.toml",
        strict="true",
        arguments="--seed=7\n--workers=2\n",
    )
    assert (code, command, said) == (0, "sdk", {"exit-code": "0"})
    assert options["sdks"] == ("xai-sdk==1.21.0", "@ai-sdk/xai@5.0.12")
    assert options["commands"] == ("node my driver.mjs",)
    assert options["areas"] == ("files", "public-urls")
    assert options["globs"] == ("files.*",)
    assert str(options["known_failures"]) == "ci/known failures.toml"
    assert (options["strict"], options["allow_incomplete"], options["annotations"]) == (True, False, None)
    assert (options["seed"], options["workers"]) == (7, 2)
    assert str(options["report_dir"]) == "report/candidate"


@pytest.mark.parametrize(("ends", "alone", "compared"), [(0, 0, 0), (1, 1, 0), (2, 2, 2), (3, 3, 0)])
def test_where_it_is_compared_the_comparison_decides(step, ends, alone, compared):
    code, _, said = step("Judge the SDKs", sdks="openai", ends=ends)
    assert (code, said) == (alone, {"exit-code": str(ends)})
    code, [(_, options)], _ = step(
        "Judge the SDKs", sdks="openai", ends=ends, outputs={"baseline.outputs.report": "b"}
    )
    assert (code, options["annotations"]) == (compared, "list")


@pytest.mark.parametrize(("ends", "code"), [(0, 0), (1, 0), (2, 2), (3, 0)])
def test_the_baseline_may_deviate_and_has_to_be_there(step, ends, code):
    found, [(command, options)], said = step(
        "Judge what it is compared with", baseline="xai-sdk==1.20.0", areas="files", ends=ends
    )
    assert (found, command) == (code, "sdk")
    assert options["sdks"] == ("xai-sdk==1.20.0",)
    assert options["areas"] == ("files",)
    assert options["annotations"] == "none"
    assert said == ({} if code else {"report": "report/baseline"})


def test_the_baseline_may_be_an_earlier_report(step, tmp_path):
    earlier = tmp_path / "last release"
    earlier.mkdir()
    (earlier / "matrix.json").touch()
    assert step("Judge what it is compared with", baseline=str(earlier)) == (0, [], {"report": str(earlier)})


@pytest.mark.parametrize("ends", [0, 1, 3])
def test_the_comparison_is_the_last_word(step, ends):
    given = {"outputs": {"baseline.outputs.report": "report/baseline"}}
    code, calls, _ = step("Compare", fail_on_lost="true", **given)
    assert code == 0
    assert {command for command, _ in calls} == {"report compare"}
    *told, (_, options) = calls
    assert [options["form"] for _, options in told] == ["json", "markdown"]
    assert [str(options[side]) for side in ("before", "after")] == ["report/baseline", "report/candidate"]
    assert (options["fail_on_new"], options["fail_on_lost"], options["strict"]) == (True, True, False)
    assert options["annotations"] is None
    code, calls, _ = step("Compare", ends=ends, **given)
    assert code == ends


@pytest.mark.parametrize("script", SCRIPTS)
def test_scripts_are_clean(script, tmp_path):
    tool = shutil.which("shellcheck")
    if tool is None:
        pytest.skip("needs shellcheck")
    path = tmp_path / "script.sh"
    path.write_text("#!/usr/bin/env bash\n" + SCRIPTS[script]["run"])
    done = subprocess.run([tool, "--severity=style", str(path)], capture_output=True, text=True, check=False)
    assert done.stdout == ""


@pytest.mark.parametrize("text", WORKFLOWS)
def test_the_workflow_of_the_docs_gives_the_action_what_it_takes(text, parsed):
    (job,) = yaml.safe_load(text)["jobs"].values()
    uses = [step for step in job["steps"] if "xai-conformance" in step.get("uses", "")]
    assert len(uses) == 1
    (given,) = (step["with"] for step in uses)
    assert given.keys() <= ACTION["inputs"].keys()
    for name in ("sdks", "baseline"):
        asked = [Asked.of(line) for line in given[name].split("\n") if line]
        assert [each.name for each in asked] == ["xai-sdk"]
    assert set(given["areas"].split()) <= set(AREAS)
    assert parsed(["sdk", "xai-sdk", *given["arguments"].split()])


def test_there_is_a_workflow_in_the_docs():
    assert WORKFLOWS


def test_the_commands_of_the_docs_can_be_called(parsed):
    """All that stand in shell blocks of the page, with what it says about them."""
    import shlex

    text = (ROOT / "docs" / "gating.md").read_text(encoding="utf-8")
    blocks = re.findall(r"```sh\n(.*?)```", text, re.DOTALL)
    lines = [shlex.split(line, comments=True) for block in blocks for line in block.splitlines()]
    commands = [parsed(words[1:])[0] for words in lines if words[:1] == ["xai-conformance"]]
    assert set(commands) == {"sdk", "report compare"}
    assert len(commands) == len(lines)
