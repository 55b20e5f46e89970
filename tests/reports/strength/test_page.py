"""The page of the kill matrix, as a browser without network or scripts has it."""

import html.parser
import json
from collections import Counter

import pytest

from reports.strength import page
from reports.strength.kill import read
from reports.strength.writing import write_all


class Page(html.parser.HTMLParser):
    """Elements of a page: `marks` is class → names of the faults, by the row they stand in."""

    def __init__(self, text):
        super().__init__()
        self.ids, self.links, self.tags, self.elsewhere = [], [], Counter(), []
        self.marks, self.row = {}, None
        self.words = []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        """Take an element."""
        named = dict(attrs)
        self.tags[tag] += 1
        self.ids += [named["id"]] if "id" in named else []
        self.elsewhere += [value for name, value in attrs if name in ("src", "srcset", "action", "data")]
        if tag == "tr":
            self.row = named.get("id", "")
        if tag == "a":
            self.links.append(named["href"])
            match named.get("class", "").split():
                case ["m", mark, *_]:
                    row = self.marks.setdefault(self.row, {})
                    row.setdefault(mark, []).append(named["href"].removeprefix("#"))

    def handle_data(self, data):
        """Take text."""
        self.words.append(data)


@pytest.fixture
def shown(everything, spec):
    return Page(page.text(read(everything), spec))


def test_every_fault_has_a_row_of_its_own(shown, everything):
    assert set(everything["faults"]) <= set(shown.ids)
    assert len(shown.ids) == len(set(shown.ids))


def test_every_requirement_that_binds_has_a_row(shown, spec):
    rows = {name.removeprefix("r-") for name in shown.ids if name.startswith("r-")}

    assert rows == {
        known.id for known in spec.requirements.values() if known.level != "OBSERVE" and not known.excluded
    }


def test_the_marks_say_who_caught_what(shown):
    assert shown.marks["r-files.object.size"] == {
        "own": [
            "size-doubled",
            "uploadFile.answer.bytes.type-another",
            "uploadFile.answer.object.const-another",
        ],
        "elsewhere": ["upload-refused"],
    }
    assert shown.marks["r-files.upload.accepted"] == {
        "own": ["upload-refused"],
        "false": ["another-team-reads"],
    }
    assert shown.marks["r-public-url.expiry.dead"] == {"survived": ["url-never-dies"]}
    assert shown.marks["r-access.team.read"] == {"own": ["another-team-reads"]}
    # What nothing caught and what breaks no requirement has a row for itself.
    assert shown.marks[""] == {
        "survived": ["uploadFile.answer.media-type"],
        "explained": ["uploadFile.answer.purpose.presence-left-out"],
        "unjudged": ["uploadFile.answer.status.400-accepted"],
    }


def test_every_link_leads_to_something_on_the_page(strength, spec):
    shown = Page(page.text(read(strength), spec))

    assert [link for link in shown.links if link[:1] != "#" or link[1:] not in shown.ids] == []


def test_nothing_is_fetched_from_anywhere(shown, everything, spec):
    text = page.text(read(everything), spec)

    assert shown.elsewhere == []
    assert shown.tags["link"] == shown.tags["img"] == shown.tags["iframe"] == 0
    assert "http:" not in text
    assert "https:" not in text
    assert "default-src 'none'" in text
    assert "url(" not in text
    assert "@import" not in text


def test_what_a_target_says_is_text_and_no_more(shown):
    assert shown.tags["script"] == 1
    said = "".join(shown.words)
    assert "<script>alert(1)</script>" in said
    assert "\x1b" not in said
    assert "\u202e" not in said


def test_a_requirement_that_no_fault_trips_is_said_to_be_one_only_where_all_were_tried(everything, spec):
    assert "no fault trips it" in page.text(read(everything), spec)
    everything["untripped"] = None

    assert "no fault trips it" not in page.text(read(everything), spec)


def test_the_files_are_written(everything, spec, tmp_path):
    written = write_all(everything, tmp_path / "new" / "report", spec)

    assert [path.name for path in written] == ["strength.json", "index.html", "summary.md"]
    assert json.loads(written[0].read_text("utf-8")) == everything
    assert written[1].read_text("utf-8") == page.text(read(everything), spec)
