"""Changing the labels of voices."""

from __future__ import annotations

from conformance.checks import Untestable, given, observe, requirement
from conformance.suite.cast import changed, labels_of, retrieved, same
from conformance.suite.twins import accepted_twin
from strategies import voices


def _after(voice, changes):
    """All labels as they have to be after a change."""
    before = {**dict.fromkeys(voices.labels()), **labels_of(voice.answer)}
    return {**before, **changes}


def _accepted(cast, voice, changes):
    answer = cast.api.voices.update(voice.id, changes)
    if not answer.accepted:
        raise Untestable(f"needs voices that can be changed (voices.update.sets): {answer!r}")
    return answer


@requirement("voices.update.sets")
@given(changes=voices.setting())
def test_sets(cast, changes):
    """A change sets the labels that it names to the texts that it gives."""
    with cast.voice(labels=voices.all_labels()) as voice:
        answer = cast.api.voices.update(voice.id, changes)

        assert answer.accepted
        shown = labels_of(changed(cast.api, voice.id, changes))
        assert {name: shown[name] for name in changes} == changes


@requirement("voices.update.clears")
@given(changes=voices.clearing())
def test_clears(cast, changes):
    """A change clears the labels for which it gives null."""
    with cast.voice(labels=voices.all_labels()) as voice:
        answer = cast.api.voices.update(voice.id, changes)

        assert answer.accepted
        shown = labels_of(changed(cast.api, voice.id, changes))
        assert {name: shown[name] for name in changes} == changes


@requirement("voices.update.keeps")
@given(changes=voices.updates())
def test_keeps_the_rest(cast, changes):
    """A change leaves all labels as they are that it does not name."""
    with cast.voice(labels=voices.all_labels()) as voice:
        _accepted(cast, voice, changes)
        due = _after(voice, changes)
        shown = labels_of(changed(cast.api, voice.id, due))
        kept = {name for name in voices.labels() if name not in changes}
        assert {name: shown[name] for name in kept} == {name: due[name] for name in kept}


@requirement("voices.update.answer")
@given(changes=voices.updates())
def test_answers_with_the_whole_voice(cast, changes):
    """A change is answered with the whole voice, as it can be retrieved from then on."""
    with cast.voice(labels=voices.all_labels()) as voice:
        answer = _accepted(cast, voice, changes)
        now = changed(cast.api, voice.id, labels_of(answer))
        assert same(answer, now), f"the change was answered with {answer.json}, and retrieved is {now.json}"


@requirement("voices.update.lasting")
@given(changes=voices.updates())
def test_touches_nothing_else(cast, changes):
    """A change touches neither id, nor time of creation, nor clip."""
    with cast.voice(labels=voices.all_labels()) as voice:
        before = cast.api.voices.audio(voice.id)
        _accepted(cast, voice, changes)
        now, after = retrieved(cast.api, voice.id), cast.api.voices.audio(voice.id)
        assert [now[name] for name in ("voice_id", "created_at")] == [voice.id, voice.answer["created_at"]]
        if before.accepted:
            assert after.accepted
            assert after.content == before.content, "the clip is another one than before the change"


@requirement("voices.update.again")
@given(changes=voices.updates())
def test_changes_nothing_the_second_time(cast, changes):
    """The same change once more changes nothing."""
    with cast.voice() as voice:
        _accepted(cast, voice, changes)
        once = changed(cast.api, voice.id, _after(voice, changes))
        answer = cast.api.voices.update(voice.id, changes)
        assert answer.accepted
        assert same(changed(cast.api, voice.id, labels_of(once)), once)


@requirement("voices.update.empty-text")
@given(miss=voices.emptied())
def test_takes_no_empty_text(cast, miss):
    """A change that gives a label an empty text is refused."""
    with cast.voice(labels=voices.all_labels()) as voice:
        accepted_twin(cast.api.voices.update(voice.id, miss.twin))
        assert cast.api.voices.update(voice.id, miss.value).refused(miss)


@requirement("voices.update.no-choices")
@given(miss=voices.no_choices())
def test_takes_no_other_choice(cast, miss):
    """Nor can it be changed to any other."""
    with cast.voice() as voice:
        accepted_twin(cast.api.voices.update(voice.id, miss.twin))
        assert cast.api.voices.update(voice.id, miss.value).refused(miss)


@requirement("voices.update.language-region")
@given(miss=voices.lower_regions())
def test_takes_no_region_in_lower_case(cast, miss):
    """A change to a language whose region is in lower case is refused."""
    with cast.voice() as voice:
        accepted_twin(cast.api.voices.update(voice.id, {voices.LANGUAGE: miss.twin}))
        assert cast.api.voices.update(voice.id, {voices.LANGUAGE: miss.value}).refused(miss)


@requirement("voices.update.atomic")
@given(miss=voices.half_wrong())
def test_changes_all_or_nothing(cast, miss):
    """A change that is refused changes nothing, also where a part of it is right."""
    with cast.voice(labels=voices.all_labels()) as voice:
        before = retrieved(cast.api, voice.id)
        answer = cast.api.voices.update(voice.id, miss.value)
        if answer.accepted:
            raise Untestable("needs empty texts to be refused (voices.update.empty-text)")
        now = retrieved(cast.api, voice.id)
        assert same(now, before), f"refused, and yet {before.json} has become {now.json}"


@requirement("voices.update.nothing")
def test_may_change_nothing(cast):
    """A change of nothing is accepted, and changes nothing."""
    with cast.voice(labels=voices.all_labels()) as voice:
        answer = cast.api.voices.update(voice.id, {})

        assert answer.accepted
        assert labels_of(retrieved(cast.api, voice.id)) == labels_of(voice.answer)


@requirement("voices.update.alone")
def test_touches_no_other_voice(cast):
    """A change touches no other voice."""
    with cast.voice() as voice, cast.voice(labels=voices.all_labels()) as other:
        _accepted(cast, voice, voices.all_labels(1))

        assert labels_of(retrieved(cast.api, other.id)) == labels_of(other.answer)


@requirement("voices.update.unclear")
@given(unclear=voices.odd_updates())
def test_unclear_changes(cast, unclear):
    """Unknown fields, other types, an id, no object."""
    with cast.voice() as voice:
        observe(unclear.what, {"status": cast.api.voices.update(voice.id, unclear.value).status})


@requirement("voices.update.unknown")
@given(voice_id=voices.unknown_ids())
def test_changes_no_unknown_voice(api, voice_id):
    """Changing an id that does not exist is answered with not found."""
    assert api.voices.update(voice_id, {voices.NAME: "nobody"}).refused("unknown-voice")
