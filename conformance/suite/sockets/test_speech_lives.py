"""Long conversations on the socket that speaks: fixed ones first, then random ones."""

from functools import partial
from typing import Final

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, precondition, rule

from conformance.checks import requirement, run_all, run_machine
from conformance.suite.programs import program_of, shortest
from conformance.suite.sockets.speech_lives import Life, replay_program
from strategies.conversations.moves import Linger
from strategies.conversations.speaking import clear, conversation, until_cleared

STEPS = 16
_ROUND = """
    life.delta('Yes.')
    life.done()
    life.hear_it_done()
"""
_DROPPED = """
    life.delta('No, no.')
    life.clear()
    life.hear_it_cleared()
"""

#: Conversations that a rule each has to survive.
SEQUENCES: Final = {
    "it does not tire": _ROUND * 6,
    "one after the other, in pieces": """
        life.delta('Well, ')
        life.ping()
        life.delta('I see.')
        life.done()
        life.hear_it_done()
        life.ping()
        life.delta('a')
        life.delta('b')
        life.done()
        life.ping()
        life.hear_it_done()
    """,
    "what is no message is no matter": f"""
        life.slip()
        {_ROUND}
        life.slip()
        life.delta('Yes.')
        life.done()
        life.hear_it_done()
        {_ROUND}
    """,
}
#: The same for targets that know how to drop an utterance.
DROPPING: Final = {
    "dropped, spoken, dropped": f"{_ROUND}{_DROPPED}{_ROUND}{_DROPPED}",
    "dropped at once": f"""
        life.clear()
        life.hear_it_cleared()
        {_ROUND}
        life.clear()
        life.hear_it_cleared()
        life.delta('Yes.')
        life.done()
        life.clear()
        life.hear_it_cleared()
        {_ROUND}
    """,
}


@requirement("sockets.speech.lives")
def test_conversations_follow_the_protocol(booth):
    """Everything that the target says has its place."""
    clears = _clears(booth)
    fixed = {**SEQUENCES, **(DROPPING if clears else {})}
    try:
        run_all(
            partial(replay_program, booth, program_of(sequence))
            for sequence in list(fixed.values())[: 1 if booth.lean else None]
        )
        run_machine(lambda: Lives(booth, clears=clears), steps=STEPS)
    except AssertionError as error:
        raise shortest(lambda program: replay_program(booth, program), error) from None


def _clears(booth):
    return bool(booth.held(conversation(clear(), until_cleared(), Linger())).received("audio.clear"))


class Lives(RuleBasedStateMachine):
    """Draws the steps. What a step does and whether its answer is right is the life's business.

    What no source describes is left out: a text before the last utterance was spoken, and the end of one without text.
    """

    speaks = precondition(lambda self: self.life.open and not self.life.finishing and not self.life.clearing)
    has_begun = precondition(lambda self: self.life.open and self.life.begun)
    is_finishing = precondition(lambda self: self.life.open and self.life.finishing)
    can_clear = precondition(lambda self: self.life.open and self.clears and not self.life.clearing)
    is_clearing = precondition(lambda self: self.life.open and self.life.clearing)
    is_open = precondition(lambda self: self.life.open)

    def __init__(self, booth, *, clears):
        """Open a connection."""
        super().__init__()
        self.clears = clears
        self.life = Life(booth)

    def teardown(self):
        """Close it."""
        self.life.end()

    @speaks
    @rule(text=st.sampled_from(["a", "Yes.", "No, ", "I see. ", "Good morning, all of you."]))
    def delta(self, text):
        """Text comes."""
        self.life.delta(text)

    @has_begun
    @rule()
    def done(self):
        """All of it has come."""
        self.life.done()

    @speaks
    @rule(text=st.sampled_from(["Yes.", "No."]))
    def whole(self, text):
        """An utterance from beginning to end."""
        self.life.delta(text)
        self.life.done()
        self.life.hear_it_done()

    @is_finishing
    @rule()
    def hear_it_done(self):
        """Wait for its end."""
        self.life.hear_it_done()

    @can_clear
    @rule()
    def clear(self):
        """Drop what there is."""
        self.life.clear()

    @is_clearing
    @rule()
    def hear_it_cleared(self):
        """Wait for the confirmation."""
        self.life.hear_it_cleared()

    @is_open
    @rule()
    def ping(self):
        """Listen for a moment."""
        self.life.ping()

    @precondition(lambda self: not self.life.open)
    @rule()
    def look_back(self):
        """The target has hung up, as it may after an error; there is nothing to do any more."""

    @is_open
    @rule()
    def slip(self):
        """Say what is no message."""
        self.life.slip()
