"""Whole dictations: fixed ones first, then random ones, all that is said held against the automaton."""

from functools import partial
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from conformance.checks import requirement, run_all, run_machine
from conformance.suite.programs import program_of, shortest
from conformance.suite.sockets.dictation import Dictation, replay_program
from strategies.conversations import transcription as spoken

LONGEST = 8

#: Dictations that combine what the other checks look at alone.
SEQUENCES: Final = {
    "wishes, one after the other": """
        life.open()
        life.say(2)
        life.finalize()
        life.say(2)
        life.finalize()
        life.finalize()
        life.done()
    """,
    "a mistake after a wish": """
        life.open(interim=True)
        life.say(3)
        life.finalize()
        life.mistake('unknown type')
        life.say(1)
        life.done()
    """,
    "mistakes, utterances and silences": """
        life.open(smart_turn='0.5')
        life.mistake('no JSON')
        life.say(2)
        life.rest(5)
        life.hum(3)
        life.mistake('no type')
        life.rest(5)
        life.done()
    """,
    "channels that take turns": """
        life.open(channels=2, interim=True, diarize=True)
        life.say(2)
        life.say(2, channel=1)
        life.finalize(channel=1)
        life.rest(5)
        life.mistake('a list')
        life.done()
    """,
    "another turn, where there may be one": """
        life.open()
        life.say(2)
        life.done()
        life.say(1)
        life.mistake('unknown type')
        life.done()
    """,
}


@requirement("sockets.transcription.lives")
def test_dictations_follow_the_rules(booth):
    """Whatever the client does, and in whatever order."""
    try:
        run_all(partial(replay_program, booth, program_of(sequence)) for sequence in SEQUENCES.values())
        run_machine(lambda: Dictations(booth), steps=LONGEST)
    except AssertionError as error:
        raise shortest(lambda program: replay_program(booth, program), error) from None


class Dictations(RuleBasedStateMachine):
    """Draws the steps. What a step does and whether all is right is the dictation's business."""

    def __init__(self, booth):
        """Begin without a connection."""
        super().__init__()
        self.life = Dictation(booth)
        self.channels = 1

    def teardown(self):
        """Hang up."""
        self.life.end()

    @initialize(
        interim=st.booleans(),
        diarize=st.booleans(),
        smart_turn=st.sampled_from(["", "", "0", "0.5", "1"]),
        channels=st.sampled_from([1, 1, 2]),
    )
    def open(self, interim, diarize, smart_turn, channels):
        """With any settings."""
        self.channels = channels
        self.life.open(interim=interim, diarize=diarize, smart_turn=smart_turn, channels=channels)

    @rule(words=st.integers(1, 4), channel=st.integers(0, 1))
    def say(self, words, channel):
        """On any channel."""
        self.life.say(words, channel=channel % self.channels)

    @rule(tenths=st.integers(1, 9))
    def hum(self, tenths):
        """On the first channel."""
        self.life.hum(tenths)

    @rule(tenths=st.integers(1, 9))
    def rest(self, tenths):
        """On all."""
        self.life.rest(tenths)

    @rule()
    def finalize(self):
        """All channels."""
        self.life.finalize()

    @precondition(lambda self: self.channels > 1)
    @rule(channel=st.integers(0, 1))
    def finalize_one(self, channel):
        """One of them."""
        self.life.finalize(channel=channel)

    @rule(what=st.sampled_from(list(spoken.MALFORMED)))
    def mistake(self, what):
        """What is no message."""
        self.life.mistake(what)

    @rule()
    def ping(self):
        """Which nobody should mind."""
        self.life.ping()

    @rule()
    def done(self):
        """After which the target hangs up, or takes another turn."""
        self.life.done()
