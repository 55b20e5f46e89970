"""What `specs extract` and `specs check` say, and with which status they end."""

import pytest
from click.testing import CliRunner

from conformance.cli.specs import specs
from specs import load


@pytest.fixture
def run(tea):
    """Runs a command; the answer is its status and what it printed, the folder's path left out."""

    def ran(*arguments):
        load.cache_clear()
        result = CliRunner().invoke(specs, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit)
        return result.exit_code, result.output.replace(str(tea), "TEA")

    yield ran
    load.cache_clear()


@pytest.fixture
def check(run, tea):
    """Runs `specs check` on the tea folder."""

    def ran(*arguments):
        return run("check", "--specs", tea / "specs", "--suite", tea / "judges" / "suite", *arguments)

    return ran


def test_extract_tells_what_it_read_and_writes_the_facts(run, tea, snapshot):
    status, output = run("extract", tea / "docs", "--output", tea / "new.yaml")

    assert (status, output) == (0, snapshot)
    assert (tea / "new.yaml").read_bytes() == (tea / "specs" / "facts.yaml").read_bytes()


def test_extract_names_each_ambiguity(run, tea, edit, snapshot):
    edit("docs/tea.md", "between 60 and", "between 60 seconds (2 minutes) and")
    (tea / "docs" / "diff.txt").write_text("Details\n\n5To pour5To pour\n\n6more\n", encoding="utf-8")

    assert run("extract", tea / "docs", "--output", tea / "new.yaml") == (0, snapshot)


def test_extract_strict_fails_on_an_ambiguity_and_writes_nothing(run, tea, edit, snapshot):
    edit("docs/tea.md", "between 60 and", "between 60 seconds (2 minutes) and")

    assert run("extract", "--strict", tea / "docs", "--output", tea / "new.yaml") == (1, snapshot)
    assert not (tea / "new.yaml").exists()


def test_extract_strict_passes_where_nothing_is_ambiguous(run, tea):
    status, _ = run("extract", "--strict", tea / "docs" / "tea.md", "--output", tea / "new.yaml")

    assert status == 0
    assert (tea / "new.yaml").exists()


def test_extract_takes_several_sources(run, tea):
    (tea / "pots.md").write_text("# Pots\n\nA pot must be warm.\n")

    status, output = run("extract", tea / "docs" / "tea.md", tea / "pots.md", "--output", tea / "new.yaml")

    assert status == 0
    assert "2 pages, 6 facts" in output


@pytest.mark.parametrize(
    ("name", "content"),
    [("binary.md", b"\x00\x01"), ("empty.md", b""), ("words.txt", b"only words"), ("absent.md", None)],
)
def test_a_source_that_cannot_be_read_is_one_sentence_and_status_2(run, tea, name, content, snapshot):
    if content is not None:
        (tea / name).write_bytes(content)

    assert run("extract", tea / name, "--output", tea / "new.yaml") == (2, snapshot)
    assert not (tea / "new.yaml").exists()


def test_a_folder_without_pages_is_one_sentence_and_status_2(run, tea, snapshot):
    assert run("extract", tea / "judges", "--output", tea / "new.yaml") == (2, snapshot)


def test_an_output_that_cannot_be_written_is_one_sentence_and_status_2(run, tea):
    status, output = run("extract", tea / "docs", "--output", tea / "absent" / "new.yaml")

    assert status == 2
    assert output.splitlines()[-1] == "Error: TEA/absent/new.yaml: No such file or directory"


def test_extract_needs_a_source(run):
    status, output = run("extract")

    assert status == 2
    assert "Missing argument 'SOURCE...'" in output


def test_check_is_silent_but_for_its_summary(check, snapshot):
    assert check() == (0, snapshot)


def test_check_prints_a_line_for_each_problem(check, edit, snapshot):
    edit("specs/openapi.yaml", "minimum: 60", "minimum: 30")
    edit("judges/suite/test_tea.py", '@requirement("tea.ttl")', "")

    assert check() == (1, snapshot)


def test_check_against_the_docs_names_what_rests_on_a_changed_number(check, tea, edit, snapshot):
    edit("docs/tea.md", "between 60", "between 30")

    assert check("--docs", tea / "docs") == (1, snapshot)


def test_check_against_unchanged_docs_finds_nothing(check, tea):
    status, output = check("--docs", tea / "docs")

    assert status == 0
    assert output.endswith("5 facts compared with the docs: no problem\n")


def test_check_with_facts_from_changed_docs_names_schemas_and_requirements(check, run, tea, edit, snapshot):
    edit("docs/tea.md", "between 60", "between 30")
    run("extract", tea / "docs", "--output", tea / "new.yaml")

    assert check("--facts", tea / "new.yaml") == (1, snapshot)


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (None, "TEA/new.yaml: No such file or directory"),
        ("- {id: a}\n", "TEA/new.yaml: no list of facts: "),
        ("words\n", "TEA/new.yaml: no list of facts: "),
        ("7\n", "TEA/new.yaml: no list of facts: "),
        ("a: [\n", "TEA/new.yaml: not YAML: "),
    ],
)
def test_facts_that_cannot_be_read_are_one_sentence_and_status_2(check, tea, content, sentence):
    if content is not None:
        (tea / "new.yaml").write_text(content)

    status, output = check("--facts", tea / "new.yaml")

    assert status == 2
    assert output.startswith(f"Error: {sentence}")
    assert output.count("\n") == 1


def test_specs_that_cannot_be_read_are_one_sentence_and_status_2(check, edit, tea):
    edit("specs/requirements/tea.yaml", "level: SHOULD", "level: MAYBE")

    assert check() == (2, "Error: TEA/specs: a record is malformed: 'MAYBE' is not a valid Level\n")

    (tea / "specs" / "openapi.yaml").unlink()
    assert check() == (2, "Error: TEA/specs/openapi.yaml: No such file or directory\n")


def test_docs_that_cannot_be_read_are_one_sentence_and_status_2(check, tea):
    assert check("--docs", tea / "absent") == (2, "Error: TEA/absent: No such file or directory\n")


def test_a_suite_that_is_not_python_is_one_sentence_and_status_2(check, tea):
    (tea / "judges" / "suite" / "broken.py").write_text("def (\n")

    status, output = check()

    assert status == 2
    assert output == "Error: TEA/judges/suite/broken.py:1: not Python: invalid syntax\n"
