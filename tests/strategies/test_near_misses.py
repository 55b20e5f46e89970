"""Near misses break exactly the rule that they name, and their twins none."""

import itertools

import jsonschema
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import specs
from strategies.near_misses import NearMiss, near_misses
from strategies.schemas.rules import broken_rules
from strategies.schemas.sources import UnsupportedSchemaError
from strategies.schemas.walker import sources, valid_values
from strategies.valid import schema_of, valid

quick = settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])

EXPIRY = "#/components/schemas/CreatePublicUrl/properties/expires_after"
#: Of these strategies/voices.py makes values and near misses of its own: a pattern with a group in it, and labels that
#: may be null, of which a wrong one breaks every alternative and not the one rule that is meant. The last is no input.
APART = {"CustomVoiceLanguage", "UpdateCustomVoice", "SpeechWithTimestamps"}
DOCUMENTED = [*(name for name in specs.load().openapi["components"]["schemas"] if name not in APART), EXPIRY]
BREAKABLE = [name for name in DOCUMENTED if name != "#"]

OWN = {
    "bounded": {"type": "integer", "minimum": 5, "maximum": 9},
    "open": {"type": "integer", "exclusiveMinimum": 5, "exclusiveMaximum": 9},
    "negative": {"type": "integer", "maximum": -3},
    "steps": {"type": "integer", "minimum": 10, "maximum": 40, "multipleOf": 5},
    "steps without bounds": {"type": "integer", "multipleOf": 4},
    "fraction": {"type": "number", "minimum": 0.5, "exclusiveMaximum": 2.5},
    "nullable": {"type": ["integer", "null"], "minimum": 1},
    "any of": {"anyOf": [{"type": "integer", "minimum": 5, "maximum": 9}, {"type": "null"}]},
    "one of": {
        "oneOf": [
            {"type": "string", "maxLength": 3},
            {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer"}}},
        ]
    },
    "length": {"type": "string", "minLength": 3, "maxLength": 6},
    "pattern": {"type": "string", "pattern": "^[a-f0-9]{4}-\\d+x?$"},
    "token": {"type": "string", "pattern": "^file_[A-Za-z0-9]{1,8}$"},
    "enum": {"type": "string", "enum": ["asc", "desc"]},
    "numbers of an enum": {"enum": [1, 2, 4]},
    "const": {"const": "file"},
    "true": {"const": True},
    "boolean": {"type": "boolean"},
    "array": {"type": "array", "items": {"type": "integer", "minimum": 2}, "minItems": 2, "maxItems": 3},
    "set": {
        "type": "array",
        "items": {"enum": ["a", "b", "c", "d"]},
        "minItems": 1,
        "maxItems": 3,
        "uniqueItems": True,
    },
    "closed": {
        "type": "object",
        "required": ["a", "b/c~d"],
        "properties": {
            "a": {"type": "integer", "maximum": 3},
            "b/c~d": {"type": "string", "minLength": 1},
            "e": {"type": "null"},
        },
        "additionalProperties": False,
    },
    "exactly one": {
        "type": "object",
        "required": ["n"],
        "properties": {
            "n": {"type": "integer", "minimum": 1},
            "a": {"type": ["integer", "null"], "maximum": 3},
            "b": {"type": "string"},
            "c": {"anyOf": [{"type": "null"}, {"type": "boolean"}]},
        },
        "additionalProperties": False,
        "oneOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}],
    },
    "exactly one, called like a keyword": {
        "type": "object",
        "properties": {
            "oneOf": {"oneOf": [{"type": "integer", "minimum": 5}, {"type": "string"}]},
            "then": {"oneOf": [{"type": "integer", "minimum": 5}, {"type": "string"}]},
        },
        "oneOf": [{"required": ["oneOf"]}, {"required": ["then"]}],
    },
    "nested": {
        "type": "object",
        "properties": {
            "url": {
                "type": "object",
                "properties": {"expires_after": {"type": "integer", "minimum": 3}},
                "required": ["expires_after"],
            },
            "all": {
                "type": "array",
                "items": {"type": "object", "properties": {"n": {"type": "integer", "minimum": 1}}},
            },
        },
    },
}
ALL = {**{name: schema_of(name) for name in DOCUMENTED}, **OWN}


def misses(schema):
    return [miss for source in sources(schema) for miss in source.inputs.cover()]


def spelt_out(schema):
    """`schema` with "exactly one of these" said for objects alone, and so that null is absent."""
    if isinstance(schema, list):
        return [spelt_out(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    told = {key: spelt_out(part) for key, part in schema.items()}
    if told.get("type") == "object" and "oneOf" in told:
        names = [branch["required"][0] for branch in told.pop("oneOf")]
        there = [{"required": [name], "properties": {name: {"not": {"type": "null"}}}} for name in names]
        told |= {"if": {"type": "object"}, "then": {"oneOf": there}}
    return told


def judged(schema, value):
    """The keywords that another validator finds broken."""
    return [
        error.validator for error in jsonschema.Draft202012Validator(spelt_out(schema)).iter_errors(value)
    ]


def alternatives(schema, at):
    """Which of `anyOf` and `oneOf` stand on the way to the place `at` of the values of `schema`."""
    if not isinstance(schema, dict):
        return set()
    found = {"anyOf", "oneOf"} & set(schema)
    branches = [part for name in found for part in schema[name]]
    name, _, rest = at.removeprefix("/").partition("/")
    inner = [schema["items"]] if name == "0" and "items" in schema else []
    inner += [part for key, part in schema.get("properties", {}).items() if key == name.replace("~1", "/")]
    below = [alternatives(part, "/" + rest if rest else "") for part in inner if at]
    return found.union(*below, *(alternatives(branch, at) for branch in branches))


@pytest.mark.parametrize("name", ALL)
def test_every_valid_value_is_valid(name):
    cover = valid_values(ALL[name]).cover()
    for value in cover:
        assert not judged(ALL[name], value), value


@pytest.mark.parametrize("name", ALL)
def test_every_miss_of_the_cover_breaks_its_rule_alone(name):
    for miss in misses(ALL[name]):
        assert broken_rules(ALL[name], miss.value) == ((miss.rule, miss.at),), miss
        assert not broken_rules(ALL[name], miss.twin), miss
        assert miss.still_misses(ALL[name])


@pytest.mark.parametrize("name", ALL)
def test_another_validator_agrees(name):
    for miss in misses(ALL[name]):
        expected = {miss.rule} | alternatives(ALL[name], miss.at)
        found = judged(ALL[name], miss.value)
        assert len(found) == 1, (miss, found)
        assert found[0] in expected, (miss, found)
        assert not judged(ALL[name], miss.twin), miss


@quick
@given(st.data())
def test_draws_keep_their_word(data):
    name = data.draw(st.sampled_from(sorted(ALL)))
    assert not judged(ALL[name], data.draw(valid_values(ALL[name]).strategy))
    for source in sources(ALL[name]):
        miss = data.draw(source.inputs.strategy)
        assert miss.rule == source.rule
        assert miss.still_misses(ALL[name]), miss


@pytest.mark.parametrize("name", DOCUMENTED)
def test_covers_are_the_same_every_time(name):
    assert repr(near_misses(name).cover()) == repr(near_misses(name).cover())
    assert repr(valid(name).cover()) == repr(valid(name).cover())


def test_no_miss_comes_twice():
    for name in DOCUMENTED:
        values = [repr((miss.value, miss.at)) for miss in near_misses(name).cover()]
        assert len(values) == len(set(values)), name


def test_both_ends_just_outside_and_far():
    values = [miss.value for miss in near_misses(EXPIRY, rules=("minimum", "maximum")).cover()]
    bounds = schema_of(EXPIRY)
    assert values[0] == bounds["minimum"] - 1
    assert bounds["maximum"] + 1 in values
    assert {0, -1, 2**31, 2**63} <= set(values)


def test_both_ends_are_valid_and_come_first():
    bounds = schema_of(EXPIRY)
    assert valid(EXPIRY).cover()[:2] == (bounds["minimum"], bounds["maximum"])


def test_each_wrong_type_is_there():
    low = schema_of(EXPIRY)["minimum"]
    values = [miss.value for miss in near_misses(EXPIRY, rules=("type",)).cover()]
    assert {type(value) for value in values} == {bool, float, str, list, dict}
    assert str(low) in values
    assert {type(miss.value) for miss in near_misses("UploadFile", rules=("type",)).cover()} > {type(None)}


def test_null_is_a_miss_exactly_where_it_is_not_allowed():
    assert None not in [miss.value for miss in near_misses(EXPIRY).cover()]
    upload = "#/components/schemas/UploadFile/properties/expires_after"
    assert [miss.rule for miss in near_misses(upload).cover() if miss.value is None] == ["type"]


def test_rules_can_be_chosen():
    both = near_misses("CreatePublicUrl", rules=("minimum", "maximum")).cover()
    assert {miss.rule for miss in both} == {"minimum", "maximum"}
    assert {miss.at for miss in both} == {"/expires_after"}


def test_a_rule_that_the_schema_does_not_have_is_an_error():
    with pytest.raises(ValueError, match="minimum, maximum, type"):
        near_misses("CreatePublicUrl", rules=("multipleOf",)).cover()


def test_an_unknown_schema_is_an_error():
    with pytest.raises(KeyError, match="Nothing"):
        near_misses("Nothing").cover()


def test_missing_properties_are_pointed_at():
    missing = {miss.at for miss in near_misses("StoredFile", rules=("required",)).cover()}
    assert missing == {f"/{name}" for name in specs.load().schema("StoredFile")["required"]}


def test_the_places_of_nested_misses():
    places = {miss.at for miss in misses(OWN["nested"])}
    assert {"/url/expires_after", "/all/0/n", "/url", "/all", ""} <= places
    assert "/b~1c~0d" in {miss.at for miss in misses(OWN["closed"])}


@pytest.mark.parametrize("name", ["ImageSource", "VideoSource"])
def test_a_source_is_given_once(name):
    """Each valid one in one way; the misses in none, in both, or as null."""
    assert {tuple(value) for value in valid(name).cover()} == {("url",), ("file_id",)}
    none = [miss.value for miss in near_misses(name, rules=("none-of",)).cover()]
    assert none == [{}, {"url": None}, {"file_id": None}, {"url": None, "file_id": None}]
    both = near_misses(name, rules=("both",)).cover()
    assert {tuple(miss.value) for miss in both} == {("url", "file_id")}
    assert {tuple(miss.twin) for miss in both} == {("url",), ("file_id",)}
    assert {miss.at for miss in near_misses("EditVideo", rules=("none-of", "both")).cover()} == {"/video"}


def test_null_beside_the_one_that_is_given_breaks_nothing():
    assert not broken_rules(schema_of("ImageSource"), {"url": "a", "file_id": None})
    assert broken_rules(schema_of("ImageSource"), {"url": None}) == (("none-of", ""),)
    assert broken_rules(schema_of("ImageSource"), {"url": "a", "file_id": "b"}) == (("both", ""),)
    assert broken_rules(schema_of("ImageSource"), "a") == (("type", ""),)


def test_wide_characters_are_among_the_lengths():
    assert "\U0001f600" * 6 in valid_values(OWN["length"]).cover()
    assert "\U0001f600" * 7 in [miss.value for miss in misses(OWN["length"])]


def test_a_miss_that_became_valid_no_longer_misses():
    schema = OWN["bounded"]
    assert NearMiss(4, "minimum", "", 5).still_misses(schema)
    assert not NearMiss(6, "minimum", "", 5).still_misses(schema)
    assert not NearMiss(4, "maximum", "", 5).still_misses(schema)
    assert not NearMiss(4, "minimum", "/a", 5).still_misses(schema)
    assert not NearMiss(4, "minimum", "", 3).still_misses(schema)


@pytest.mark.parametrize(
    "schema",
    [
        {"type": "integer", "minimum": 1, "exclusiveMinimum": 0},
        {"type": "number", "multipleOf": 0.1},
        {"type": "integer", "minimum": 3, "maximum": 2},
        {"type": "string", "format": "date-time"} | {"contentEncoding": "base64"},
        {"type": "string", "pattern": "(a|b)"},
        {"type": "string", "pattern": "^(a|b)$"},
        {"type": "string", "pattern": "^a$", "minLength": 1},
        {"type": "object", "patternProperties": {}},
        {"type": "object", "required": ["a"]},
        {"type": "array", "items": {"type": "null"}, "minItems": 2, "uniqueItems": True},
        {"anyOf": [{"type": "integer"}, {"type": "number"}]},
        {"oneOf": [{"minimum": 1}, {"type": "null"}]},
        {"type": "decimal"},
        {"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}]},
        {"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}, {"required": ["b"]}]},
        {"type": "object", "properties": {"a": {}}, "oneOf": [{"required": ["a"]}, {"required": ["a"]}]},
        {"type": "object", "properties": {"a": {}, "b": {}}, "oneOf": [{"required": ["a", "b"]}, {}]},
        {
            "type": "object",
            "properties": {"a": {}, "b": {}},
            "anyOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
        {
            "type": "object",
            "properties": {"a": {}, "b": {}},
            "required": ["b"],
            "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
        {
            "type": "object",
            "properties": {"a": {}, "b": {}},
            "oneOf": [{"required": ["a"]}, {"required": ["b"], "properties": {"a": {}}}],
        },
    ],
    ids=str,
)
def test_what_is_not_understood_is_said(schema):
    with pytest.raises(UnsupportedSchemaError):
        list(itertools.chain(valid_values(schema).cover(), sources(schema)))


def test_other_numbers_in_the_spec_are_followed(other_spec):
    values = [
        miss.value for miss in near_misses(EXPIRY, rules=("minimum", "maximum"), spec=other_spec).cover()
    ]
    assert 1799 in values
    assert 86402 in values
    assert 3599 not in values
    assert valid(EXPIRY, spec=other_spec).cover()[:2] == (1800, 86401)
