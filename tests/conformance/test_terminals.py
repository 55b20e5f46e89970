"""A terminal may lack the characters that tables are drawn with."""


def test_a_terminal_without_other_characters(run):
    """Each that it lacks is a question mark there."""
    scope = ["--requirement", "access.key.required", "--examples", "0"]
    ended = run(*scope, env={"PYTHONIOENCODING": "ascii", "PYTHONUTF8": "0"})

    assert ended.code == 0, ended.stderr
    assert ended.stdout.isascii()
    assert "Exit 0" in ended.stdout
