"""What the documents say of the project is so."""

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

import specs
from conformance.cli import main

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def commands(document):
    """The lines of its shell blocks that set up an environment."""
    return [line for line in document.splitlines() if line.startswith("python3 -m venv")]


def test_ci_runs_the_test_command_of_the_readme():
    _, tests = commands((ROOT / "README.md").read_text(encoding="utf-8"))[:2]
    assert tests in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(document):
    text = document.read_text(encoding="utf-8")
    targets = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    missing = [target for target in targets if not (document.parent / target).exists()]
    assert missing == []


def test_the_readme_counts_the_catalogue():
    requirements = [r for r in specs.load().requirements.values() if not r.of_sdks]
    judged = sum(1 for r in requirements if r.excluded is None)
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    assert f"{len(requirements)} requirements, of which {judged} can be judged" in text


def test_commands_say_what_they_do(snapshot):
    runner = CliRunner()
    pages = [
        runner.invoke(main, [*command, "--help"], prog_name="xai-conformance").output
        for command in (
            [],
            ["run"],
            ["judge"],
            ["serve"],
            ["strength"],
            ["report"],
            ["report", "compare"],
            ["sdk"],
            ["examples"],
            ["specs"],
        )
    ]
    assert "\n".join(pages) == snapshot


def test_the_command_is_quick_to_help():
    """Help imports no command: neither Hypothesis nor the suite."""
    import subprocess
    import sys

    code = (
        "import sys; sys.argv = ['x', '--help']\n"
        "from conformance.cli import main\n"
        "try: main()\n"
        "except SystemExit: pass\n"
        "assert 'hypothesis' not in sys.modules and 'pytest' not in sys.modules\n"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, check=False).returncode == 0
