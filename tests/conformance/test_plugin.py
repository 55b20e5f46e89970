"""Beside somebody's own tests the plugin costs nothing and changes nothing; with the suite it works from anywhere."""

import json
import re
import subprocess
import sys

import pytest

OWN_TESTS = """
import pytest

@pytest.fixture
def api(): return "mine"

@pytest.fixture
def session(): return "mine, too"

@pytest.mark.requirement("REQ-1")
@pytest.mark.last
def test_own(api, session): assert (api, session) == ("mine", "mine, too")

def test_failing(): assert 1 == 2

@pytest.mark.skip(reason="not today")
def test_skipped(): pass
"""
OWN_INI = """[pytest]
addopts = --strict-markers --strict-config -W error
markers =
    requirement(id): ours
    last: ours
"""


@pytest.fixture
def project(tmp_path):
    """Somebody's project, whose packages are even called like ours."""
    folder = tmp_path / "project"
    folder.mkdir()
    (folder / "test_own.py").write_text(OWN_TESTS)
    (folder / "pytest.ini").write_text(OWN_INI)
    for name in ("specs", "reports", "strategies", "conformance"):
        (folder / name).mkdir()
        (folder / name / "__init__.py").write_text("raise RuntimeError('somebody else is meant')")
    return folder


def shown(done):
    """The outcome, without what differs from run to run anyway."""
    text = re.sub(r"in \d+\.\d+s|0x\w+|plugins:.*", "", done.stdout)
    return done.returncode, text, done.stderr


@pytest.mark.parametrize("more", [[], ["--import-mode=importlib"]], ids=["plain", "importlib"])
def test_own_tests_run_the_same_with_and_without_it(project, pytest_in, more):
    without, with_it = (pytest_in(project, "-ra", *p, *more) for p in (["-p", "no:xai-conformance"], []))
    assert shown(without) == shown(with_it)
    assert with_it.returncode == 1
    assert "1 failed, 1 passed, 1 skipped" in with_it.stdout


def test_own_tests_run_the_same_in_processes_side_by_side(project, pytest_in):
    done = pytest_in(project, "-p", "no:schemathesis", "-n", "1")
    assert done.returncode == 1
    assert "1 failed, 1 passed, 1 skipped" in done.stdout


def test_the_plugin_alone_imports_next_to_nothing():
    code = (
        "import sys, pytest; before = set(sys.modules); import conformance.plugin; "
        "print(*sorted(set(sys.modules) - before))"
    )
    done = subprocess.run([sys.executable, "-P", "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["conformance", "conformance.plugin"]


def test_a_session_of_own_tests_imports_none_of_ours(project, pytest_in):
    (project / "conftest.py").write_text(
        "import sys\n"
        "def pytest_unconfigure(config):\n"
        "    ours = {'hypothesis', 'httpcore', 'specs', 'strategies', 'conformance.session', 'jsonschema_rs'}\n"
        "    print('imported:', sorted(ours & set(sys.modules)))\n"
    )
    done = pytest_in(project, "-p", "no:hypothesispytest", "-p", "no:schemathesis", "-k", "own")
    assert "imported: []" in done.stdout


@pytest.mark.parametrize("more", [[], ["-n", "1"]], ids=["plain", "xdist"])
def test_the_suite_runs_from_a_strangers_folder(project, pytest_in, tmp_path, more):
    for name in ("specs", "reports", "strategies", "conformance"):
        (project / name / "__init__.py").unlink()
    (project / "conftest.py").write_text("import pytest\n@pytest.fixture\ndef api(): return 'not meant'\n")
    events = tmp_path / "events.jsonl"
    done = pytest_in(
        project, "--pyargs", "conformance.suite", "--conformance-requirement", "files.delete.*",
        "--conformance-examples", "1", "--conformance-events", events, *more,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr
    finished = [e for e in map(json.loads, events.read_text().splitlines()) if e["event"] == "check-finished"]
    assert {e["outcome"] for e in finished} <= {"conforms", "observed"}
    # The names by which checks are called do not depend on where they are called from.
    assert all(e["check"].startswith("conformance/suite/files/test_delete.py::test_") for e in finished)


def test_the_suite_against_a_target(project, pytest_in, emulator, keys):
    arguments = ["--pyargs", "conformance.suite", "--conformance-requirement", "files.delete.*"]
    arguments += ["--conformance-target", emulator.url, "--conformance-examples", "0"]
    done = pytest_in(project.parent, *arguments, env=keys)
    assert done.returncode == 0, done.stdout + done.stderr
    done = pytest_in(project.parent, *arguments)
    assert done.returncode == 4
    assert next(line for line in done.stderr.splitlines() if line).startswith(
        f"ERROR: there is no key for {emulator.url}"
    )
    assert "Traceback" not in done.stdout + done.stderr


@pytest.mark.parametrize(
    ("option", "sentence"),
    [
        (["--conformance-area", "fils"], "the catalogue has no area 'fils'"),
        (["--conformance-level", "must"], "there is no level 'must'"),
        (["--conformance-requirement", "files.dleete.*"], "no requirement matches"),
        (["--conformance-shard", "x"], "a shard is written K/N"),
        (["--conformance-profile", "nowhere.toml"], "there is no profile"),
        (["--conformance-target", "nowhere"], "the target is not an address"),
    ],
)
def test_bad_options_are_told_in_one_sentence(tmp_path, pytest_in, option, sentence):
    done = pytest_in(tmp_path, "--pyargs", "conformance.suite", *option)
    assert done.returncode == 4
    assert "Traceback" not in done.stdout + done.stderr
    (line,) = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    assert sentence in line


def test_shards_part_the_checks(tmp_path, pytest_in):
    def collected(*shard):
        done = pytest_in(tmp_path, "--collect-only", "-q", "--pyargs", "conformance.suite", *shard)
        assert done.returncode == 0, done.stdout
        return {line for line in done.stdout.splitlines() if "::" in line}

    whole = collected()
    parts = [collected("--conformance-shard", f"{k}/2") for k in (1, 2)]
    last = set.intersection(*parts)
    assert whole == set.union(*parts)
    assert len(whole) > 150
    assert sum(len(part - last) for part in parts) == len(whole - last)
    assert last
    assert all("/test_answers.py::" in line for line in last)  # those that judge all traffic
    assert min(map(len, parts)) > len(whole) / 4


def test_the_command_minds_no_configuration_of_the_folder(project, run, tmp_path):
    somewhere = tmp_path / "somewhere"
    for path in project.iterdir():
        path.rename(somewhere / path.name)
    (somewhere / "conftest.py").write_text("raise RuntimeError('not meant for this')")
    env = {"PYTEST_ADDOPTS": "--nonsense", "PYTHONWARNINGS": "error", "PYTEST_PLUGINS": "nonsense"}
    before = sorted(somewhere.rglob("*"))
    ended = run("--requirement", "files.delete.*", "--examples", "1", env=env)
    assert ended.code == 0, ended.stdout + ended.stderr
    assert ended.stderr == ""
    assert sorted(somewhere.rglob("*")) == before
