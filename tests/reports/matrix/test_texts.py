"""The matrix as people read it."""

import html.parser
import io
import json

import pytest
from rich.console import Console

from reports.matrix import page, summary
from reports.matrix.console import print_matrix
from reports.matrix.model import read
from reports.matrix.writing import write_all


class Page(html.parser.HTMLParser):
    """What a browser without network or scripts has of the page: cells by row, links, and outside addresses."""

    def __init__(self, text):
        super().__init__()
        self.rows, self.row, self.links, self.elsewhere, self.scripts = {}, None, [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Take an element."""
        named = dict(attrs)
        self.scripts += tag == "script"
        self.elsewhere += [value for name, value in attrs if name in ("src", "srcset", "action", "data")]
        if tag == "a":
            self.links.append(named["href"])
        if tag == "tr":
            self.row = named.get("id")
        if tag == "td" and "data-mark" in named:
            self.rows.setdefault(self.row, []).append(named["data-mark"])


@pytest.mark.parametrize("width", [60, 120])
def test_what_a_terminal_shows(whole, width, snapshot, tmp_path):
    out = io.StringIO()
    print_matrix(read(whole), Console(file=out, width=width, highlight=False))
    assert out.getvalue() == snapshot


def test_what_a_job_summary_shows(whole, snapshot):
    assert summary.text(read(whole)) == snapshot


def test_the_page_has_a_cell_for_each_requirement_and_sdk(whole):
    shown = Page(page.text(read(whole)))
    assert shown.rows["files.object.size"] == ["deviates", "conforms", ""]
    assert shown.rows["public-url.expiry.bounds"] == ["known", "not-offered", ""]
    assert set(shown.rows) == set(whole["requirements"])


def test_the_page_leads_to_the_evidence_and_nowhere_else(whole):
    shown = Page(page.text(read(whole)))
    assert "one-1.0/failures/files.object.size/" in shown.links
    assert shown.elsewhere == []
    assert shown.scripts == 1
    assert all(not link.startswith(("http", "//", "javascript")) for link in shown.links)


def test_all_files_are_written(whole, tmp_path):
    written = write_all(whole, tmp_path / "new")
    assert sorted(path.name for path in written) == ["index.html", "matrix.json", "summary.md"]
    assert json.loads((tmp_path / "new" / "matrix.json").read_text()) == whole
