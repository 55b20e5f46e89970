"""Markdown becomes blocks with their lines and headings, also where only a fragment is known."""

from specs.extraction.fragments import Fragment
from specs.extraction.pages import NOT_SHOWN, Code, Prose, Row, Table, fragment_of, parse_page

GUIDE = """\
---
title: Kettles
---
# Kettles

A `kettle` **boils** water; see [the pot](/kitchen/pot).
It whistles.

## Parts

* **Lid.** Closes it.
  * `spout/long`
1. First

> [!NOTE]
>
> Hot.

| Field | Type |
| --- | --- |
| `lid` | string |

```bash {1}
fill
```
"""


def test_blocks_have_lines_headings_and_plain_text():
    page = parse_page("kettles", [fragment_of(GUIDE)])

    assert page.title == "Kettles"
    assert page.headings == ((1, "Kettles", 4), (2, "Parts", 9))
    assert page.links == (("the pot", "/kitchen/pot"),)
    assert page.blocks == (
        Prose(
            line=6,
            heading="Kettles",
            text="A `kettle` boils water; see the pot.\nIt whistles.",
            lead="",
            depth=0,
        ),
        Prose(line=11, heading="Parts", text="Lid. Closes it.", lead="Lid.", depth=1),
        Prose(line=12, heading="Parts", text="`spout/long`", lead="", depth=2),
        Prose(line=13, heading="Parts", text="First", lead="", depth=1),
        Prose(line=17, heading="Parts", text="Hot.", lead="", depth=0),
        Table(
            line=19,
            heading="Parts",
            header=("Field", "Type"),
            rows=(Row(line=21, cells=("`lid`", "string")),),
        ),
        Code(line=23, heading="Parts", language="bash", text="fill\n"),
    )


def test_windows_line_ends_make_no_difference():
    assert parse_page("x", [fragment_of(GUIDE.replace("\n", "\r\n"))]) == parse_page(
        "x", [fragment_of(GUIDE)]
    )


def test_nested_items_that_kept_one_space_nest_again():
    lines = ("* Outer:", " * `a/b`", "", " * `c/d`", "* Next", "```yaml", "a:", " - b", "```", " * alone")
    page = parse_page("x", [Fragment(1, lines)], collapsed=True)

    assert [(b.text, b.depth) for b in page.blocks if isinstance(b, Prose)] == [
        ("Outer:", 1),
        ("`a/b`", 2),
        ("`c/d`", 2),
        ("Next", 1),
        ("alone", 1),
    ]
    assert [b.text for b in page.blocks if isinstance(b, Code)] == ["a:\n - b\n"]


def test_a_fragment_that_begins_inside_a_code_block():
    page = parse_page("x", [Fragment(40, ("call()", "```", "", "After."))], whole=False)

    assert page.blocks == (
        Code(line=40, heading=NOT_SHOWN, language="", text="call()\n"),
        Prose(line=43, heading=NOT_SHOWN, text="After.", lead="", depth=0),
    )


def test_a_fragment_that_begins_inside_a_table():
    page = parse_page("x", [Fragment(7, ("| a | b |", "| c | d |"))], whole=False)

    (table,) = page.blocks
    assert table == Table(
        line=7,
        heading=NOT_SHOWN,
        header=(),
        rows=(Row(line=7, cells=("a", "b")), Row(line=8, cells=("c", "d"))),
    )


def test_a_fragment_that_begins_at_the_second_row_of_a_table():
    page = parse_page("x", [Fragment(7, ("|---|---|", "| c | d |"))], whole=False)

    (table,) = page.blocks
    assert (table.header, table.rows) == ((), (Row(line=8, cells=("c", "d")),))


def test_a_fragment_with_a_whole_table_keeps_its_header():
    page = parse_page("x", [Fragment(7, ("| A | B |", "|---|---|", "| c | d |"))], whole=False)

    (table,) = page.blocks
    assert table.header == ("A", "B")


def test_headings_do_not_carry_over_what_is_not_shown():
    page = parse_page("x", [Fragment(3, ("## Known", "", "a")), Fragment(20, ("b",))], whole=False)

    assert [block.heading for block in page.blocks] == ["Known", NOT_SHOWN]


def test_code_says_what_is_not_shown_of_it():
    beginning = Fragment(11, ("a", "```", "", "```bash", "b", "```"))
    end = Fragment(31, ("```bash", "c"))
    page = parse_page("kettles", [beginning, end], collapsed=True, whole=False)

    assert [(block.text, block.cut) for block in page.blocks] == [
        ("a\n", "beginning"),
        ("b\n", ""),
        ("c", "end"),
    ]
    assert all(block.flat for block in page.blocks)
    (whole,) = (
        block for block in parse_page("kettles", [fragment_of(GUIDE)]).blocks if isinstance(block, Code)
    )
    assert (whole.cut, whole.flat) == ("", False)
