"""Filters: a database of another make selects the same files from the same text."""

import re
import sqlite3

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specs
from strategies import filters
from strategies.filter_language import FIELDS, TIMES, And, Comparison, Not, Or, seconds_of, time_text
from strategies.inputs import NoInputsError

quick = settings(deadline=None, max_examples=150)
NOW = 1_790_000_000


def file(number, size, *, created=0, expires=None, url=None):
    return {
        "id": f"file_{number}",
        "object": "file",
        "bytes": size,
        "created_at": NOW + created,
        "filename": f"{number}.png",
        "expires_at": expires,
        **({} if url is None else {"public_url": url}),
    }


FILES = [
    file(1, 0),
    file(2, 2000, created=1, expires=NOW + 4000),
    file(3, 2000, created=10, url="https://cdn.example/a/file_3.png"),
    file(4, 2037, created=60, expires=NOW + 90_000, url="https://cdn.example/b/file_4.png"),
    file(5, 5_000_000, created=61),
]

files = st.lists(
    st.builds(
        file,
        st.integers(0, 10**6),
        st.integers(0, 3000),
        created=st.integers(0, 30),
        expires=st.none() | st.integers(NOW + 3600, NOW + 3640),
        url=st.none() | st.just("https://cdn.example/a"),
    ),
    min_size=1,
    max_size=5,
    unique_by=lambda each: each["id"],
)


def selected_by_database(text, records):
    """What SQLite selects, comparisons with null being unknown there. Times are compared as their texts."""
    database = sqlite3.connect(":memory:")
    names = list(FIELDS)
    database.execute(f"CREATE TABLE files ({', '.join(names)})")
    for record in records:
        row = [record.get(FIELDS[name]) for name in names]
        row = [time_text(v) if n in TIMES and v is not None else v for n, v in zip(names, row, strict=True)]
        database.execute(f"INSERT INTO files VALUES ({', '.join('?' * len(names))})", row)
    where = re.sub(r"!= null\b", "IS NOT NULL", re.sub(r" = null\b", " IS NULL", text))
    where = re.sub(r'"([^"]*)"', r"'\1'", where)
    found = {row[0] for row in database.execute(f"SELECT file_id FROM files WHERE {where}")}
    database.close()
    return found


def selected(wanted, records):
    return {record["id"] for record in records if wanted.holds(record)}


@pytest.mark.parametrize(
    "inputs", [filters.comparisons(FILES), filters.filters(FILES), filters.combinations([0, 2000])]
)
def test_the_database_agrees_on_the_cover(inputs):
    for wanted in inputs.cover():
        assert selected(wanted, FILES) == selected_by_database(wanted.text, FILES), wanted.text


@quick
@given(files, st.data())
def test_the_database_agrees_on_draws(records, data):
    wanted = data.draw(filters.filters(records).strategy | filters.combinations([100]).strategy)
    assert selected(wanted, records) == selected_by_database(wanted.text, records), wanted.text


def test_sizes_are_compared_at_below_and_above():
    sizes = {one.value for one in filters.size_comparisons([2000]).cover()}
    assert {1999, 2000, 2001} <= sizes
    signs = {one.operator for one in filters.size_comparisons([2000]).cover() if one.value == 2000}
    assert signs == set(specs.load().limit("filter-operators"))


def test_comparisons_tell_files_apart():
    seen = {frozenset(selected(one, FILES)) for one in filters.comparisons(FILES).cover()}
    assert len(seen) > 15
    assert frozenset() in seen
    assert frozenset(each["id"] for each in FILES) in seen


@quick
@given(files)
def test_a_comparison_and_its_opposite_share_the_files(records):
    everything = {record["id"] for record in records}
    for one, other in filters.partitions(records).cover():
        assert selected(one, records) | selected(other, records) == everything
        assert not selected(one, records) & selected(other, records)


