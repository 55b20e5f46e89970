"""Expiry settings: within bounds, outside, and against each other."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import specs
from strategies import expiry
from strategies.expiry import Setting
from strategies.inputs import NoInputsError

quick = settings(deadline=None, max_examples=100)
URL = specs.load().schema("CreatePublicUrl")["properties"]["expires_after"]
FILE = specs.load().schema("UploadFile")["properties"]["expires_after"]


def test_the_bounds_are_those_of_the_schemas():
    assert expiry.bounds("CreatePublicUrl") == expiry.Bounds(URL["minimum"], URL["maximum"])
    assert expiry.bounds("UploadFile") == expiry.Bounds(FILE["minimum"], FILE["maximum"])


@pytest.mark.parametrize("inputs", [expiry.within_bounds(), expiry.within_bounds("UploadFile")])
def test_both_ends_come_first(inputs):
    assert inputs.cover()[:2] == (URL["minimum"], URL["maximum"])


@quick
@given(expiry.within_bounds().strategy, expiry.outside_bounds().strategy)
def test_draws_lie_on_their_side(inside, outside):
    assert URL["minimum"] <= inside <= URL["maximum"]
    assert not URL["minimum"] <= outside.value <= URL["maximum"]
    assert outside.twin in (URL["minimum"], URL["maximum"])


def row_of(setting, margin):
    """The row of the documented matrix, worked out apart from the strategies; None in the blurred stretch."""
    if setting.url is None:
        return "never" if setting.file is None else "inherited"
    if setting.file is None:
        return "own"
    if setting.url <= setting.file - margin:
        return "within-file"
    return "beyond-file" if setting.url >= setting.file + margin else None


@pytest.mark.parametrize("row", expiry.ROWS)
@pytest.mark.parametrize("margin", [60, 600])
def test_settings_belong_to_their_row(row, margin):
    for setting in expiry.settings(row, margin=margin).cover():
        assert row_of(setting, margin) == row, setting
        assert setting.file is None or FILE["minimum"] <= setting.file <= FILE["maximum"]
        assert setting.url is None or URL["minimum"] <= setting.url <= URL["maximum"]


@quick
@given(st.sampled_from(expiry.ROWS), st.integers(1, 10_000), st.data())
def test_drawn_settings_belong_to_their_row(row, margin, data):
    setting = data.draw(expiry.settings(row, margin=margin).strategy)
    assert row_of(setting, margin) == row
    assert setting.file is None or FILE["minimum"] <= setting.file <= FILE["maximum"]
    assert setting.url is None or URL["minimum"] <= setting.url <= URL["maximum"]


def test_the_ends_of_the_matrix_are_covered():
    low, high = URL["minimum"], URL["maximum"]
    within = expiry.settings("within-file", margin=60).cover()
    beyond = expiry.settings("beyond-file", margin=60).cover()
    assert {Setting(low + 60, low), Setting(high, low), Setting(high, high - 60)} <= set(within)
    assert {Setting(low, low + 60), Setting(low, high), Setting(high - 60, high)} <= set(beyond)
    assert {Setting(url=low), Setting(url=high)} <= set(expiry.settings("own").cover())
    assert {Setting(file=low), Setting(file=high)} <= set(expiry.settings("inherited").cover())


def test_pairs_are_the_settings_of_their_rows():
    assert all(file - url >= 90 for file, url in expiry.url_within_file(90).cover())
    assert all(url - file >= 90 for file, url in expiry.url_beyond_file(90).cover())


def test_bodies_leave_out_or_say_null():
    assert Setting().body == {}
    assert Setting(null=True).body == {"expires_after": None}
    assert Setting(url=5).body == {"expires_after": 5}


def test_a_row_that_does_not_exist_is_an_error():
    with pytest.raises(ValueError, match="sideways"):
        expiry.settings("sideways")


def test_within_a_file_up_to_the_margin():
    low = URL["minimum"]
    assert expiry.within_file(low + 100, margin=60).cover() == (low, low + 40, low + 20)
    assert expiry.within_file(low + 60, margin=60).cover() == (low,)
    assert max(expiry.within_file(10 * URL["maximum"]).cover()) == URL["maximum"]


def test_too_little_left_for_any():
    with pytest.raises(NoInputsError):
        expiry.within_file(URL["minimum"] + 59, margin=60).cover()


def test_beyond_a_file_from_the_margin():
    remaining = URL["maximum"] - 100
    cover = expiry.beyond_file(remaining, margin=60).cover()
    assert [miss.value for miss in cover[:2]] == [remaining + 60, URL["maximum"]]
    assert {(miss.rule, miss.twin) for miss in cover} == {("outlives-file", remaining - 60)}
    assert "outlives-file" in specs.load().operations["createPublicUrl"].refusals


def test_a_file_with_little_left_bears_no_expiry_at_all():
    cover = expiry.beyond_file(URL["minimum"] // 2).cover()
    assert [miss.value for miss in cover[:2]] == [URL["minimum"], URL["maximum"]]
    assert {miss.twin for miss in cover} == {None}


def test_a_file_that_outlives_every_url_has_no_beyond():
    with pytest.raises(NoInputsError):
        expiry.beyond_file(URL["maximum"]).cover()


@quick
@given(expiry.changes().strategy)
def test_changes_change(pair):
    assert pair[0] != pair[1]
    assert all(URL["minimum"] <= seconds <= URL["maximum"] for seconds in pair)


def test_changes_go_both_ways():
    cover = expiry.changes().cover()
    assert {first < second for first, second in cover} == {True, False}
    assert {(second, first) for first, second in cover} == set(cover)


def test_the_spec_decides(other_spec):
    assert expiry.within_bounds(spec=other_spec).cover()[:2] == (1800, 86401)
    assert {1799, 86402} <= {miss.value for miss in expiry.outside_bounds(spec=other_spec).cover()}
    assert (1800, 86401) in expiry.changes(spec=other_spec).cover()
    assert Setting(1800, 1860) in expiry.settings("beyond-file", margin=60, spec=other_spec).cover()


def test_covers_are_the_same_every_time():
    for row in expiry.ROWS:
        assert expiry.settings(row).cover() == expiry.settings(row).cover()
