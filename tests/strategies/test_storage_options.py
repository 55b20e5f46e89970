"""Storage options: what the docs allow, what breaks one rule, and what they leave open."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import specs
from strategies import storage_options as options
from strategies.inputs import NoInputsError
from strategies.schemas.rules import broken_rules

quick = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
SCHEMA = specs.load().schema("StorageOptions")
FILE = SCHEMA["properties"]["expires_after"]
URL = specs.load().schema("PublicUrlOptions")["properties"]["expires_after"]
RULES = ("required", "minimum", "maximum", "outlives-file", "type")


def broken(value, schema=SCHEMA):
    """Every rule that `value` breaks, worked out apart from the strategies; null is no options at all."""
    if value is None:
        return []
    names = {"anyOf": "type"}
    found = [(names.get(rule, rule), at) for rule, at in broken_rules(schema, value)]
    if not found and isinstance(value, dict) and isinstance(value.get("public_url"), dict):
        file, url = value.get("expires_after"), value["public_url"].get("expires_after")
        if file is not None and url is not None and url > file:
            found.append(("outlives-file", "/public_url/expires_after"))
    return found


def test_every_valid_value_is_valid():
    for value in options.valid().cover():
        assert broken(value) == [], value


def test_the_simplest_come_first():
    first, short, long, public, empty, private, null = options.valid().cover()[:7]
    assert first == {"filename": options.FILENAME}
    assert [short["expires_after"], long["expires_after"]] == [FILE["minimum"], FILE["maximum"]]
    assert [each["public_url"] for each in (public, empty, private, null)] == [True, {}, False, None]


def test_each_combination_of_the_two_lives_is_there():
    low, high = FILE["minimum"], FILE["maximum"]
    found = {
        (options.file_seconds(value), options.wants_url(value), options.own_url_seconds(value))
        for value in options.valid().cover()
    }
    assert {(None, True, URL["minimum"]), (None, True, URL["maximum"])} <= found
    assert {(low, True, None), (high, True, None), (None, True, None)} <= found
    assert {(high, True, URL["minimum"]), (low, True, low), (high, True, high), (low + 1, True, low)} <= found
    nulls = [value for value in options.valid().cover() if "null" in json.dumps(value)]
    assert {json.dumps(value.get("expires_after", 0)) for value in nulls} >= {"null", "0"}
    assert {"filename": options.FILENAME, "expires_after": None} in nulls
    assert any(value.get("public_url") == {"expires_after": None} for value in nulls)


def test_how_long_the_url_lives():
    named = {"filename": "a"}
    assert options.url_seconds(named) is None
    assert options.url_seconds({**named, "expires_after": 5, "public_url": False}) is None
    assert options.url_seconds({**named, "expires_after": 5, "public_url": {}}) == 5
    assert options.url_seconds({**named, "expires_after": 5, "public_url": {"expires_after": 4}}) == 4
    assert options.url_seconds({**named, "public_url": {"expires_after": 4}}) == 4
    assert options.wants_url({**named, "public_url": {}})
    assert not options.wants_url({**named, "public_url": None})


def test_every_miss_breaks_its_rule_alone():
    for miss in options.near_misses().cover():
        assert broken(miss.value) == [(miss.rule, miss.at)], miss
        assert broken(miss.twin) == [], miss


def test_most_twins_are_of_the_valid_cover():
    """So that few productions prove all of them."""
    twins = {json.dumps(miss.twin) for miss in options.near_misses().cover()}
    assert len(twins - {json.dumps(value) for value in options.valid().cover()}) <= 1


@quick
@given(options.valid().strategy, options.near_misses().strategy, options.equal().strategy)
def test_draws_keep_their_word(valid, miss, equal):
    assert broken(valid) == []
    assert broken(miss.value) == [(miss.rule, miss.at)]
    assert broken(miss.twin) == []
    assert broken(equal) == []
    assert options.own_url_seconds(equal) == options.file_seconds(equal) is not None


@pytest.mark.parametrize("rule", RULES)
def test_every_rule_is_broken(rule):
    assert {miss.rule for miss in options.near_misses((rule,)).cover()} == {rule}


def test_no_other_rule_is_broken():
    assert {miss.rule for miss in options.near_misses().cover()} == set(RULES)
    with pytest.raises(NoInputsError):
        options.near_misses(("pattern",)).cover()


def test_every_member_is_broken_in_every_way():
    places = {(miss.rule, miss.at) for miss in options.near_misses().cover()}
    expiries = ("/expires_after", "/public_url/expires_after")
    assert {(rule, at) for rule in ("minimum", "maximum", "type") for at in expiries} <= places
    assert {("required", "/filename"), ("type", "/filename"), ("type", "/public_url"), ("type", "")} <= places


def test_both_edges_of_each_bound():
    for at, bound, put in (
        ("/expires_after", FILE, lambda n: {"expires_after": n}),
        ("/public_url/expires_after", URL, lambda n: {"public_url": {"expires_after": n}}),
    ):
        values = [miss.value for miss in options.near_misses(("minimum", "maximum")).cover() if miss.at == at]
        for number in (bound["minimum"] - 1, 0, -1, bound["maximum"] + 1, 2**63):
            assert {"filename": options.FILENAME, **put(number)} in values


@pytest.mark.parametrize("at", ["/filename", "/public_url", "/expires_after", ""])
def test_each_wrong_type_is_there(at):
    misses = [miss.value for miss in options.near_misses(("type",)).cover() if miss.at == at]
    values = [value[at[1:]] for value in misses] if at else misses
    wrong = {
        "/filename": {type(None), bool, int, float, list, dict},
        "/public_url": {int, float, str, list},
        "/expires_after": {bool, float, str, list, dict},
        "": {bool, int, float, str, list},
    }
    assert {type(value) for value in values} == wrong[at]


def test_a_url_that_outlives_its_file_by_a_second():
    ends = [
        (options.file_seconds(miss.value), options.own_url_seconds(miss.value))
        for miss in options.url_beyond_file().cover()
    ]
    low, high = FILE["minimum"], FILE["maximum"]
    assert ends == [(low, low + 1), (high - 1, high), (low, high)]
    for miss in options.url_beyond_file().cover():
        assert options.own_url_seconds(miss.twin) == options.file_seconds(miss.value)


def test_the_placeholder_gives_way():
    plain = {"filename": options.FILENAME, "public_url": {}}
    assert options.retagged(plain, "run-1.mp4") == {"filename": "run-1.mp4", "public_url": {}}
    assert plain["filename"] == options.FILENAME
    assert options.retagged({"filename": f"folder/{options.FILENAME}"}, "a.mp4") == {
        "filename": "folder/a.mp4"
    }
    assert options.retagged({"filename": "stored.tar.gz"}, "a.mp4") == {"filename": "a.tar.gz"}


@pytest.mark.parametrize(
    "other",
    [{}, {"filename": None}, {"filename": 5}, {"filename": ""}, {"filename": ".."}, "text", [], 5, None],
)
def test_what_has_no_placeholder_is_left(other):
    assert options.retagged(other, "a.mp4") == other


def test_every_value_bears_the_name_of_its_sender():
    """But for the misses of the name itself, and names that are too odd to hold another."""
    for value in [*options.valid().cover(), *(miss.twin for miss in options.near_misses().cover())]:
        assert options.retagged(value, "tag-1.png")["filename"] == "tag-1.png"
    odd = [
        each
        for each in options.unclear().cover()
        if "tag-1" not in options.retagged(each.value, "tag-1.png")["filename"]
    ]
    assert [each.value["filename"] for each in odd] == ["", " ", ".", ".."]


def test_unclear_ones_break_nothing_that_is_said():
    for each in options.unclear().cover():
        assert broken(each.value) == [], each
        json.dumps(each.value).encode()
    whats = [each.what for each in options.unclear().cover()]
    assert len(set(whats)) == len(whats)
    assert any(isinstance(each.value.get("expires_after"), float) for each in options.unclear().cover())


def test_the_spec_decides(other_spec):
    values = [value.get("expires_after") for value in options.valid(spec=other_spec).cover()]
    assert {1800, 86401} <= set(values)
    bounds = options.bounds_of_url(spec=other_spec), options.bounds_of_file(spec=other_spec)
    assert {(each.shortest, each.longest) for each in bounds} == {(1800, 86401)}
    schema = other_spec.schema("StorageOptions")
    for miss in options.near_misses(spec=other_spec).cover():
        assert broken(miss.value, schema) == [(miss.rule, miss.at)], miss
        assert broken(miss.twin, schema) == []
    assert options.unclear(spec=other_spec).cover()[-1].value["public_url"] == {"expires_after": 1800.0}


@pytest.mark.parametrize("inputs", [options.valid, options.near_misses, options.unclear, options.equal])
def test_covers_are_the_same_every_time_and_without_repetitions(inputs):
    cover = [repr(value) for value in inputs().cover()]
    assert cover == [repr(value) for value in inputs().cover()]
    assert len(set(cover)) == len(cover)


@quick
@given(st.data())
def test_a_drawn_url_outlives_its_file(data):
    miss = data.draw(options.url_beyond_file().strategy)
    assert options.own_url_seconds(miss.value) > options.file_seconds(miss.value)
