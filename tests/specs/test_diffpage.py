"""Both sides of a diff page come back as they were, or the row is reported."""

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from specs.extraction.diffpage import is_diff_page, parse

EMPTY = "\u00a0"


def numbered(fragments):
    """The lines of fragments by their numbers."""
    return {f.first + i: text for f in fragments for i, text in enumerate(f.lines)}


PLAIN = st.lists(st.text(alphabet="abcd .", max_size=6).map(str.strip), max_size=12)


@given(before=PLAIN, after=PLAIN)
@example(before=["x"] * 9, after=["x"] * 8 + ["y", "x"])
def test_recovers_both_sides_of_text_without_digits(section, before, after):
    assume(before != after)
    shown = section(before, after, header="guide.md")

    (page,) = parse(shown.text)

    left_out = {note.line for note in page.diagnostics}
    old, new = numbered(page.before), numbered(page.after)
    assert old.items() <= shown.before.items()
    assert new.items() <= shown.after.items()
    if not left_out:
        assert (old, new) == (shown.before, shown.after)
        assert (page.added, page.removed) == (shown.added, shown.removed)


LINES = st.lists(
    st.one_of(
        st.text(alphabet="ab 12", max_size=8).map(str.rstrip),
        st.sampled_from(["## Part 2", "* up to 10 of 12", "```bash", "", "1", "11", "} 3"]),
    ),
    min_size=1,
    max_size=30,
)


@given(start=LINES, change=LINES, end=LINES, replaced=st.integers(0, 5))
def test_recovers_both_sides_of_a_change_within_text_with_digits(section, start, change, end, replaced):
    context = ["The first line.", "", "Between them."]
    before = [*context, *start, *context, *change[:replaced], *context, *end]
    after = [*context, *start, *context, *change, *context, *end]
    assume(before != after)
    shown = section(before, after, header="guide.md")

    (page,) = parse(shown.text)

    reported = len([note for note in page.diagnostics if "can be read as" in note.message])
    old, new = numbered(page.before), numbered(page.after)
    assert len(shown.after) - len(new) <= reported
    assert len(shown.before) - len(old) <= reported
    assert {n: text.lstrip() for n, text in new.items()}.items() <= {
        n: text.lstrip() for n, text in shown.after.items()
    }.items()
    assert {n: text.lstrip() for n, text in old.items()}.items() <= {
        n: text.lstrip() for n, text in shown.before.items()
    }.items()


def test_tells_added_from_removed_by_the_lines_that_follow(section):
    before = ["one", "gone", "two", "three"]
    after = ["one", "two", "three", "new", "four"]
    shown = section(before, [*after], header=None)

    (page,) = parse(shown.text)

    assert numbered(page.before) == {1: "one", 2: "gone", 3: "two", 4: "three"}
    assert numbered(page.after)[2] == "two"


def test_reports_a_row_at_the_end_that_may_be_added_or_removed():
    (page,) = parse(f"Details\n\n6{EMPTY}6{EMPTY}\n\n7words\n")

    assert [str(note) for note in page.diagnostics] == [
        ": line 5 of the source: this row can be read as added or removed; left out"
    ]
    assert numbered(page.after) == {6: ""}
    assert numbered(page.before) == {6: ""}


def test_the_count_in_the_header_settles_such_a_row():
    (page,) = parse(f"guide.md +1 \u22120\n\nDetails\n\n6{EMPTY}6{EMPTY}\n\n7words\n")

    assert page.diagnostics == ()
    assert numbered(page.after) == {6: "", 7: "words"}
    assert numbered(page.before) == {6: ""}


def test_the_totals_of_the_whole_page_settle_such_a_row():
    text = (
        f"2 files changed +1 \u22122. View all\n\nDetails\n\n6{EMPTY}6{EMPTY}\n\n7words\n\n"
        f"other.md +1 \u22121\n\nDetails\n\n3a3b\n\n4{EMPTY}4{EMPTY}\n"
    )

    first, second = parse(text)

    assert (first.added, first.removed) == (0, 1)
    assert numbered(first.before) == {6: "", 7: "words"}
    assert numbered(second.after) == {3: "b", 4: ""}
    assert first.diagnostics == second.diagnostics == ()


def test_reports_totals_that_no_reading_reaches():
    (page,) = parse(f"1 file changed +5 \u22120\n\nDetails\n\n6{EMPTY}6{EMPTY}\n\n7a7b\n\n8{EMPTY}8{EMPTY}\n")

    assert [note.message for note in page.diagnostics] == [
        "no reading of the sections adds up to +5 -0 lines"
    ]


