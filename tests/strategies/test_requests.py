"""What requests for images and videos change: fields off by one rule, and fields that nobody speaks of."""

import json
import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import specs
from strategies import images, requests, videos
from strategies.inputs import NoInputsError
from strategies.requests import LeftOut, changed
from strategies.schemas.rules import broken_rules

quick = settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
SPEC = specs.load()
OPERATIONS = ("generateImage", "editImage", "generateVideo", "editVideo", "extendVideo")
SOURCE = {"file_id": "file_1"}
MISSES = {operation: requests.near_misses(operation) for operation in OPERATIONS}
ORDINARY = {
    "generateImage": {"model": "m", "prompt": "p"},
    "editImage": {"model": "m", "prompt": "p", "image": SOURCE},
    "generateVideo": {"model": "m", "prompt": "p"},
    "editVideo": {"model": "m", "prompt": "p", "video": SOURCE},
    "extendVideo": {"model": "m", "prompt": "p", "video": SOURCE},
}


def broken(operation, changes, spec=SPEC):
    """Every rule that the ordinary request breaks once `changes` are made to it."""
    body = changed(ORDINARY[operation], changes)
    found = broken_rules(spec.operations[operation].request_schema, body)
    # What may be null or an object is of another type where it is neither.
    found = [("type" if rule == "anyOf" else rule, at) for rule, at in found]
    # A value of another type is no member of an enum either.
    typed = [at for rule, at in found if rule == "type"]
    return [(rule, at) for rule, at in found if not (rule == "enum" and at in typed)]


def unclear(operation):
    module = images if operation in (images.GENERATE, images.EDIT) else videos
    return module.unclear(operation)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_miss_breaks_its_rule_alone(operation):
    assert broken(operation, {}) == []
    for miss in requests.near_misses(operation).cover():
        assert broken(operation, miss.value) == [(miss.rule, miss.at)], miss
        assert broken(operation, miss.twin) == [], miss


@quick
@given(st.sampled_from(OPERATIONS), st.data())
def test_drawn_misses_break_their_rule_alone(operation, data):
    miss = data.draw(MISSES[operation].strategy)
    assert broken(operation, miss.value) == [(miss.rule, miss.at)]
    assert broken(operation, miss.twin) == []


@pytest.mark.parametrize("operation", OPERATIONS)
def test_every_field_but_the_stored_is_broken(operation):
    described = set(SPEC.operations[operation].request_schema["properties"]) - {"storage_options"}
    misses = requests.near_misses(operation).cover()
    assert {miss.at.split("/")[1] for miss in misses if miss.rule == "type"} == described
    assert {miss.at[1:] for miss in misses if miss.rule == "required"} == set(requests.required(operation))
    for name, schema in SPEC.operations[operation].request_schema["properties"].items():
        rules = {miss.rule for miss in misses if miss.at == f"/{name}"}
        assert ({"minimum", "maximum"} <= rules) == ("minimum" in schema), name
        assert ("enum" in rules) == ("enum" in schema), name


@quick
@given(st.sampled_from(OPERATIONS), st.data())
def test_nothing_that_a_source_takes_is_a_miss(operation, data):
    miss = data.draw(MISSES[operation].strategy)
    for name, value in miss.value.items():
        assert value is not None or name in requests.required(operation)
        if miss.rule == "enum":
            taken = [*requests.fields_of(operation)[name]["enum"], *requests.disputed(operation, name)]
            assert "".join(value.split()).casefold() not in taken
        if name == "duration":
            assert miss.rule == "type" or value not in requests.disputed(operation, name)
            assert not (isinstance(value, str) and value.strip().isdigit())


def test_what_is_disputed_is_read_from_the_spec():
    assert set(requests.disputed("generateImage", "aspect_ratio")) == set(
        SPEC.limit("disputed-ratios-of-images")
    )
    assert set(requests.disputed("generateVideo", "resolution")) == set(
        SPEC.limit("disputed-resolutions-of-videos")
    )
    assert requests.disputed("extendVideo", "duration") == (SPEC.limit("extension-duration-disputed"),)
    assert requests.disputed("generateVideo", "duration") == ()
    for operation in OPERATIONS:
        for name in requests.fields_of(operation):
            for value in requests.disputed(operation, name):
                assert {name: value} in [each.value for each in unclear(operation).cover()]


def test_edges_of_the_bounds():
    values = [miss.value for miss in images.near_misses(fields=("n",), rules=("minimum", "maximum")).cover()]
    n = requests.fields_of("generateImage")["n"]
    assert {"n": n["minimum"] - 1} in values
    assert {"n": n["maximum"] + 1} in values
    twins = [miss.twin for miss in images.near_misses(fields=("n",), rules=("maximum",)).cover()]
    assert twins == [{"n": n["maximum"]}] * len(twins)
    added = requests.fields_of("extendVideo")["duration"]
    below = [miss.value["duration"] for miss in videos.near_misses(videos.EXTEND, ("minimum",)).cover()]
    assert max(below) == SPEC.limit("extension-duration-disputed") - 1
    above = [miss.value["duration"] for miss in videos.near_misses(videos.EXTEND, ("maximum",)).cover()]
    assert min(above) == added["maximum"] + 1


def wrong_members(module, field):
    return [miss.value[field] for miss in module.near_misses(rules=("enum",), fields=(field,)).cover()]


def test_some_wrong_members_look_like_right_ones():
    assert any(re.fullmatch(r"[\d.]+:[\d.]+", ratio) for ratio in wrong_members(images, "aspect_ratio"))
    assert any(re.fullmatch(r"\d+k", size) for size in wrong_members(images, "resolution"))
    assert any(re.fullmatch(r"\d+p", size) for size in wrong_members(videos, "resolution"))


