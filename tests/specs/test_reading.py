"""Files and folders become pages with stable ids, or one sentence says why not."""

import pytest

from specs.extraction.naming import id_from_path
from specs.extraction.reading import SourceError, read

EMPTY = "\u00a0"

NO_PAGE = "neither a two-column diff page nor Markdown with a heading or a block of code"


@pytest.mark.parametrize(
    ("path", "page_id"),
    [
        ("files/public-urls.md", "public-urls"),
        ("rate-limits.md", "rate-limits"),
        ("/developers/model-capabilities/imagine/files/inputs", "imagine-files-inputs"),
        ("/developers/files", "files"),
        ("./Tea Pots.mdx", "tea-pots"),
        (".md", "page"),
    ],
)
def test_ids_come_from_paths(path, page_id):
    assert id_from_path(path) == page_id


def created(*lines, name=""):
    header = f"{name} +{len(lines)} \u22120 created\n\n" if name else ""
    return (
        f"{header}Details\n\n" + "\n\n".join(f"{n}{line}" for n, line in enumerate(lines, start=1)) + "\n\n"
    )


def diff(tmp_path, *sections, added):
    path = tmp_path / "diff.txt"
    path.write_text(
        f"{len(sections)} files changed +{added} \u22120\n\n" + "".join(sections), encoding="utf-8"
    )
    return path


def test_an_unnamed_page_is_known_by_the_link_that_carries_its_title(tmp_path):
    source = diff(
        tmp_path,
        created(
            "# Pots", EMPTY, "[Cups](/developers/files/tea/cups) and [Plates → Cups](/other)", name="pots.md"
        ),
        created("# Cups", EMPTY, "a"),
        created("# Spoons", EMPTY, "a"),
        added=9,
    )

    reading = read([source])

    assert [page.id for page in reading.pages] == ["pots", "tea-cups", "spoons"]
    assert reading.diagnostics == ()


def test_fragments_are_named_by_what_they_show_and_reported(tmp_path):
    def fragment(*lines):
        rows = [f"{n}{line}{n}{line}" for n, line in enumerate(lines, start=30)]
        return "Details\n\n" + "\n\n".join([*rows, f"{30 + len(lines)}new"]) + "\n\n"

    source = tmp_path / "diff.txt"
    texts = [
        ("## How to pour",),
        ("Call `/v1/kettles/boil` now.",),
        ("Some quite ordinary words in a row",),
        ("Some quite ordinary words in a row",),
        ("```bash", "curl -X POST https://api.example.com/v1/cups"),
    ]
    source.write_text("\n".join(fragment(*lines) for lines in texts), encoding="utf-8")

    reading = read([source])

    assert [page.id for page in reading.pages] == [
        "fragment-how-to-pour",
        "fragment-v1-kettles-boil",
        "fragment-some-quite-ordinary-words",
        "fragment-some-quite-ordinary-words-2",
        "fragment-v1-cups",
    ]
    guesses = [note.message for note in reading.diagnostics if note.message.startswith("the source")]
    assert [message.partition("; called ")[2] for message in guesses] == [
        "fragment-how-to-pour after the first heading that it shows",
        "fragment-v1-kettles-boil after the first endpoint that it shows",
        "fragment-some-quite-ordinary-words after the first words that it shows",
        "fragment-some-quite-ordinary-words-2 after the first words that it shows",
        "fragment-v1-cups after the first endpoint that it shows",
    ]


def test_both_sides_of_a_diff_page_have_the_same_id(tmp_path, section):
    shown = section(["# Tea", "", "old"], ["# Tea", "", "new"], header="tea.md")
    source = tmp_path / "diff.txt"
    source.write_text(shown.text, encoding="utf-8")

    reading = read([source])

    assert [(page.id, page.blocks[0].text) for page in (*reading.before, *reading.pages)] == [
        ("tea", "old"),
        ("tea", "new"),
    ]


def test_a_deleted_page_is_a_page_of_before_alone(tmp_path):
    source = tmp_path / "diff.txt"
    source.write_text("tea.md +0 \u22121 deleted\n\nDetails\n\n1# Tea\n", encoding="utf-8")

    reading = read([source])

    assert reading.pages == ()
    assert [page.id for page in reading.before] == ["tea"]


def test_a_folder_gives_its_pages_in_order_and_says_what_it_left_out(tmp_path):
    (tmp_path / "files").mkdir()
    (tmp_path / "files" / "cups.md").write_text("# Cups\n")
    (tmp_path / "pots.mdx").write_text("\ufeff# Pots\n")
    (tmp_path / "notes.txt").write_text("no heading\n")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\0")

    reading = read([tmp_path])

    assert [page.id for page in reading.pages] == ["cups", "pots"]
    assert [str(note) for note in reading.diagnostics] == [
        f"notes.txt: line 1 of the source: left out; {NO_PAGE}"
    ]


def test_two_pages_with_the_same_id_are_refused(tmp_path):
    for folder in ("a", "b"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "cups.md").write_text("# Cups\n")

    with pytest.raises(SourceError, match="two sources have a page cups"):
        read([tmp_path / "a", tmp_path / "b"])


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "the file is empty"),
        (b" \n", "the file is empty"),
        (b"\x00\x01", "not a text file in UTF-8"),
        (b"\xff\xfe# T", "not a text file in UTF-8"),
        (b"only words\n", NO_PAGE),
    ],
)
def test_a_file_that_is_no_page_is_refused_in_one_sentence(tmp_path, content, sentence):
    path = tmp_path / "page.md"
    path.write_bytes(content)

    with pytest.raises(SourceError) as refused:
        read([path])

    assert str(refused.value) == f"{path}: {sentence}"


def test_a_missing_file_is_refused(tmp_path):
    with pytest.raises(SourceError, match=r"absent\.md: No such file or directory"):
        read([tmp_path / "absent.md"])


def test_a_folder_without_pages_is_refused(tmp_path):
    with pytest.raises(SourceError, match="no pages in this folder"):
        read([tmp_path])
    (tmp_path / "a.md").write_text("words")
    with pytest.raises(SourceError, match="no pages in this folder"):
        read([tmp_path])
