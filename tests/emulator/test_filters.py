"""The filter language: against an evaluator of another make, and one by one."""

import itertools
import operator
import time
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specs
from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.filters import DEPTH, LENGTH, compiled
from conformance.emulator.listing import INHERITED, REVOKED

POLICY = Behaviour()
NOW = 1_790_000_000


def record(**fields):
    """A file, as filters see it."""
    return {
        "name": "Report.PDF",
        "file_name": "Report.PDF",
        "file_id": "file_1",
        "size_bytes": 100,
        "content_type": "application/pdf",
        "created_at": NOW,
        "expires_at": None,
        "upload_status": "Complete",
        "public_url": None,
        "public_url_expires_at": None,
        REVOKED: False,
        INHERITED: False,
        **fields,
    }


def holds(text, **fields):
    """Whether the filter holds for a file."""
    return compiled(text, POLICY).holds(record(**fields))


# A tree is a comparison (field, operator, value), ("not", tree), or ("and" | "or", tree, tree).

OPERATORS = {
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
sizes, times = st.integers(-1, 4), st.integers(NOW - 2, NOW + 2)
comparisons = st.one_of(
    st.tuples(st.just("size_bytes"), st.sampled_from([*OPERATORS]), sizes),
    st.tuples(st.sampled_from(["created_at", "expires_at"]), st.sampled_from([*OPERATORS]), times),
    st.tuples(
        st.just("file_id"), st.sampled_from(["=", "!="]), st.sampled_from(["file_1", 'a"b\\c', "", "AND"])
    ),
    st.tuples(st.sampled_from(["public_url", "expires_at"]), st.sampled_from(["=", "!="]), st.none()),
)
trees = st.recursive(
    comparisons,
    lambda inner: st.tuples(st.just("not"), inner) | st.tuples(st.sampled_from(["and", "or"]), inner, inner),
    max_leaves=8,
)
records = st.builds(
    record,
    size_bytes=sizes,
    created_at=times,
    expires_at=st.none() | times,
    file_id=st.sampled_from(["file_1", 'a"b\\c', "AND"]),
    public_url=st.none() | st.just("http://cdn/x"),
)
quotes, spaces = st.sampled_from("\"'"), st.sampled_from([" ", "  ", "\t", "\n"])


def written(tree, quote, space):
    """The tree as a filter."""
    match tree:
        case ("not", inner):
            return f"NOT{space}({written(inner, quote, space)})"
        case ("and" | "or" as word, one, other):
            texts = (f"({written(each, quote, space)})" for each in (one, other))
            return f"{space}{word.upper()}{space}".join(texts)
        case (field, sign, None):
            return f"{field}{space}{sign}{space}null"
        case ("created_at" | "expires_at" as field, sign, value):
            return f"{field}{sign}{quote}{datetime.fromtimestamp(value, UTC).isoformat()}{quote}"
        case (field, sign, str(value)):
            escaped = value.replace("\\", "\\\\").replace(quote, "\\" + quote)
            return f"{field}{space}{sign}{quote}{escaped}{quote}"
        case (field, sign, value):
            return f"{field}{sign}{space}{value}"


def true_of(tree, file):
    """What the tree says of a file: an unset field is unequal to every value, and neither above nor below."""
    match tree:
        case ("not", inner):
            return not true_of(inner, file)
        case ("and", one, other):
            return true_of(one, file) and true_of(other, file)
        case ("or", one, other):
            return true_of(one, file) or true_of(other, file)
        case (field, sign, value):
            if file[field] is None and value is not None:
                return sign == "!="
            return OPERATORS[sign](file[field], value)


@settings(deadline=None, max_examples=400)
@given(tree=trees, file=records, quote=quotes, space=spaces)
def test_it_means_what_logic_says(tree, file, quote, space):
    """Whatever the spaces and quotes."""
    assert compiled(written(tree, quote, space), POLICY).holds(file) is true_of(tree, file)


@settings(deadline=None, max_examples=400)
@given(text=st.text("()\"'\\ANDORNOTnull size_bytes=!<>:*-.0123456789TZ \n\0é", max_size=40))
def test_every_text_is_read_or_refused(text):
    """And a refusal says where."""
    try:
        compiled(text, POLICY)
    except Refusal as refusal:
        where = refusal.error.removeprefix("filter: column ").partition(":")[0]
        assert 1 <= int(where) <= len(text) + 1


def test_or_binds_tighter_than_and():
    """As in AIP-160; comparisons side by side are joined by AND, as tight as a word."""
    for a, b, c in itertools.product((0, 1), repeat=3):
        text = f"size_bytes = {100 * a} AND size_bytes = {100 * b} OR size_bytes = {100 * c}"
        assert holds(text) is bool(a and (b or c))
        assert holds(text.replace(" AND ", " ")) is bool(a and (b or c))


@pytest.mark.parametrize(
    "text",
    [
        'name = "report"',
        'name = "port.p"',
        'file_name:"PDF"',
        "name = report.pdf",
        'name != "picture"',
        'content_type = "pdf"',
        'content_type = "APPLICATION/"',
        "content_type:application/pdf",
        "upload_status = Complete",
        'upload_status = "Complete"',
        '-upload_status = "Failed"',
        "NOT upload_status = Failed",
        "size_bytes>99",
        "size_bytes > -1",
        f"size_bytes < {2**64}",
        f"size_bytes < {'9' * 400}",
        "size_bytes:100",
        "name:*",
        "-public_url:*",
        "public_url = null",
        'public_url != "http://cdn/x"',
        "NOT public_url != null",
        'created_at >= "2026-09-21T14:13:20Z"',
        'created_at <= "2026-09-21T16:13:20.000+02:00"',
        "created_at = 2026-09-21T14:13:20Z",
        "(((size_bytes = 100)))",
        "\tsize_bytes = 100\n",
        'file_id = "file_1"',
        "file_id = 'file_1'",
        "file_id = file_1",
    ],
)
def test_filters_that_hold(text):
    """For the file that `record` makes."""
    assert holds(text)


@pytest.mark.parametrize(
    "text",
    [
        'upload_status = "complete"',
        'file_id = "file_"',
        'name = "r*t"',
        'public_url = "null"',
        "size_bytes != 100",
        'expires_at > "2000-01-01T00:00:00Z"',
        'expires_at <= "2000-01-01T00:00:00Z"',
    ],
)
def test_filters_that_do_not_hold(text):
    """For the file that `record` makes."""
    assert not holds(text)


@pytest.mark.parametrize(
    ("text", "column", "word"),
    [
        ("colour = 1", 1, "colour"),
        ("size_bytes > 0 AND bytes > 1", 20, "bytes"),
        ("size_bytes", 11, "end"),
        ("size_bytes =", 13, "end"),
        ("= 1", 1, "="),
        ("size_bytes ~ 1", 12, "~"),
        ("size_bytes == 1", 13, "="),
        ('size_bytes = "1"', 14, "size_bytes"),
        ("size_bytes = large", 14, "size_bytes"),
        ("size_bytes = 1.5", 14, "size_bytes"),
        ('created_at > "yesterday"', 14, "created_at"),
        ("created_at > 0", 14, "created_at"),
        ('created_at > "2000-01-01"', 14, "created_at"),
        ('created_at > "2000-01-01T00:00:00"', 14, "created_at"),
        ('created_at > "2000-13-01T00:00:00Z"', 14, "created_at"),
        ("size_bytes > null", 12, "null"),
        ("public_url = null and size_bytes > 0", 23, "size_bytes"),
        ("public_url = null AND", 22, "end"),
        ("(public_url = null", 19, "end"),
        ("public_url = null)", 18, ")"),
        ("()", 2, ")"),
        ('file_id = "a', 11, '"a'),
        ("name = *", 8, "*"),
        ("size_bytes > 0; DROP TABLE files", 15, ";"),
    ],
)
def test_filters_that_are_refused(text, column, word):
    """With the column and what is wrong there."""
    with pytest.raises(Refusal) as caught:
        compiled(text, POLICY)

    assert caught.value.status == 400
    assert caught.value.error.startswith(f"filter: column {column}: ")
    assert word in caught.value.error


def test_deep_and_long_filters():
    """Long ones are fine, and so are many parentheses; there is an end to both, and to levels of logic."""
    assert holds("(" * 100 + "size_bytes = 100" + ")" * 100)
    assert holds(" AND ".join(["size_bytes > 0"] * 1000))
    nested = "-(" * DEPTH + "size_bytes = 100" + ")" * DEPTH
    for text in (nested, "(" * 9000 + "size_bytes = 100", "size_bytes > 0 " * LENGTH):
        with pytest.raises(Refusal):
            compiled(text, POLICY)


def test_every_documented_field_and_operator_is_known():
    """Those of the specs."""
    spec = specs.load()
    for field, sign in itertools.product(spec.limit("filter-fields"), spec.limit("filter-operators")):
        for value in ("0", '"a"', '"2000-01-01T00:00:00Z"'):
            try:
                compiled(f"{field} {sign} {value}", POLICY)
                break
            except Refusal:
                continue
        else:
            pytest.fail(f"{field} {sign} takes no value")


def test_over_http(alpha, refused):
    """In UTC or any other zone; an empty filter is none."""
    low, high = alpha.upload(b"1", "low.txt", "text/plain"), alpha.upload(b"12", "high.txt", "text/plain")
    zone = timezone(timedelta(hours=5, minutes=30))
    earlier = datetime.fromtimestamp(time.time() - 60, zone).isoformat()

    assert alpha.ids(filter="size_bytes > 1") == [high["id"]]
    assert set(alpha.ids(filter=f'created_at > "{earlier}"')) == {low["id"], high["id"]}
    assert alpha.ids(filter="  ") == alpha.ids()
    assert refused(alpha.page(filter="size_bytes >"), 400, "filter", "column 13")
