"""What a person reads of results, and what the exit code is."""

import io

import pytest
from rich.console import Console

from reports.examples import page, summary
from reports.examples.console import print_examples
from reports.examples.exits import exit_code, meaning
from reports.examples.outcomes import ExamplesError, read


def block(number, outcome, **changed):
    """A block of a document, with what a test changes."""
    return {
        "number": number,
        "source": "pets.md",
        "page": "pets",
        "heading": "Cats",
        "line": 10 * number,
        "language": "bash",
        "flavour": "curl",
        "runtime": "shell",
        "code": "curl -s https://api.x.ai/v1/files\n",
        "outcome": outcome,
        "at": "",
        "reason": "",
        "failed_at": 0,
        "continues": [],
        "supplied": [],
        "notes": [],
        "output": "",
        "seconds": 0.5,
        **changed,
    }


def document(*blocks, complete=True):
    """A document with these blocks."""
    return {
        "version": "0.1.0",
        "complete": complete,
        "seconds": 12.5,
        "limit": 60.0,
        "tools": {"shell": {"curl": "8.0.0"}},
        "blocks": list(blocks),
    }


EVERYTHING = document(
    block(1, "ran", supplied=["photo.png: a file made for it"], notes=["the answer has every key that the page shows"]),
    block(2, "failed", at="server", reason="the server answers GET /v1/files with 500", failed_at=21, continues=[1]),
    block(3, "failed", at="example", reason="it uses `cat`, which nothing defines", flavour="xai-sdk"),
    block(4, "timeout", at="unclear", reason="it had not ended after 60 s", heading=""),
    block(5, "missing", reason="the command ferret is not on this machine", page="dogs"),
    block(6, "skipped", reason="json is no program", flavour="json", runtime=None, page="dogs"),
)  # fmt: skip


def test_the_console_shows_every_block(snapshot):
    output = io.StringIO()
    print_examples(read(EVERYTHING), Console(file=output, width=90))
    assert output.getvalue() == snapshot


def test_the_summary_shows_what_did_not_run(snapshot):
    assert summary.text(read(EVERYTHING)) == snapshot


def test_the_page_shows_code_and_output_as_text():
    hostile = block(1, "ran", code="<b>bold</b>", output="\x1b[31m<i>", heading="<h1>")
    text = page.text(read(document(hostile)))
    assert "&lt;b&gt;bold" in text
    assert "\x1b" not in text
    assert "<i>" not in text
    assert "<h1>&lt;" not in text


@pytest.mark.parametrize(
    ("blocks", "complete", "code", "allowed"),
    [
        (["ran", "skipped"], True, 0, 0),
        (["ran", "missing"], True, 3, 0),
        (["missing"], True, 3, 0),
        (["ran", "missing", "failed"], True, 1, 1),
        (["ran", "timeout"], True, 1, 1),
        (["skipped"], True, 3, 3),
        ([], True, 3, 3),
        (["ran"], False, 3, 3),
    ],
)
def test_the_exit_code(blocks, complete, code, allowed):
    found = read(document(*(block(i, each) for i, each in enumerate(blocks, start=1)), complete=complete))
    assert (exit_code(found), exit_code(found, allow_incomplete=True)) == (code, allowed)


def test_the_exit_code_is_said(snapshot):
    documents = [
        document(block(1, "ran"), block(2, "skipped")),
        document(block(1, "ran"), block(2, "missing")),
        document(block(1, "failed"), block(2, "timeout"), block(3, "ran")),
        document(block(1, "skipped")),
        document(block(1, "ran"), complete=False),
    ]
    said = [meaning(read(each), allow_incomplete=allow) for each in documents for allow in (False, True)]
    assert "\n".join(said) == snapshot


def test_another_document_is_refused():
    with pytest.raises(ExamplesError, match="blocks/0"):
        read(document({**block(1, "ran"), "outcome": "flew"}))
