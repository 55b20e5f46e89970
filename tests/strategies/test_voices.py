"""Labels, changes and clips: every documented value and edge is there, and what breaks a rule breaks only one."""

import hypothesis
import pytest

import specs
from strategies import client_secrets, voice_clips, voices
from strategies.audio import AudioFile
from strategies.schemas.rules import broken_rules
from strategies.source import imports_for, source_of

SPEC = specs.load()
UPDATE = SPEC.schema("UpdateCustomVoice")
CREATE = {**SPEC.schema("CreateCustomVoice"), "required": []}
QUICK = hypothesis.settings(max_examples=50, database=None, deadline=None, derandomize=True)


def drawn(inputs, judge):
    """Every input of the cover, and some that are drawn, put before `judge`."""
    for value in inputs.cover():
        judge(value)
    QUICK(hypothesis.given(inputs.strategy)(judge))()


def test_labels_are_documented_ones_and_none_is_missing():
    def judge(labels):
        assert broken_rules(CREATE, labels) == ()
        assert all(labels.values())

    drawn(voices.any_labels(), judge)
    assert set(voices.all_labels()) == set(voices.labels())
    assert {name for labels in voices.any_labels().cover() for name in labels} == set(voices.labels())


def test_every_choice_is_tried():
    tried = {(name, value) for labels in voices.choices().cover() for name, value in labels.items()}
    due = {(n, v) for n, p in CREATE["properties"].items() for v in p.get("enum", ())}
    assert tried == due


def test_other_choices_break_that_rule_alone_and_are_plainly_others():
    def judge(miss):
        ((name, value),) = miss.value.items()
        assert broken_rules(CREATE, miss.value) == (("enum", f"/{name}"),)
        assert broken_rules(CREATE, miss.twin) == ()
        assert value.strip().lower() not in voices.choices_of(name)

    drawn(voices.no_choices(), judge)
    assert {name for miss in voices.no_choices().cover() for name in miss.value} == set(voices.with_choices())


def test_languages_have_their_region_in_capitals_or_not_at_all():
    pattern = SPEC.schema("CustomVoiceLanguage")
    assert all(broken_rules(pattern, code) == () for code in voices.languages())
    assert {"-" in code for code in voices.languages()} == {True, False}
    for miss in voices.lower_regions().cover():
        assert (broken_rules(pattern, miss.value), broken_rules(pattern, miss.twin)) == (
            (("pattern", ""),),
            (),
        )


def test_changes_set_clear_and_leave_out():
    states = set()

    def judge(changes):
        assert broken_rules(UPDATE, changes) == ()
        states.update("cleared" if changes.get(n, 0) is None else "set" for n in changes)
        states.update("kept" for _ in set(voices.labels()) - set(changes))

    drawn(voices.updates(), judge)
    assert states == {"set", "cleared", "kept"}
    for inputs in (voices.setting(), voices.clearing()):
        assert {name for changes in inputs.cover() for name in changes} == set(voices.labels())


def test_empty_texts_break_one_rule_at_each_label():
    misses = voices.emptied().cover()
    assert [miss.at for miss in misses] == [f"/{name}" for name in voices.labels()]
    for miss in (*misses, *voices.half_wrong().cover()):
        assert [at for _, at in broken_rules(UPDATE, miss.value)] == [miss.at]
        assert broken_rules(UPDATE, miss.twin) == ()
        assert {name for name, value in miss.value.items() if value == ""} == {miss.at[1:]}


def test_what_is_half_wrong_is_so_on_both_sides():
    first, last = voices.half_wrong().cover()
    names = list(voices.labels())
    for miss in (first, last):
        right = [name for name in miss.value if miss.value[name]]
        assert right
    assert names.index(first.at[1:]) < names.index(next(n for n in first.value if first.value[n]))
    assert names.index(last.at[1:]) > names.index(next(n for n in last.value if last.value[n]))


def test_unknown_ids_are_of_the_documented_form_and_malformed_ones_are_not():
    form = SPEC.schema("CustomVoiceId")

    def judge(id_):
        assert broken_rules(form, id_) == ()

    drawn(voices.unknown_ids(), judge)
    assert all(broken_rules(form, id_) for id_ in voices.malformed_ids().cover())


def test_a_form_has_labels_and_then_the_clip():
    form = voices.creation_form(voice_clips.CLIP, {"name": "a", "tone": "calm"})
    assert [(part.name, part.filename) for part in form.parts] == [
        ("name", None),
        ("tone", None),
        ("file", "sample.wav"),
    ]
    assert form.first("file").content_type == "audio/wav"


def test_clips_come_in_every_container():
    named = SPEC.limit("custom-voice-containers")
    for inputs in (voice_clips.any_clip(), voice_clips.nearly_longest()):
        assert [clip.container for clip in inputs.cover()] == named
    assert [miss.value.container for miss in voice_clips.too_long().cover()] == named

    def judge(clip):
        assert clip.container in named

    drawn(voice_clips.any_clip(), judge)


def test_lengths_lie_around_the_documented_one():
    longest = SPEC.limit("custom-voice-clip-seconds")
    assert {clip.seconds for clip in voice_clips.exactly_longest().cover()} == {longest}
    assert {clip.seconds for clip in voice_clips.nearly_longest().cover()} == {longest - 1}
    for miss in voice_clips.too_long().cover():
        assert (miss.value.seconds, miss.twin.seconds) == (longest + 1, longest - 1)
    exact = {clip.container for clip in voice_clips.exactly_longest().cover()}
    padded = {each.value.container for each in voice_clips.perhaps_too_long().cover()}
    assert exact | padded == set(SPEC.limit("custom-voice-containers"))
    assert not exact & padded


def test_converted_clips_have_two_channels_or_high_rates():
    recorded = [clip.recorded for clip in voice_clips.converted().cover()]
    assert {one.channels for one in recorded} == {1, 2}
    assert max(one.rate for one in recorded) > 48_000


def test_each_container_has_a_documented_type_for_what_is_sent():
    for clip in voice_clips.any_clip().cover():
        assert clip.content_type in voice_clips.media_types(clip.container)


@pytest.mark.parametrize(
    "inputs",
    [
        voice_clips.too_long(),
        voice_clips.hopeless(),
        voice_clips.damaged(),
        voices.no_choices(),
        voices.updates(),
    ],
)
def test_inputs_can_be_written_down_and_read_again(inputs):
    for value in inputs.cover()[:3]:
        names: dict = {}
        for line in imports_for(value):
            exec(line, names)
        assert eval(source_of(value), names) == value


def test_lifetimes_of_secrets_lie_within_their_bounds_and_others_beyond():
    schema = SPEC.schema("CreateClientSecret")

    def judge(seconds):
        assert broken_rules(schema, client_secrets.body(seconds)) == ()

    drawn(client_secrets.lifetimes(), judge)
    assert {miss.rule for miss in client_secrets.no_lifetimes().cover()} == {"minimum", "maximum"}
    assert client_secrets.default_lifetime() in client_secrets.lifetimes().cover()


def test_the_ordinary_clip_is_short():
    assert isinstance(voice_clips.CLIP, AudioFile)
    assert 0 < voice_clips.CLIP.seconds <= 2
