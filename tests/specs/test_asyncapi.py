"""The descriptions of the sockets are AsyncAPI, by its own parser."""

import shutil
import subprocess
from pathlib import Path

import pytest

import specs
from specs.loading import HERE

FOLDER = Path(__file__).parents[2] / ".ci" / "asyncapi"
PARSER = FOLDER / "node_modules" / "@asyncapi" / "parser"

needs_parser = pytest.mark.skipif(
    shutil.which("node") is None or not PARSER.exists(),
    reason="needs AsyncAPI's parser: npm install --prefix .ci/asyncapi",
)


def check(*paths):
    return subprocess.run(
        ["node", str(FOLDER / "check.mjs"), *map(str, paths)], capture_output=True, text=True, check=False
    )


@needs_parser
def test_the_sockets_are_valid_asyncapi():
    paths = sorted((HERE / "sockets").glob("*.yaml"))

    result = check(*paths)

    assert result.returncode == 0, result.stdout + result.stderr
    assert result.stdout.count("AsyncAPI 3.0.0, 7 messages") == len(paths) == len(specs.load().sockets)


@needs_parser
def test_what_is_none_is_told(tmp_path):
    wrong = tmp_path / "wrong.yaml"
    text = (HERE / "sockets" / "speech.yaml").read_text(encoding="utf-8")
    wrong.write_text(text.replace("action: send", "action: shout"), encoding="utf-8")

    result = check(wrong)

    assert result.returncode == 1
    assert "operations/say/action" in result.stdout
