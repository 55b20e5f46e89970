"""How many voices a team may have."""

from __future__ import annotations

from contextlib import ExitStack

import pytest

from conformance.checks import Untestable, requirement
from conformance.suite.cast import walk
from conformance.targets.call import Answer
from strategies import voices
from strategies.voice_clips import CLIP


@pytest.fixture
def filled(cast):
    """The answers to creations up to the quota and one beyond, or to the first refusal; all go afterwards.

    Whoever else makes voices for the team meanwhile spoils it, so it needs leave.
    """
    api = cast.api
    quota = api.spec.limit("custom-voices-per-team")
    before = len(walk(api))
    if before >= quota:
        raise Untestable(f"needs a free place among the {quota} of the team, which has {before} voices")
    with ExitStack() as stack:
        made: list[Answer] = []
        while before + len(made) <= quota and all(answer.accepted for answer in made):
            answer = api.voices.create(CLIP, cast.named({}))
            if answer.status in answer.operation.refusals["not-enabled"]:
                raise Untestable(
                    f"needs a team that may make custom voices (voices.create.gated): {answer!r}"
                )
            stack.callback(cast.dismiss, answer)
            made.append(answer)
        yield before, made


@requirement("voices.quota.limit")
def test_makes_as_many_as_documented(cast, filled):
    """A team can have as many voices as documented, and one more is refused."""
    before, made = filled
    quota = cast.api.spec.limit("custom-voices-per-team")
    *within, last = made

    assert all(answer.accepted for answer in within)
    assert before + len(within) == quota, f"voice {before + len(made)} of {quota} was refused: {last!r}"
    assert last.refused("quota")


@requirement("voices.quota.freed")
def test_makes_another_in_place_of_one(cast, filled):
    """A deletion frees a place for another voice."""
    _, made = filled
    *within, last = made
    if not within or last.accepted:
        raise Untestable("needs the quota to be enforced (voices.quota.limit)")
    deleted = cast.api.voices.delete(within[0]["voice_id"])
    if not deleted.accepted:
        raise Untestable(f"needs voices that can be deleted (voices.delete.answer): {deleted!r}")
    answer = cast.api.voices.create(CLIP, cast.named({voices.DESCRIPTION: "in place of another"}))
    cast.dismiss(answer)

    assert answer.accepted
