"""The reference model of custom voices, rule by rule."""

import json

import pytest

import specs
from conformance.oracle import voices as rules
from conformance.targets.call import Answer, Malformed
from strategies import voices

SPEC = specs.load()
LABELS = dict.fromkeys(voices.labels())
CREATED = "2026-06-11T00:00:00Z"


def answer(operation, status=200, content=None, **fields):
    body = json.dumps(fields).encode() if content is None else content
    return Answer(
        operation=SPEC.operations[operation], status=status, headers={}, content=body, sent=0, received=1
    )


def shown(**labels):
    """A voice as answers show it."""
    return {"voice_id": "abcd1234", "created_at": CREATED, **LABELS, **labels}


def company(**labels):
    """One voice with these labels."""
    made = rules.create(rules.Company(), labels).match(answer("createCustomVoice", 201, **shown(**labels)))
    return made.then(answer("createCustomVoice", 201, **shown(**labels)))


def after(ways, answered):
    """The company that follows, if the answer is allowed."""
    way = ways.match(answered)
    assert way is not None, ways.complaint(answered)
    return way.then(answered)


def test_a_new_voice_has_what_was_sent_and_nothing_else():
    ways = rules.create(rules.Company(), {"name": "a"})
    assert ways.match(answer("createCustomVoice", 201, **shown(name="a")))
    assert ways.match(answer("createCustomVoice", 201, voice_id="abcd1234", created_at=CREATED, name="a"))
    for wrong in (shown(name="b"), shown(name="a", tone="calm"), {"name": "a"}):
        assert ways.match(answer("createCustomVoice", 201, **wrong)) is None
    assert ways.match(answer("createCustomVoice", 400, error="no")) is None
    assert "voices.create.accepted" in ways.complaint(answer("createCustomVoice", 400, error="no"))


def test_a_new_voice_has_an_id_of_its_own():
    ways = rules.create(company(name="a"), {"name": "a"})
    assert ways.match(answer("createCustomVoice", 201, **shown(name="a"))) is None


def test_an_answer_that_is_no_json_is_told():
    with pytest.raises(Malformed):
        rules.get(company(), "abcd1234").match(answer("retrieveCustomVoice", content=b"<html>"))


def test_a_change_sets_clears_and_keeps():
    before = company(name="a", tone="calm", accent="Welsh")
    ways = rules.update(before, "abcd1234", {"tone": None, "age": "old"})
    right = shown(name="a", accent="Welsh", age="old")
    now = after(ways, answer("updateCustomVoice", **right))
    for wrong in (
        shown(age="old"),
        {**right, "tone": "calm"},
        {**right, "created_at": "2027-01-01T00:00:00Z"},
    ):
        assert ways.match(answer("updateCustomVoice", **wrong)) is None
    assert rules.get(now, "abcd1234").match(answer("retrieveCustomVoice", **right))
    assert rules.get(before, "abcd1234").match(answer("retrieveCustomVoice", **right)) is None


def test_an_empty_text_is_refused_and_may_have_cleared_the_label():
    before = company(name="a", tone="calm")
    ways = rules.update(before, "abcd1234", {"tone": ""})
    assert ways.match(answer("updateCustomVoice", **shown(name="a"))) is None
    unclear = after(ways, answer("updateCustomVoice", 400, error="empty"))
    look = rules.get(unclear, "abcd1234")
    kept = after(look, answer("retrieveCustomVoice", **shown(name="a", tone="calm")))
    assert look.match(answer("retrieveCustomVoice", **shown(name="a")))
    assert look.match(answer("retrieveCustomVoice", **shown(name="a", tone="warm"))) is None
    assert look.match(answer("retrieveCustomVoice", **shown(tone="calm"))) is None
    # What was seen is known from then on.
    assert rules.get(kept, "abcd1234").match(answer("retrieveCustomVoice", **shown(name="a"))) is None


def test_a_change_of_nothing_may_be_refused():
    ways = rules.update(company(name="a"), "abcd1234", {})
    for fine in (answer("updateCustomVoice", **shown(name="a")), answer("updateCustomVoice", 400, error="x")):
        assert ways.match(fine)


def test_a_deletion_is_final():
    ways = rules.delete(company(name="a"), "abcd1234")
    assert ways.match(answer("deleteCustomVoice", deleted=False)) is None
    gone = after(ways, answer("deleteCustomVoice", deleted=True))
    for again, operation in (
        (rules.get(gone, "abcd1234"), "retrieveCustomVoice"),
        (rules.audio(gone, "abcd1234"), "retrieveCustomVoiceAudio"),
        (rules.update(gone, "abcd1234", {"name": "b"}), "updateCustomVoice"),
        (rules.delete(gone, "abcd1234"), "deleteCustomVoice"),
    ):
        assert again.match(answer(operation, 404, error="not found"))
        assert again.match(answer(operation, 200, **shown(name="a"))) is None
        assert again.match(answer(operation, 500, error="oops")) is None
    assert rules.update(gone, "abcd1234", {"name": ""}).match(answer("updateCustomVoice", 400, error="empty"))


def test_nobody_is_not_found():
    ways = rules.get(rules.Company(), "0q7x1vz9")
    assert ways.match(answer("retrieveCustomVoice", 404, error="not found"))
    assert "voices.get.unknown" in ways.complaint(answer("retrieveCustomVoice", **shown()))


def test_a_list_has_each_voice_once_as_it_is():
    world = company(name="a")
    item = shown(name="a")
    assert rules.listing_complaint(world, [item, shown(voice_id="others")]) == ""
    assert "is missing" in rules.listing_complaint(world, [])
    assert "2 times" in rules.listing_complaint(world, [item, item])
    assert "other labels: name" in rules.listing_complaint(world, [shown(name="b")])
    gone = after(rules.delete(world, "abcd1234"), answer("deleteCustomVoice", deleted=True))
    assert rules.listing_complaint(gone, []) == ""
    assert "voices.delete.unlisted" in rules.listing_complaint(gone, [item])
