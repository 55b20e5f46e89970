"""Each recogniser on sentences, cells and code blocks of its kind, and on what only looks like it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from specs.extraction.pages import fragment_of, parse_page
from specs.extraction.recognisers import RECOGNISERS
from specs.extraction.recognisers.calls import calls
from specs.extraction.words import sentences, slug


def found(kind, text, *, whole=True):
    """(subject, value, unit) of what the recogniser finds in Markdown."""
    page = parse_page("page", [fragment_of(f"## Rules\n\n{text}\n")], whole=whole)
    return [(f.subject, f.value, f.unit) for f in RECOGNISERS[kind](page)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("`ttl` must be between 3600 and 7200.", ("ttl-range", [3600, 7200], None)),
        (
            "`ttl` must be between **60 seconds (1 minute)** and **2 hours**.",
            ("ttl-range", [60, 7200], "seconds"),
        ),
        ("Steeping must be between 1 hour and 2 days.", ("steeping-range", [3600, 172800], "seconds")),
        ("The tea steeps between 2 and 3 minutes.", ("tea-steeps-range", [120, 180], "seconds")),
        ("Set `wait` (1 h up to 24h).", ("wait-range", [3600, 86400], "seconds")),
        ("Sizes from 1 KiB to 50 MiB are fine.", ("sizes-range", [1024, 52428800], "bytes")),
        ("A `name` has from one to ten characters.", ("name-range", [1, 10], "characters")),
        ("Between 0.5 and 1.5 s.", ("value-range", [0.5, 1.5], "seconds")),
        ("Between `1,000` and `2,000` cups.", ("value-range", [1000, 2000], None)),
    ],
)
def test_ranges(text, expected):
    assert found("range", text) == [expected]


@pytest.mark.parametrize("text", ["Choose between tea and coffee.", "From 9 on.", "Up to 30 days."])
def test_what_is_no_range(text):
    assert found("range", text) == []


def test_a_range_in_a_table_is_that_of_its_row():
    table = "| Field | Notes |\n|---|---|\n| `tea.ttl` | Must be between `3600` (1 hour) and `7200` (2h). |"
    assert found("range", table) == [("tea-ttl-range", [3600, 7200], "seconds")]


@pytest.mark.parametrize(
    ("text", "doubt"),
    [
        (
            "Between 1800 seconds (1 hour) and 7200 seconds (2 hours).",
            "says 1800 and, in parentheses, 3600 seconds",
        ),
        ("Between 9 and 8 days.", "the lower end 777600 lies above the upper end 691200"),
        ("Between 1 hour (60 minutes) and 7200 seconds (two hours).", ""),
        ("Between 1 and 2 (or so).", ""),
    ],
)
def test_a_range_that_contradicts_itself_is_doubted(text, doubt):
    page = parse_page("page", [fragment_of(f"# T\n\n{text}\n")])
    (finding,) = RECOGNISERS["range"](page)
    assert finding.doubt == doubt


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("**Maximum cup size: 50 MiB.** No more.", ("maximum-cup-size", 52428800, "bytes")),
        ("The maximum brewing time is 5 min.", ("maximum-brewing-time", 300, "seconds")),
        ("Up to 1,000 open pots per table.", ("open-pots-per-table", 1000, None)),
        ("It has at most one lid at a time.", ("lid-at-a-time", 1, None)),
        ("Text is kept under 15,000 chars.", ("text-is-kept", 15000, "characters")),
        ("No more than three spoons, please.", ("spoons", 3, None)),
        ("Pots larger than 2 GB spill.", ("spill", 2000000000, "bytes")),
        ("(max 120s)", ("max", 120, "seconds")),
    ],
)
def test_limits(text, expected):
    assert found("limit", text) == [expected]


@pytest.mark.parametrize(
    "text", ["Wait 1 hour up to 2 days.", "At most.", "Up to you.", "The maximum is unknown."]
)
def test_what_is_no_limit(text):
    assert found("limit", text) == []


def test_an_enumeration_of_media_types_below_a_colon():
    text = "* **Known kinds.** Only these pour:\n  * `image/png` (`.png`)\n  * `video/mp4`\n* Other\n"
    assert found("enum", text) == [("known-kinds", ["image/png", "video/mp4"], None)]


def test_a_list_that_is_not_of_media_types_is_none():
    assert found("enum", "Only these:\n\n* `image/png`\n* cups\n") == []


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Takes PNG, JPEG or WebP.", ("content-types", ["image/png", "image/jpeg", "image/webp"], None)),
        ("Right (films: MP4).", ("films-content-types", ["video/mp4"], None)),
        ("`mode` is one of `hot`, `warm`, or `cold`.", ("mode-choices", ["hot", "warm", "cold"], None)),
        ("Either `a` or `b`.", ("value-choices", ["a", "b"], None)),
    ],
)
def test_enumerations_in_prose(text, expected):
    assert found("enum", text) == [expected]


def test_one_format_named_in_passing_is_no_enumeration():
    assert found("enum", "A PNG of a pot.") == []


def test_fields():
    table = (
        "| Field | Type | Required |\n|---|---|---|\n"
        "| `tea` | string | yes |\n| `milk.kind` | integer or null | no |\n"
    )
    assert found("field", table) == [
        ("tea", {"name": "tea", "types": ["string"], "required": True}, None),
        ("milk-kind", {"name": "milk.kind", "types": ["integer", "null"], "required": False}, None),
    ]
    inline = (
        "| Parameter | Type |\n|---|---|\n"
        "| `a` | object (**required**) |\n| `b` | array (optional) |\n| `c` | file |"
    )
    assert [value for _, value, _ in found("field", inline)] == [
        {"name": "a", "types": ["object"], "required": True},
        {"name": "b", "types": ["array"], "required": False},
        {"name": "c", "types": ["file"]},
    ]
    answer = "| Name | Always present |\n|---|---|\n| `id` | yes |\n| `end` | only when it ends |"
    assert [value for _, value, _ in found("field", answer)] == [
        {"name": "id", "always": True},
        {"name": "end", "always": False},
    ]


def test_other_tables_have_no_fields():
    assert found("field", "| Tea | Price |\n|---|---|\n| green | 3 |") == []


def test_statuses_of_a_table_and_of_prose():
    table = (
        "| Code | Meaning |\n|---|---|\n| `404` | Not found |\n| 429 Too many | Slow down |\n| 4040 | no |"
    )
    assert found("status", table) == [("not-found", 404, None), ("slow-down", 429, None)]
    assert found("status", "Later requests return `410`.") == [("later-requests-status", 410, None)]
    assert found("status", "It is rejected with an HTTP status code 422.") == [("it-status", 422, None)]
    assert found("status", "It returns 2000 cups, and 404 of them broke.") == []


def test_endpoints_of_prose_and_code():
    text = (
        "Call `GET /v1/cups/{cup_id}` or `/v1/pots/`, or `wss://api.example.com/v1/pour`.\n\n"
        "```bash\ncurl https://api.example.com/v1/cups/$CUP_ID\ncurl -d '{}' https://api.example.com/v1/cups\n```\n"
    )
    assert [value for _, value, _ in found("endpoint", text)] == [
        "/v1/pots",
        "GET /v1/cups/{cup_id}",
        "WS /v1/pour",
        "POST /v1/cups",
    ]


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        (
            'curl -s -X POST "https://a.example/v1/files/$FILE_ID/open" \\\n -d \'{"a":\n1}\'',
            ["POST /v1/files/{file_id}/open"],
        ),
        ("ID=$(curl -F file=@a https://a.example/v1/files | jq .id)", ["POST /v1/files"]),
        ("curl --request DELETE https://a.example/v1/files/file_a1b2", ["DELETE /v1/files/{file_id}"]),
        ('curl "https://a.example/v1/files?x=1"\ncurl https://a.example/v1/files', ["GET /v1/files"]),
        ("curl https://a.example/about", []),
        ("curl -d 'an unclosed quote", []),
        ('requests.put("https://a.example/v1/cups", json={})', ["PUT /v1/cups"]),
        ("fetch(`https://a.example/v1/cups/${cupId}`, {method: 'patch'})", ["PATCH /v1/cups/{cup_id}"]),
        ('fetch("https://a.example/v1/cups")', ["GET /v1/cups"]),
        ('websockets.connect("wss://a.example/v1/pour")', ["WS /v1/pour"]),
        (
            "file = client.files.upload(p)\nclient.files.upload(q)\nclient.cups.wash()",
            ["files.upload", "cups.wash"],
        ),
    ],
)
def test_calls(code, expected):
    assert calls(code) == expected


def test_examples_have_their_language_and_calls():
    text = "```pythonXAI\nclient.cups.wash()\n```\n\n```\nplain\n```\n"
    assert found("example", text) == [
        ("python-example", {"language": "python", "calls": ["cups.wash"]}, None),
        ("text-example", {"language": "text", "calls": []}, None),
    ]


def test_a_block_of_which_a_fragment_shows_the_end_is_no_example():
    assert found("example", "```\nplain\n```\n", whole=False) == []


@pytest.mark.parametrize(
    ("text", "subject", "signals"),
    [
        ("A cup must not be empty.", "must-not-be-empty", ["must not"]),
        ("**Cups are rinsed** automatically.", "cups-are-rinsed", ["automatically"]),
        ("It is kept, since no lid is required.", "no-lid-is-required", ["required"]),
        ("By default, a pot always stays hot.", "always-stays-hot", ["always", "by default", "stays"]),
        ("At 9 o'clock it is rejected after 3 days.", "rejected-after", ["rejected"]),
    ],
)
def test_statements(text, subject, signals):
    assert found("statement", text) == [(subject, signals, None)]


@pytest.mark.parametrize(
    "text",
    ["Tea is nice.", "`ttl` must be between 1 and 2.", "Up to three cups.", "Pour it (only if you like)."],
)
def test_what_is_no_statement(text):
    assert found("statement", text) == []


def test_every_sentence_on_limitations_is_a_statement():
    page = parse_page(
        "page", [fragment_of("## Limitations\n\n* **Max weight: 2 MiB.** Cups break when they fall.\n")]
    )
    assert [f.subject for f in RECOGNISERS["statement"](page)] == ["cups-break-when-they-fall"]


def test_links_to_further_reading_are_no_statements():
    page = parse_page(
        "page", [fragment_of("## Related\n\n* [Cups](/cups): everything that must be known.\n")]
    )
    assert list(RECOGNISERS["statement"](page)) == []


def test_sentences_know_their_lines_and_abbreviations():
    text = "Pour (e.g. Tea).\nDrink vs. Spill. `cup` is\nfull.  End"
    assert list(sentences(text)) == [
        (0, "Pour (e.g. Tea)."),
        (1, "Drink vs. Spill."),
        (1, "`cup` is\nfull."),
        (2, "End"),
    ]


@given(st.text(max_size=40))
def test_every_recogniser_takes_any_text(text):
    page = parse_page("page", [fragment_of(f"# T\n\n{text}")])
    for kind, recogniser in RECOGNISERS.items():
        for finding in recogniser(page):
            assert finding.kind == kind
            assert finding.subject == slug(finding.subject)
            assert finding.subject
