"""Words and commands for a POSIX shell, tried on one."""

import shutil
import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.bodies import Body, Fill, Literal
from reports.shell import Variable, body_commands, bytes_commands, quoted, text_commands, with_keys, word

pytestmark = pytest.mark.skipif(shutil.which("sh") is None, reason="needs a POSIX shell")

HOSTILE = st.sampled_from(
    [
        "'",
        '"',
        "$(id)",
        "`id`",
        "$HOME",
        "\\",
        "\\n",
        "\n",
        "\r\n",
        "\t",
        "\x1b[31m",
        "!",
        "%s",
        "-n",
        "@f",
        "\u202e",
        "é",
    ]
)
TEXTS = st.lists(HOSTILE | st.text(max_size=8), max_size=6).map("".join)


def output(script, **variables):
    """What a script prints, as bytes."""
    done = subprocess.run(
        ["sh", "-c", script], check=True, capture_output=True, env={"PATH": "/usr/bin:/bin", **variables}
    )
    return done.stdout


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS, min_size=1, max_size=8))
def test_a_quoted_text_is_that_text(texts):
    """Whatever is in it; only a NUL cannot be in a word."""
    script = "; ".join(f"printf '%s\\0' {quoted(text)}" for text in texts)
    assert output(script) == b"".join(text.replace("\0", "").encode() + b"\0" for text in texts)


@settings(max_examples=40, deadline=None)
@given(st.lists(TEXTS | st.builds(Variable, st.sampled_from(["one", "two"])), max_size=6))
def test_a_word_holds_its_texts_and_the_values_of_its_variables(template):
    """Values are taken as they are, even where they look like shell."""
    values = {"one": "$(id) 'x' *", "two": "b"}
    expected = "".join(part if isinstance(part, str) else values[part.name] for part in template)
    script = f"printf '%s' {word(template)}"
    assert output(script, **values) == expected.replace("\0", "").encode()


@settings(max_examples=40, deadline=None)
@given(TEXTS)
def test_commands_print_a_text(text):
    """Byte for byte, a NUL included."""
    assert output("\n".join(["set -e", *text_commands([text])])) == text.encode()


@pytest.mark.parametrize("size", [0, 1, 70, 80, 5000])
def test_commands_print_bytes(size):
    """Short ones as a word, long ones as a here-document."""
    content = bytes(number * 7 % 256 for number in range(size))
    assert output("\n".join(["set -e", *bytes_commands(content)])) == content


def test_a_long_text_is_carried_without_words():
    """More than a person reads."""
    text = "line é\r\n" * 10_000
    assert output("\n".join(text_commands([text]))) == text.encode()


def test_a_body_in_pieces_is_printed_without_its_runs_in_the_script():
    """A megabyte of one byte is one short command."""
    body = Body(
        size=0,
        sha256="",
        pieces=(Literal("iVBORw0KGgo="), Fill(0, 1_000_000), Fill(0x61, 3), Fill(0x0A, 2), Fill(0xFF, 2)),
    )
    script = "\n".join(body_commands(body))
    assert len(script) < 300
    assert output(script) == body.content()


def test_the_places_of_keys_become_variables():
    """And nothing that merely begins like one."""
    assert with_keys("Bearer $XAI_API_KEY") == ["Bearer ", Variable("XAI_API_KEY")]
    assert with_keys("$XAI_API_KEYS $XAI_SECOND_API_KEY") == [
        "$XAI_API_KEYS ",
        Variable("XAI_SECOND_API_KEY"),
    ]
    assert word(["a", Variable("one"), "b c"]) == '"a${one}b c"'
