"""The Dockerfile, as far as it can be read without building it."""

import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def instructions():
    """The instructions in order, each with its arguments, lines joined."""
    text = re.sub(r"^#.*\n", "", (ROOT / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", "", text).splitlines()
    return [tuple(line.split(None, 1)) for line in lines if line.strip()]


def having(name):
    """The arguments of all instructions of that name."""
    return [arguments for instruction, arguments in instructions() if instruction == name]


def test_it_has_only_known_instructions():
    assert {name for name, _ in instructions()} <= {
        "FROM",
        "COPY",
        "RUN",
        "USER",
        "WORKDIR",
        "ENTRYPOINT",
        "CMD",
    }


def test_it_runs_as_nobody_in_particular():
    names = [name for name, _ in instructions()]
    assert having("USER") == ["conformance"]
    assert "useradd" in " ".join(having("RUN"))
    assert names.index("USER") > max(place for place, name in enumerate(names) if name == "RUN")


def test_it_ends_in_the_command():
    assert having("ENTRYPOINT") == ['["xai-conformance"]']
    assert "xai-conformance" in PROJECT["project"]["scripts"]


def test_it_copies_all_that_is_installed_and_nothing_that_is_not_there():
    copied = [line.split()[0] for line in having("COPY") if not line.startswith(("--from", "pyproject"))]
    assert copied == PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]
    assert PROJECT["project"]["readme"] in having("COPY")[2]
    assert "sdk" in PROJECT["project"]["optional-dependencies"]
    assert "[sdk]" in " ".join(having("RUN"))
    ignored = (ROOT / ".dockerignore").read_text(encoding="utf-8").split("\n")
    assert [f"!{name}" in ignored for name in copied] == [True] * len(copied)


@pytest.mark.parametrize("base", having("FROM"))
def test_bases_have_a_version(base):
    assert re.fullmatch(r"(node|python):\d+(\.\d+)?-[\w-]+( AS \w+)?", base)


def test_python_is_one_that_the_project_supports():
    (version,) = re.findall(r"^python:3\.(\d+)", having("FROM")[-1])
    assert int(version) >= int(PROJECT["project"]["requires-python"].removeprefix(">=3."))