def test_what_is_asked_for_and_not_there_is_an_error():
    with pytest.raises(NoInputsError):
        videos.near_misses(videos.EDIT, rules=("maximum",)).cover()
    with pytest.raises(NoInputsError):
        images.near_misses(fields=("duration",)).cover()
    with pytest.raises(KeyError):
        requests.near_misses("paintPicture").cover()
    with pytest.raises(KeyError):
        videos.durations(videos.EDIT).cover()


@pytest.mark.parametrize("operation", OPERATIONS)
def test_unclear_ones_say_what_they_are(operation):
    cover = unclear(operation).cover()
    whats = [each.what for each in cover]
    assert len(set(whats)) == len(whats)
    for each in cover:
        json.dumps(changed(ORDINARY[operation], each.value))
        # As text, because 1, 1.0 and true are the same to Python.
        assert repr(each.value) not in [repr(miss.value) for miss in requests.near_misses(operation).cover()]
    assert {"an empty prompt", "an unknown member", "no model"} <= set(whats)


def test_changes_take_fields_away():
    assert changed({"a": 1, "b": 2}, {"a": LeftOut(), "c": None}) == {"b": 2, "c": None}
    assert changed({"a": 1}, {}) == {"a": 1}


def test_all_that_is_listed_is_documented():
    assert list(images.counts().cover()) == list(range(1, 11))
    assert images.ratios().cover()[-1] == "auto"
    assert "auto" not in images.concrete_ratios().cover()
    assert len(images.concrete_ratios().cover()) == len(images.ratios().cover()) - 1
    assert images.shape("16:9") == 16 / 9
    assert images.shape("9:19.5") == 9 / 19.5
    assert images.shape("auto") is None
    assert images.response_formats().cover() == tuple(SPEC.limit("image-response-formats"))
    assert images.resolutions().cover() == tuple(SPEC.schema("ResolutionOfImages")["enum"])
    assert videos.ratios().cover() == tuple(SPEC.schema("AspectRatioOfVideos")["enum"])
    assert videos.resolutions().cover() == tuple(SPEC.schema("ResolutionOfVideos")["enum"])
    for operation, name in ((videos.GENERATE, "GenerateVideo"), (videos.EXTEND, "ExtendVideo")):
        documented = SPEC.schema(name)["properties"]["duration"]
        durations = videos.durations(operation).cover()
        assert (durations[0], durations[-1]) == (documented["minimum"], documented["maximum"])
        assert len(durations) == documented["maximum"] - documented["minimum"] + 1
        assert videos.default_duration(operation) == documented["default"]


@pytest.mark.parametrize(
    "inputs",
    [
        images.ratios(), images.resolutions(), images.counts(), images.response_formats(),
        videos.ratios(), videos.resolutions(), videos.durations(), videos.durations(videos.EXTEND),
    ],
    ids=lambda inputs: inputs.name,
)  # fmt: skip
def test_what_is_listed_is_all_there_is(inputs):
    assert inputs.finite


RELATED = {
    "both sources": ("editImage", images.both_sources()),
    "too many sources": ("editImage", images.too_many_sources()),
}


def related(operation, changes):
    """The rules between fields that the ordinary request breaks once `changes` are made to it."""
    body = changed(ORDINARY[operation], changes)
    too_many = len(body.get("images", ())) > SPEC.limit("edit-source-images")
    found = [("maxItems", "/images")] if too_many else []
    return found + ([("both", "")] if "images" in body and "image" in body else [])


@pytest.mark.parametrize("name", RELATED)
def test_related_fields_break_one_rule(name):
    operation, inputs = RELATED[name]
    for miss in inputs.cover():
        assert related(operation, miss.value) == [(miss.rule, miss.at)]
        assert related(operation, miss.twin) == []
        assert not broken(operation, miss.value)
        assert not broken(operation, miss.twin)


def test_the_list_is_one_too_long():
    (miss,) = images.too_many_sources().cover()
    listed = miss.value["images"]
    assert len(listed) == SPEC.limit("edit-source-images") + 1
    assert miss.twin["images"] == listed[:-1]
    assert len({json.dumps(source) for source in listed}) == len(listed)


@pytest.mark.parametrize("operation", OPERATIONS)
def test_covers_are_the_same_every_time_and_without_repetitions(operation):
    for make in (requests.near_misses, unclear):
        cover = [repr(value) for value in make(operation).cover()]
        assert cover == [repr(value) for value in make(operation).cover()]
        assert len(set(cover)) == len(cover)


def test_no_name_is_that_of_a_model():
    for name in requests.unknown_models().cover():
        assert name not in [*SPEC.limit("image-models"), *SPEC.limit("video-models")]


def test_the_spec_decides(other_spec):
    assert images.resolutions(spec=other_spec).cover() == ("1k", "3k")
    assert videos.durations(spec=other_spec).cover()[-1] == 13
    above = videos.near_misses(rules=("maximum",), spec=other_spec).cover()
    assert above[0].value == {"duration": 14}
    assert {"resolution": "12k"} in [
        miss.value for miss in images.near_misses(fields=("resolution",), spec=other_spec).cover()
    ]
    for operation in OPERATIONS:
        for miss in requests.near_misses(operation, spec=other_spec).cover():
            assert broken(operation, miss.value, other_spec) == [(miss.rule, miss.at)], miss
            assert broken(operation, miss.twin, other_spec) == [], miss
