"""Whole lives of voices: fixed ones first, then random ones, every answer held against the reference model."""

from __future__ import annotations

from functools import partial
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, precondition, rule

from conformance.checks import requirement, run_all, run_machine
from conformance.suite.programs import program_of, shortest
from conformance.suite.voices.lives import Life, replay_program
from strategies import voices

STEPS = 20
MOST_VOICES = 3
#: So many lives are lived at once at most: a team may have few voices.
AT_ONCE = 2
NOBODYS = voices.unknown_ids().cover()[0]

#: Lives that a rule each has to survive. The words in braces are `values()`.
SEQUENCES: Final = {
    "what is set stays until it is changed or cleared": """
        v1 = life.create()
        life.get(v1)
        life.update(v1, description='low', {choice}={first!r})
        life.get(v1)
        life.update(v1, {choice}={last!r})
        life.get(v1)
        life.update(v1, description=None)
        life.get(v1)
        life.update(v1, {choice}=None, description='high')
        life.update(v1)
        life.get(v1)
        life.find()
    """,
    "a label can be set however often it was cleared": """
        v1 = life.create(accent='Scottish')
        life.update(v1, accent=None)
        life.update(v1, accent='Welsh')
        life.update(v1, accent=None)
        life.get(v1)
        life.update(v1, accent='Cornish')
        life.get(v1)
    """,
    "what is refused changes nothing": """
        v1 = life.create(description='low')
        life.update(v1, description='')
        life.get(v1)
        life.update(v1, accent='')
        life.get(v1)
        life.audio(v1)
        life.find()
    """,
    "what happens to one voice happens to no other": """
        v1 = life.create(description='one')
        v2 = life.create(description='two')
        life.update(v1, description='first')
        life.get(v2)
        life.delete(v1)
        life.get(v2)
        life.audio(v2)
        life.find()
        v3 = life.create()
        life.get(v1)
        life.find()
    """,
    "a deletion ends everything, and stays": """
        v1 = life.create()
        life.delete(v1)
        life.get(v1)
        life.audio(v1)
        life.update(v1, description='a ghost')
        life.update(v1, description='')
        life.delete(v1)
        life.get(v1)
        life.find()
    """,
    "a voice that never was": """
        life.get({nobodys!r})
        life.audio({nobodys!r})
        life.update({nobodys!r}, description='nobody')
        life.delete({nobodys!r})
    """,
}


def values():
    """What the braces of `SEQUENCES` stand for."""
    choice = voices.with_choices()[-1]
    first, *_, last = voices.choices_of(choice)
    return {"choice": choice, "first": first, "last": last, "nobodys": NOBODYS}


@requirement("voices.lives")
def test_lives_follow_the_rules(cast):
    """Every answer is one that the documented rules allow at that point."""
    try:
        run_all(
            (
                partial(replay_program, cast, program_of(sequence.format(**values())))
                for sequence in SEQUENCES.values()
            ),
            most=AT_ONCE,
        )
        run_machine(lambda: Lives(cast), steps=STEPS, most=AT_ONCE)
    except AssertionError as error:
        raise shortest(lambda program: replay_program(cast, program), error) from None


def _labels():
    """Labels to make a voice with; the name is the life's business."""
    drawn = st.deferred(lambda: voices.any_labels().strategy)
    return drawn.map(lambda labels: {name: text for name, text in labels.items() if name != voices.NAME})


class Lives(RuleBasedStateMachine):
    """Draws the steps. What a step does and whether its answer is right is the life's business."""

    cast_of = Bundle("voices")

    def __init__(self, cast):
        """Start a life without voices."""
        super().__init__()
        self.life = Life(cast)

    def teardown(self):
        """Delete the voices that are left."""
        self.life.end()

    @initialize(target=cast_of)
    def first_voice(self):
        """There is always a voice to do something with."""
        return self.life.create()

    @precondition(lambda self: sum(not voice.deleted for voice in self.life.company.voices) < MOST_VOICES)
    @rule(target=cast_of, labels=_labels())
    def create(self, labels):
        """With any labels."""
        return self.life.create(**labels)

    @rule(voice=cast_of, changes=st.deferred(lambda: voices.updates().strategy))
    def update(self, voice, changes):
        """Set some labels, clear some, leave some."""
        self.life.update(voice, **changes)

    @rule(voice=cast_of, changes=st.deferred(lambda: voices.updates().strategy))
    def update_twice_and_look(self, voice, changes):
        """The second time changes nothing, and what is shown is what was set."""
        self.life.update(voice, **changes)
        self.life.update(voice, **changes)
        self.look(voice)

    @rule(voice=cast_of, name=st.sampled_from(voices.labels()))
    def set_to_nothing(self, voice, name):
        """Refused."""
        self.life.update(voice, **{name: ""})
        self.look(voice)

    @rule(voice=cast_of)
    def delete(self, voice):
        """Also again."""
        self.life.delete(voice)
        self.look(voice)

    @rule(voice=cast_of)
    def look(self, voice):
        """At the voice, and at its clip."""
        self.life.get(voice)
        self.life.audio(voice)

    @rule()
    def look_around(self):
        """In the list."""
        self.life.find()

    @rule(step=st.sampled_from(["get", "audio", "update", "delete"]))
    def meddle_with_nobody(self, step):
        """A voice that never was."""
        getattr(self.life, step)(NOBODYS)