def test_reports_a_header_that_counts_otherwise():
    (page,) = parse(f"guide.md +4 \u22121\n\nDetails\n\n6{EMPTY}6{EMPTY}\n\n7a7b\n\n8{EMPTY}8{EMPTY}\n")

    assert [note.message for note in page.diagnostics] == [
        "recovered +1 -1 lines where the header says +4 -1"
    ]


def test_reports_a_changed_row_that_parts_at_several_places():
    (page,) = parse(f"Details\n\n6{EMPTY}6{EMPTY}\n\n7a 7 b7c\n\n8{EMPTY}8{EMPTY}\n")

    assert [note.message for note in page.diagnostics] == [
        "this row can be read as changed, with its columns parting at any of 2 places; left out"
    ]
    assert numbered(page.after) == {6: "", 8: ""}


def test_reports_a_section_whose_numbers_do_not_count_up():
    (page,) = parse("Details\n\n5a5a\n\n9b9b\n")

    assert [note.message for note in page.diagnostics] == [
        "the line numbers of this section do not count up; left out"
    ]
    assert page.after == page.before == ()


def test_reports_a_line_that_is_neither_row_nor_header():
    (page,) = parse(f"Details\n\n6{EMPTY}6{EMPTY}\n\nwhat is this\n\n7a7a\n")

    assert [(note.line, note.message) for note in page.diagnostics] == [
        (5, "neither a row nor a header; left out")
    ]


def test_a_created_page_has_one_side_and_loses_its_doubled_backslashes():
    text = "a.md +3 \u22120 created\n\nDetails\n\n1# T\n\n2curl \\\\\n\n3b\\\\n\n"

    (page,) = parse(text)

    assert page.status == "created"
    assert page.before == ()
    assert page.after[0].lines == ("# T", "curl \\", "b\\n")


def test_a_created_page_with_a_single_backslash_keeps_all():
    (page,) = parse("a.md +2 \u22120 created\n\nDetails\n\n1a \\\n\n2b \\\\\n")

    assert page.after[0].lines == ("a \\", "b \\\\")


def test_a_changed_page_keeps_its_backslashes():
    (page,) = parse(f"Details\n\n1a \\\\1b \\\\\n\n2{EMPTY}2{EMPTY}\n")

    assert numbered(page.after) == {1: "b \\\\", 2: ""}


def test_a_deleted_page_has_its_other_side():
    (page,) = parse("a.md +0 \u22122 deleted\n\nDetails\n\n1# T\n\n2words\n")

    assert page.status == "deleted"
    assert page.after == ()
    assert numbered(page.before) == {1: "# T", 2: "words"}


def test_a_whole_page_on_one_side_without_header_or_totals_is_reported():
    (page,) = parse("Details\n\n1# T\n\n2words\n")

    assert {note.message for note in page.diagnostics} == {
        "this row can be read as added or removed; left out"
    }
    assert page.after == page.before == ()


@pytest.mark.parametrize("ending", ["7", f"6{EMPTY}7"])
def test_reads_a_last_row_that_lost_its_no_break_space(ending):
    rows = (
        [f"5{EMPTY}5{EMPTY}", "6new"] if ending == "7" else [f"4{EMPTY}4{EMPTY}", "5new", f"5{EMPTY}6{EMPTY}"]
    )
    added = 2 if ending == "7" else 1
    text = f"a.md +{added} \u22120\n\nDetails\n\n" + "\n\n".join([*rows, ending])

    (page,) = parse(text)

    assert page.diagnostics == ()
    assert numbered(page.after)[7] == ""


def test_hunks_carry_the_shift_of_numbers_over_what_lies_between(section):
    before = [*"abcdefghijklmnop"]
    after = ["new", *before[:12], "x", *before[13:]]
    shown = section(before, after)

    (page,) = parse(shown.text)

    assert numbered(page.after) == shown.after
    assert [f.first for f in page.after] == [1, 11]


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        ("Details\n\n1a1a\n", True),
        ("# Guide\n\nDetails\n", False),
        ("1. a list\n", False),
        ("Details\r\n\r\n1a\r\n", True),
    ],
)
def test_knows_a_diff_page(text, is_one):
    assert is_diff_page(text) is is_one


@given(
    rows=st.lists(
        st.one_of(
            st.from_regex(r"[0-9]{1,3}[ab 0-9]{0,6}", fullmatch=True), st.sampled_from(["", "Details", "x"])
        ),
        max_size=25,
    )
)
def test_takes_any_rows_and_never_shows_a_line_twice(rows):
    for page in parse("Details\n\n" + "\n\n".join(rows)):
        for side in (page.before, page.after):
            assert len(numbered(side)) == sum(len(fragment.lines) for fragment in side)
