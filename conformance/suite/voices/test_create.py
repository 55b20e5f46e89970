"""Making voices: what is needed, and which labels they may have."""

from __future__ import annotations

from conformance.checks import given, observe, requirement
from conformance.suite.cast import labels_of, walk
from conformance.suite.twins import accepted_twin
from conformance.suite.voices.times import made_at, tolerance
from strategies import voices
from strategies.multipart import Encoded, Form, Part
from strategies.voice_clips import CLIP


@requirement("voices.create.accepted")
def test_makes_a_voice(cast):
    """A clip of speech with a name makes a voice."""
    with cast.made() as answer:
        assert answer.accepted


@requirement("voices.object.id")
def test_names_it_as_documented(cast):
    """The id of a voice that was made through the API is of the documented form."""
    import re

    pattern = cast.api.spec.schema("CustomVoiceId")["pattern"]
    with cast.voice() as voice:
        assert re.fullmatch(pattern, voice.id), f"the id is {voice.id!r}, where {pattern} was due"


@requirement("voices.object.created-at")
def test_tells_the_time_of_creation(cast):
    """The time of creation is written as RFC 3339 has it."""
    with cast.voice() as voice:
        told = voice.answer["created_at"]
        assert made_at(told) is not None, f"created_at is {told!r}, which is no time in RFC 3339"


@requirement("voices.object.creation-time")
def test_was_created_just_now(cast):
    """The time of creation lies within the time that the creation took."""
    with cast.voice() as voice:
        told, answer = made_at(voice.answer["created_at"]), voice.answer
        allowed = tolerance(cast.api)
        assert told is not None, f"created_at is {voice.answer['created_at']!r}, which is no time"
        assert answer.sent - allowed <= told <= answer.received + allowed, (
            f"created_at is {voice.answer['created_at']!r}, {told - answer.sent:+.1f} s from the request"
        )


@requirement("voices.create.file-only")
def test_needs_nothing_but_a_clip(cast):
    """A voice needs nothing but its clip."""
    with cast.made(named=False) as answer:
        assert answer.accepted


@requirement("voices.create.labels")
@given(labels=voices.any_labels())
def test_has_its_labels(cast, labels):
    """A new voice has the labels that were sent, in any scripts."""
    with cast.voice(labels=labels) as voice:
        shown = labels_of(voice.answer)
        assert {name: shown[name] for name in voice.labels} == dict(voice.labels)


@requirement("voices.create.unset-labels")
@given(labels=voices.any_labels())
def test_has_no_other_labels(cast, labels):
    """Labels that were not sent are null or absent."""
    with cast.voice(labels=labels) as voice:
        others = {n: v for n, v in labels_of(voice.answer).items() if n not in voice.labels and v is not None}
        assert others == {}


@requirement("voices.create.choices")
@given(labels=voices.choices())
def test_takes_every_choice(cast, labels):
    """Each documented gender, age, use case and tone can be given."""
    with cast.made(labels=labels) as answer:
        assert answer.accepted


@requirement("voices.create.no-choices")
@given(miss=voices.no_choices())
def test_takes_no_other_choice(cast, miss):
    """Any other gender, age, use case or tone is refused."""
    with cast.made(labels=miss.twin) as answer:
        accepted_twin(answer)
    with cast.made(labels=miss.value) as answer:
        assert answer.refused(miss)


@requirement("voices.create.odd-choices")
@given(unclear=voices.odd_choices())
def test_odd_choices(cast, unclear):
    """What becomes of choices in other letters, or with a blank."""
    with cast.made(labels=unclear.value) as answer:
        shown = {name: answer[name] for name in unclear.value} if answer.accepted else None
        observe(unclear.what, {"status": answer.status, "shown": shown})


@requirement("voices.create.language")
@given(language=voices.voice_languages())
def test_takes_languages(cast, language):
    """A language goes by its code, with or without a region in capitals."""
    with cast.made(labels={voices.LANGUAGE: language}) as answer:
        assert answer.accepted


@requirement("voices.create.language-region")
@given(miss=voices.lower_regions())
def test_takes_no_region_in_lower_case(cast, miss):
    """A language whose region is in lower case is refused."""
    with cast.made(labels={voices.LANGUAGE: miss.twin}) as answer:
        accepted_twin(answer)
    with cast.made(labels={voices.LANGUAGE: miss.value}) as answer:
        assert answer.refused(miss)


@requirement("voices.create.language-other")
@given(unclear=voices.odd_languages())
def test_other_languages(cast, unclear):
    """What becomes of codes of other forms, and of languages that there are not."""
    with cast.made(labels={voices.LANGUAGE: unclear.value}) as answer:
        observe(f"the language {unclear.what}", {"status": answer.status})


@requirement("voices.create.empty-label")
@given(unclear=voices.empty_labels())
def test_empty_labels(cast, unclear):
    """What becomes of an empty label in a creation."""
    with cast.made(labels=unclear.value, named=voices.NAME not in unclear.value) as answer:
        observe(unclear.what, {"status": answer.status})


@requirement("voices.create.file-required")
def test_needs_a_clip(cast):
    """A creation without a clip is refused."""
    with cast.made() as answer:
        accepted_twin(answer)
    with cast.made_of(Form((Part.of(voices.NAME, cast.name()),))) as answer:
        assert answer.refused("missing-file")


@requirement("voices.create.malformed")
def test_malformed_forms(cast):
    """Forms in another order or with too much, and bodies that are no form."""
    form = voices.creation_form(CLIP, cast.named({}))
    label, clip = form.parts
    forms = {
        "the clip first": Form((clip, label)),
        "two clips": Form((label, clip, clip)),
        "an unknown part": Form((Part.of("colour", "blue"), label, clip)),
        "a label twice": Form((label, label, clip)),
    }
    for what, other in forms.items():
        with cast.made_of(other) as answer:
            observe(what, {"status": answer.status})
    for what, body in {
        "no body": Encoded(None, ()),
        "JSON": Encoded("application/json", (b'{"name": "voice"}',)),
        "a form without an end": Encoded(form.encode().content_type, (form.encode().read()[:-8],)),
    }.items():
        answer = cast.heard(cast.api.voices.create_raw(body))
        cast.dismiss(answer)
        observe(what, {"status": answer.status})


@requirement("voices.create.refused-makes-nothing")
@given(miss=voices.no_choices())
def test_makes_nothing_that_it_refuses(cast, miss):
    """A creation that is refused makes no voice."""
    labels = cast.named(miss.value)
    with cast.made_of(voices.creation_form(CLIP, labels)) as answer:
        if answer.accepted:
            return  # which another requirement has to say about
        names = [voice.get("name") for voice in walk(cast.api)]
        assert labels[voices.NAME] not in names, "the list has the voice that was refused"


@requirement("voices.create.distinct")
def test_makes_another_voice_each_time(cast):
    """The same clip makes another voice each time."""
    with cast.voice() as one, cast.voice() as other:
        assert one.id != other.id


@requirement("voices.create.same-name")
def test_same_name(cast):
    """Whether two voices can have the same name."""
    with cast.voice() as one, cast.made_of(voices.creation_form(CLIP, one.labels)) as answer:
        observe("the name of another voice", {"status": answer.status})
