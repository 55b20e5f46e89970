"""Requests for speech: the right ones are right by the schema, and each near miss is off by one rule."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import specs
from strategies import speech
from strategies.requests import LeftOut, changed
from strategies.schemas.rules import broken_rules

SPEC = specs.load()
SCHEMA = SPEC.schema("CreateSpeech")
LIMIT = SPEC.limit("speech-text-length")
RIGHT = {
    "texts": speech.texts().map(lambda text: {"text": text}),
    "tags": speech.tags().map(lambda text: {"text": text}),
    "tags together": speech.tags_together().map(lambda text: {"text": text}),
    "languages": speech.languages().map(lambda language: {"language": language}),
    "other cases": speech.other_cases().map(lambda language: {"language": language}),
    "formats": speech.formats().map(lambda wanted: {speech.FORMAT: wanted}),
    "few formats": speech.few_formats().map(lambda wanted: {speech.FORMAT: wanted}),
    "bit rates": speech.bit_rates().map(lambda wanted: {speech.FORMAT: wanted}),
    "speeds": speech.speeds().map(lambda speed: {"speed": speed}),
    "latencies": speech.latencies().map(lambda level: {"optimize_streaming_latency": level}),
    "unknown voices": speech.unknown_voices().map(lambda voice: {"voice_id": voice}),
}
MISSES = {
    "empty": speech.empty(),
    "no text": speech.missing("text"),
    "no language": speech.missing("language"),
    "codecs": speech.unknown_codecs(),
    "rates": speech.unknown_rates(),
    "bit rates": speech.unknown_bit_rates(),
    "speeds": speech.other_speeds(),
}
UNCLEAR = [
    speech.unclear_tags(),
    speech.unclear_lengths(),
    speech.blank(),
    speech.unlisted_languages(),
    speech.unclear_voices(),
    speech.unclear_formats(),
    speech.ill_typed(),
    speech.nulls(),
    speech.unknown_fields(),
]
anything = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@pytest.mark.parametrize("name", RIGHT)
def test_what_is_documented_is_right_by_the_schema(name):
    for changes in RIGHT[name].cover():
        assert broken_rules(SCHEMA, speech.body(**changes)) == ()

    @anything
    @given(RIGHT[name].strategy)
    def drawn(changes):
        assert broken_rules(SCHEMA, speech.body(**changes)) == ()

    drawn()


@pytest.mark.parametrize("name", MISSES)
def test_a_near_miss_breaks_one_rule(name):
    def judge(miss):
        rule = "enum" if miss.rule == "bit-rate" else miss.rule
        body = speech.body(**miss.value)
        assert broken_rules(SCHEMA, body) == ((rule, miss.at),), body
        assert broken_rules(SCHEMA, speech.body(**miss.twin)) == ()

    for miss in MISSES[name].cover():
        judge(miss)
    anything(given(MISSES[name].strategy)(judge))()


def test_every_language_and_tag_is_there():
    assert list(speech.languages().cover()) == SPEC.limit("speech-languages")
    together = " ".join(speech.tags_together().cover())
    each = speech.tags().cover()
    for tag in SPEC.limit("speech-inline-tags"):
        assert f"[{tag}]" in together
        assert sum(f"[{tag}]" in text for text in each) == 1
    for tag in SPEC.limit("speech-wrapping-tags"):
        assert f"<{tag}>a</{tag}>" in together
        assert sum(f"<{tag}>" in text for text in each) == 1


def test_other_cases_are_other_cases():
    listed = SPEC.limit("speech-languages")
    cases = speech.other_cases().cover()

    assert not set(cases) & set(listed)
    assert {case.lower() for case in cases} == {language.lower() for language in listed}


@pytest.mark.parametrize("length", [1, 2, 33, 34, 35, 1000])
def test_texts_of_a_length(length):
    text = speech.text_of(length)

    assert len(text) == length
    assert text.isascii()
    assert text == text.strip()


def test_lengths_around_the_limit():
    """The documented number itself is nowhere but where it is only observed."""
    assert speech.longest() == LIMIT - 1
    lengths = [len(miss.value["text"]) for miss in speech.too_long().cover()]
    assert lengths[0] == LIMIT + 1
    assert lengths[-1] > 2 * LIMIT


@anything
@given(st.data())
def test_drawn_texts_are_too_long(data):
    assert len(data.draw(speech.too_long().strategy).value["text"]) > LIMIT


def test_unclear_lengths_are_short_enough_in_one_unit():
    wide, long, tagged = (unclear.value for unclear in speech.unclear_lengths().cover())

    assert len(wide) < LIMIT < len(wide.encode("utf-16-le")) / 2
    assert len(long) < LIMIT < len(long.encode())
    assert len(tagged) > LIMIT


def test_few_formats_have_every_codec_and_every_rate():
    few, every = speech.few_formats().cover(), speech.formats().cover()

    assert {wanted["codec"] for wanted in few} == set(speech.codecs().cover())
    assert {wanted["sample_rate"] for wanted in few} == set(speech.rates())
    assert len(few) == 6
    assert len(every) == 30
    assert all(wanted in every for wanted in few)


@anything
@given(speech.unknown_voices().strategy)
def test_unknown_voices_are_unknown(voice):
    assert voice.lower() not in speech.built_in()


def test_the_cases_of_a_voice():
    assert speech.cases_of("eve") == ("Eve", "EVE", "EVE")


@pytest.mark.parametrize("inputs", UNCLEAR, ids=lambda inputs: inputs.name)
def test_what_is_unclear_is_told_apart_by_its_name(inputs):
    names = [unclear.what for unclear in inputs.cover()]

    assert len(names) == len(set(names))


def test_ill_typed_fields_are_of_types_that_the_schema_has_not():
    for unclear in speech.ill_typed().cover():
        (field,) = unclear.value
        assert ("type", f"/{field}") in broken_rules(SCHEMA, speech.body(**unclear.value)), unclear


def test_changes_take_fields_away():
    assert speech.body(text=LeftOut()) == {"language": speech.ordinary()["language"]}
    assert changed(speech.ordinary(), {}) == speech.ordinary()