@quick
@given(files)
def test_times_keep_their_distance(records):
    """Answers show whole seconds, so a target that keeps finer ones must not come out otherwise."""
    known = {record["created_at"] for record in records}
    for one in filters.comparisons(records).cover():
        if one.field == "created_at":
            assert all(abs(seconds_of(one.value) - time) >= filters.MARGIN for time in known)


def test_names_and_disputed_fields_are_left_out():
    fields = {one.field for one in filters.comparisons(FILES).cover()}
    assert fields == {"file_id", "size_bytes", "created_at", "expires_at", "public_url"}


def test_every_documented_field_is_compared_once():
    assert [one.field for one in filters.every_field().cover()] == specs.load().limit("filter-fields")


def test_null_tests_are_opposites():
    for tests in (filters.expiry_tests(), filters.url_tests()):
        equal, unequal = tests.cover()
        assert selected(equal, FILES) == {each["id"] for each in FILES} - selected(unequal, FILES)
    assert [one.text for one in filters.url_tests().cover()] == ["public_url = null", "public_url != null"]


@pytest.mark.parametrize(
    ("wanted", "text"),
    [
        (Comparison("size_bytes", ">", 5), "size_bytes > 5"),
        (Comparison("public_url", "!=", None), "public_url != null"),
        (Comparison("name", "=", 'a"b\\c'), 'name = "a\\"b\\\\c"'),
        (Not(Comparison("size_bytes", ">", 5)), "NOT (size_bytes > 5)"),
        (
            Or(Comparison("a", "=", 1), And(Comparison("b", "=", 2), Not(Comparison("c", "=", 3)))),
            "a = 1 OR (b = 2 AND NOT (c = 3))",
        ),
        (
            And(And(Comparison("a", "=", 1), Comparison("b", "=", 2)), Comparison("c", "=", 3)),
            "(a = 1 AND b = 2) AND c = 3",
        ),
    ],
)
def test_the_text_has_parentheses_where_precedence_could_matter(wanted, text):
    assert wanted.text == text


def test_unset_fields_equal_null_and_are_neither_less_nor_greater():
    unset = file(1, 1)
    later = Comparison("expires_at", ">", time_text(NOW))
    assert Comparison("expires_at", "=", None).holds(unset)
    assert not later.holds(unset)
    assert not later.opposite.holds(unset)


def test_times_are_texts_in_filters_and_seconds_in_files():
    assert time_text(NOW) == "2026-09-21T14:13:20Z"
    assert seconds_of(time_text(NOW)) == NOW
    assert Comparison("created_at", ">=", time_text(NOW)).holds(file(1, 1))
    assert not Comparison("created_at", ">", time_text(NOW)).holds(file(1, 1))


def test_what_cannot_be_decided_is_an_error():
    with pytest.raises(KeyError, match="content_type"):
        Comparison("content_type", "=", "image/png").holds(FILES[0])
    with pytest.raises(ValueError, match="operator"):
        Comparison("size_bytes", "~", 1).holds(FILES[0])


def test_without_files_there_is_nothing_to_compare():
    with pytest.raises(ValueError, match="none"):
        filters.comparisons([]).cover()


def test_readings_without_parentheses_differ():
    for one in filters.unparenthesised(FILES).cover():
        assert selected(one.or_first, FILES) != selected(one.and_first, FILES), one.text
        assert "(" not in one.text
        assert selected(one.and_first, FILES) == selected_by_database(one.text, FILES)


def test_files_that_are_all_alike_cannot_tell_readings_apart():
    with pytest.raises(NoInputsError):
        filters.unparenthesised([FILES[0]]).filter(lambda one: one.or_first.holds(FILES[1])).cover()


def test_invalid_filters_are_told_apart():
    cover = filters.invalid().cover()
    assert len({each.what for each in cover}) == len({each.value for each in cover}) == len(cover)


def test_covers_are_the_same_every_time():
    assert filters.filters(FILES).cover() == filters.filters(FILES).cover()
    assert filters.invalid().cover() == filters.invalid().cover()
    assert filters.combinations().cover() == filters.combinations().cover()
