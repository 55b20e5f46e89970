"""Long conversations on the socket that speaks, step by step, and all that was said held against its protocol.

Every step is written down as a line of a program, so that a conversation that went wrong can be held again:

    life.delta('Yes.')
    life.done()
    life.hear_it_done()
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from conformance import trial
from conformance.checks import Untestable
from conformance.suite.programs import live
from conformance.suite.sockets.booth import Booth
from conformance.targets.call import Answer
from conformance.targets.sockets.talk import Talk
from specs import Level
from strategies.conversations.moves import Linger, Move, Ping, SendText
from strategies.conversations.speaking import (
    SPEECH,
    clear,
    delta,
    done,
    plain,
    until_cleared,
    until_done,
    until_error,
)

STEPS: Final = ("delta", "done", "clear", "slip", "ping", "hear_it_done", "hear_it_cleared")


@dataclass(slots=True)
class Life:
    """One connection. Each method is one step.

    `begun` says that text has come which is not complete, `finishing` that an utterance is complete and was not waited
    for. All steps raise `AssertionError`, with a sentence, where anything that was said so far breaks a MUST.
    """

    booth: Booth
    begun: bool = False
    finishing: bool = False
    clearing: bool = False
    program: list[str] = field(default_factory=list)
    _talk: Talk = field(init=False)

    def __post_init__(self) -> None:
        """Open the connection, as an example of its own.

        Raises:
            Untestable: the target does not.
        """
        trial.current().begin(program=self.program)
        talk = self.booth.opened(SPEECH, plain())
        if isinstance(talk, Answer):
            raise Untestable(f"needs a connection (sockets.speech.open): {talk!r}")
        self._talk = talk

    # --- the steps

    def delta(self, text: str) -> None:
        """A piece of text."""
        self.begun = True
        self._step(f"life.delta({text!r})", delta(text))

    def done(self) -> None:
        """The utterance is complete."""
        self.begun, self.finishing = False, True
        self._step("life.done()", done())

    def clear(self) -> None:
        """The utterance is not wanted any more."""
        self.begun, self.finishing, self.clearing = False, False, True
        self._step("life.clear()", clear())

    def slip(self) -> None:
        """What is no message, and what comes of it."""
        self._step("life.slip()", SendText("{"), until_error())

    def ping(self) -> None:
        """A ping, and a moment to listen."""
        self._step("life.ping()", Ping(), Linger())

    def hear_it_done(self) -> None:
        """Wait for the end of an utterance."""
        self.finishing = False
        self._step("life.hear_it_done()", until_done())

    def hear_it_cleared(self) -> None:
        """Wait until it is confirmed that an utterance was dropped."""
        self.clearing = False
        self._step("life.hear_it_cleared()", until_cleared(), Linger())

    # --- around the steps

    @property
    def open(self) -> bool:
        """Whether anything can still be said."""
        return self._talk.open

    def end(self) -> None:
        """Close the connection. This is no step: nothing is judged."""
        self._talk.close()

    def _step(self, line: str, *moves: Move) -> None:
        self.program.append(line)
        for move in moves:
            self._talk.do(move)
        held = self.booth.judged(self._talk.transcript())
        known = self.booth.api.spec.requirements
        broken = [found for found in held.findings if known[found.requirement].level is Level.MUST]
        if broken:
            kept = held.keeps(broken[0].requirement)
            trial.current().fail()
            raise AssertionError(f"step {len(self.program)}, {line}: {kept!r} ({broken[0].requirement})")


def replay_program(booth: Booth, program: str) -> None:
    """Hold the conversation that `program` describes.

    Raises:
        ProgramError: it holds anything but a life's steps; nothing was sent.
        AssertionError: the target went wrong (again).
    """
    live(program, lambda: Life(booth), STEPS)
