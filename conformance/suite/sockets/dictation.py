"""Dictations: whole connections to the socket that transcribes, step by step, judged after each.

Every step is a line of a program, so that a dictation that went wrong can be held again, and made shorter:

    life.open(interim=True)
    life.say(2)
    life.finalize()
    life.done()
"""

from __future__ import annotations

from dataclasses import dataclass, field

from conformance import trial
from conformance.checks import Untestable
from conformance.suite.programs import live
from conformance.suite.sockets.booth import Booth
from conformance.targets.sockets.talk import Talk
from specs import Level
from strategies.audio import Lane, Silence, Speech, Tone
from strategies.conversations import Await, Linger, Move, Ping, Send
from strategies.conversations import transcription as spoken
from strategies.conversations.transcription_settings import ENDPOINTING, NAME, Query, several

STEPS = frozenset({"open", "say", "hum", "rest", "finalize", "mistake", "ping", "done"})


@dataclass(slots=True)
class Dictation:
    """One connection. Each method is one step; once the target has hung up, none does anything.

    All raise `AssertionError`, with a sentence, where something that was said breaks what has to hold; `Untestable`
    where the socket does not open; `NoVerdict` where the network had its say.
    """

    booth: Booth
    program: list[str] = field(default_factory=list)
    _talk: Talk | None = None
    _channels: int = 1
    _mistakes: int = 0
    _turns: int = 0

    def __post_init__(self) -> None:
        """Start as an example of its own."""
        trial.current().begin(program=self.program)

    def open(
        self, *, interim: bool = False, diarize: bool = False, smart_turn: str = "", channels: int = 1
    ) -> None:
        """Open the connection; without this there is none."""
        chosen = {"interim": interim, "diarize": diarize, "smart_turn": smart_turn, "channels": channels}
        usual = {"interim": False, "diarize": False, "smart_turn": "", "channels": 1}
        told = ", ".join(f"{name}={value!r}" for name, value in chosen.items() if value != usual[name])
        self.program.append(f"life.open({told})")
        query: Query = {
            **ENDPOINTING,
            **({"interim_results": "true"} if interim else {}),
            **({"diarize": "true"} if diarize else {}),
            **({"smart_turn": smart_turn} if smart_turn else {}),
            **(several(channels) if channels > 1 else {}),
        }
        found = self.booth.opened(NAME, query)
        if not isinstance(found, Talk):
            raise Untestable(f"needs a connection (sockets.transcription.open): {found!r}")
        self._talk, self._channels = found, channels
        self._do(spoken.GREETED)

    def say(self, words: int = 1, channel: int = 0) -> None:
        """So many words."""
        self._heard(f"life.say({words}{_of(channel)})", (Speech(words),), channel)

    def hum(self, tenths: int = 3, channel: int = 0) -> None:
        """A tone of tenths of a second."""
        self._heard(f"life.hum({tenths}{_of(channel)})", (Tone(tenths / 10),), channel)

    def rest(self, tenths: int = 5) -> None:
        """Silence of tenths of a second."""
        self._heard(f"life.rest({tenths})", (Silence(tenths / 10),), 0)

    def finalize(self, channel: int | None = None) -> None:
        """The wish to end the utterance at hand, on all channels or on one."""
        if channel is None:
            self._step("life.finalize()", spoken.FINALIZE)
        else:
            self._step(f"life.finalize(channel={channel})", Send({"type": "finalize", "channel": channel}))

    def mistake(self, what: str) -> None:
        """A text that is no message, one of `MALFORMED`; it is waited for the error."""
        self._mistakes += 1
        self._step(f"life.mistake({what!r})", spoken.MALFORMED[what], Await("error"))

    def ping(self) -> None:
        """A ping frame."""
        self._step("life.ping()", Ping())

    def done(self) -> None:
        """The end of the turn; it is waited for all transcripts, and for what may come after them."""
        ended = Await(spoken.ENDED.event, times=self._channels)
        self._step("life.done()", spoken.DONE, ended, Linger())
        self._turns += 1
        if self._talk is not None and self._turns == 1:
            self._has_ended(self._talk)

    def end(self) -> None:
        """Hang up."""
        if self._talk is not None:
            self._talk.close()
            self._judge(self._talk)

    def _has_ended(self, talk: Talk) -> None:
        """Mistakes leave the session as it was, so only an error of the target's own excuses it from the end."""
        held = self.booth.judged(talk.transcript())
        missing = self._channels - len(held.received(spoken.ENDED.event))
        if missing > 0 and len(held.errors) <= self._mistakes:
            held.keeps_all()
            trial.current().fail()
            raise AssertionError(f"no {spoken.ENDED.event} came for {missing} of {self._channels} channels")

    def _heard(self, line: str, sounds: Lane, channel: int) -> None:
        if self._channels == 1:
            self._step(line, spoken.play(*sounds))
            return
        quiet: Lane = (Silence(0.02),)
        lanes = tuple(sounds if number == channel else quiet for number in range(self._channels))
        self._step(line, spoken.several_channels(self._channels, *lanes))

    def _step(self, line: str, *moves: Move) -> None:
        if self._talk is not None and self._talk.open:
            self.program.append(line)
            self._do(*moves)

    def _do(self, *moves: Move) -> None:
        assert self._talk is not None
        for move in moves:
            self._talk.do(move)
        self._judge(self._talk)

    def _judge(self, talk: Talk) -> None:
        held = self.booth.judged(talk.transcript())
        catalogue = self.booth.api.spec.requirements
        wrong = next((f for f in held.findings if catalogue[f.requirement].level is Level.MUST), None)
        if wrong is not None:
            held.keeps(wrong.requirement)
            trial.current().fail()
            raise AssertionError(f"{wrong}: {wrong.requirement}")


def replay_program(booth: Booth, program: str) -> None:
    """Hold the dictation that `program` describes.

    Raises:
        ProgramError: it holds anything but steps.
        AssertionError: the target went wrong (again).
    """
    live(program, lambda: Dictation(booth), STEPS)


def _of(channel: int) -> str:
    return f", channel={channel}" if channel else ""
