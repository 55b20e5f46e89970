"""`xai-conformance examples`, from the command line to the report."""

import contextlib
import functools
import http.server
import json
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from conformance.cli import main
from reports.examples.outcomes import Outcome, read

SEED = Path(__file__).resolve().parents[3] / "shared" / "docs"
GOOD = """
# Pets

## Run

```bash
echo "of bash"
```

## Read

```json
{"pets": 2}
```
"""
MARK = """
# Pets

```bash
touch "$MARK_OF_THE_TEST"; echo done
```
"""
LACKING = GOOD + "\n## Lacks\n\n```bash\na-tool-that-nobody-has\n```\n"
BROKEN = LACKING + "\n## Fails\n\n```python\nprint(no_such_name)\n```\n"


@pytest.fixture
def examples(tmp_path):
    """Runs the command in this process: how it ended, and its document if it wrote one."""

    def call(*options):
        report = tmp_path / "report"
        ended = CliRunner().invoke(main, ["examples", "--report-dir", str(report), *map(str, options)])
        written = report / "examples.json"
        return ended, json.loads(written.read_text("utf-8")) if written.exists() else None

    return call


@pytest.mark.parametrize(
    ("text", "options", "code"),
    [
        (GOOD, (), 0),
        (LACKING, (), 3),
        (LACKING, ("--allow-incomplete",), 0),
        (BROKEN, ("--allow-incomplete",), 1),
    ],
)
def test_the_exit_code_says_what_became_of_the_blocks(examples, page, text, options, code):
    ended, document = examples(page(text), "--yes", *options)

    assert ended.exit_code == code, ended.output
    assert f"Exit {code}: " in ended.output
    assert len(document["blocks"]) == text.count("```") // 2
    assert read(document).blocks[0].output == "of bash"
    assert read(document).blocks[1].outcome is Outcome.SKIPPED


def test_nothing_runs_without_a_yes(examples, page, tmp_path, monkeypatch):
    mark = tmp_path / "mark"
    path = page(MARK.replace("$MARK_OF_THE_TEST", str(mark)))

    ended, document = examples(path)
    assert ended.exit_code == 2
    assert "own-page:4" in ended.output
    assert ended.output.splitlines()[-1].startswith("Error: this runs code of others")
    assert document is None
    assert not mark.exists()

    listed, _ = examples(path, "--list")
    assert listed.exit_code == 0
    assert not mark.exists()

    ran, _ = examples(path, "--yes")
    assert ran.exit_code == 0
    assert mark.exists()


def test_only_a_language_can_be_meant(examples, page):
    ended, document = examples(page(BROKEN), "--yes", "--language", "shell")
    assert ended.exit_code == 3
    assert {block["runtime"] for block in document["blocks"]} == {"shell"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["nowhere.md"], "nowhere.md"),
        (["http://127.0.0.1:9/page.md"], "cannot be fetched"),
        (["--timeout", "0", "x.md"], "--timeout"),
        ([], "PAGE"),
    ],
)
def test_what_is_wrong_with_the_options_is_one_sentence(arguments, said):
    ended = CliRunner().invoke(main, ["examples", *arguments])
    assert ended.exit_code == 2
    assert said in ended.output
    assert len(ended.output.strip().splitlines()) == 1


def test_pages_without_code_are_no_success(examples, page):
    ended, _ = examples(page("# Words\n\nOnly words.\n"), "--yes")
    assert ended.exit_code == 2
    assert "no code block" in ended.output


def test_the_report_has_all_files_and_shows_no_markup_of_others(examples, page, tmp_path):
    text = GOOD + '\n## <script>alert(1)</script>\n\n```bash\necho "<img src=x>"\n```\n'
    ended, _ = examples(page(text), "--yes")

    assert ended.exit_code == 0
    files = {path.name: path.read_text("utf-8") for path in (tmp_path / "report").iterdir()}
    assert set(files) == {"examples.json", "index.html", "summary.md"}
    assert "<img src=x>" not in files["index.html"]
    assert "<script" not in files["index.html"]


def test_what_a_block_leaves_behind_ends_with_it(examples, page, tmp_path):
    mark = tmp_path / "late"
    ended, _ = examples(page(f"# P\n\n```bash\n(sleep 3; touch {mark}) &\necho started\n```\n"), "--yes")
    assert ended.exit_code == 0

    time.sleep(4)
    assert not mark.exists()


def test_the_command_is_on_the_command_line():
    ended = CliRunner().invoke(main, ["--help"])
    assert "Run the code blocks of the docs themselves." in ended.output


@pytest.fixture
def served(tmp_path):
    """Serves what is in a folder: its address, and the folder."""
    folder = tmp_path / "served"
    folder.mkdir()
    handler = functools.partial(Quiet, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}", folder
        server.shutdown()


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Serves, and says nothing of it."""

    def log_message(self, *arguments):
        """Nothing."""


def test_a_page_without_a_heading_is_one(examples, page):
    ended, document = examples(page("```bash\necho done\n```\n"), "--yes")

    assert ended.exit_code == 0
    assert [block["outcome"] for block in document["blocks"]] == ["ran"]


def test_an_address_of_another_kind_is_none_of_a_page(examples):
    ended, _ = examples("ftp://docs.example/pets.md")

    assert ended.exit_code == 2
    assert "ftp://docs.example/pets.md: the address of a page begins with http:// or https://" in ended.output


def test_a_page_from_elsewhere_runs_only_after_a_yes(examples, served, tmp_path):
    address, folder = served
    mark = tmp_path / "mark"
    (folder / "pets.md").write_text(MARK.replace("$MARK_OF_THE_TEST", str(mark)), encoding="utf-8")

    refused, _ = examples(f"{address}/pets.md")
    assert refused.exit_code == 2
    assert not mark.exists()

    ran, document = examples(f"{address}/pets.md", "--yes")
    assert ran.exit_code == 0
    assert document["blocks"][0]["source"] == f"{address}/pets.md"
    assert mark.exists()

    (folder / "pets.html").write_text("<!doctype html><h1>Pets</h1>", encoding="utf-8")
    for name, said in (("pets.html", "HTML"), ("none.md", "404")):
        ended, _ = examples(f"{address}/{name}", "--yes")
        assert ended.exit_code == 2
        assert said in ended.output


def test_an_interruption_ends_what_runs(page):
    path = page("# P\n\n```bash\nsleep 600\n```\n")
    command = [
        sys.executable,
        "-c",
        "from conformance.cli import main; main()",
        "examples",
        str(path),
        "--yes",
    ]
    with subprocess.Popen(
        [*command, "--timeout", "900"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        if not children.exists():
            process.kill()
            pytest.skip("needs /proc")
        while process.poll() is None and "sleep" not in _names(process.pid):
            time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        said = process.communicate()[0]
    assert process.returncode == 3, said
    assert "broken off" in said


def _names(pid):
    """The names of all processes that stem from this one."""
    found = []
    for path in Path(f"/proc/{pid}/task").glob("*/children"):
        for child in path.read_text().split():
            with contextlib.suppress(OSError):
                found += [Path(f"/proc/{child}/comm").read_text().strip(), *_names(child)]
    return found


@pytest.mark.skipif(not SEED.exists(), reason="the docs are not part of the project")
def test_every_block_of_the_real_docs_has_an_outcome_and_none_fails(examples):
    ended, document = examples(SEED, "--yes", "--language", "shell")

    found = read(document)
    assert ended.exit_code == 0, ended.output
    assert len(found.blocks) > 10
    assert {block.outcome for block in found.blocks} == {Outcome.RAN}
