"""Whole lives of voices, step by step, each answer held against the reference model.

Every step is written down as a line of a program, so that a life that went wrong can be lived again:

    v1 = life.create(tone='calm')
    life.update(v1, description='low', tone=None)
    life.delete(v1)
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from conformance import trial
from conformance.checks import NoVerdict, Untestable
from conformance.client import Api
from conformance.oracle import voices as rules
from conformance.suite.cast import Cast, walk
from conformance.suite.programs import live
from conformance.targets.call import Answer
from strategies import voices
from strategies.voice_clips import CLIP

STEPS: Final = ("create", "get", "audio", "update", "delete", "find")


@dataclass(frozen=True, slots=True)
class LifeVoice:
    """A voice of a life. `name` is what the program calls it."""

    name: str
    id: str

    def __repr__(self) -> str:
        return self.name


@dataclass(slots=True)
class Life:
    """The life of some voices. Each method is one step: it asks the target, asks the model, and compares.

    A voice is the value of a `create`, or the id of a voice that this life knows nothing of. All methods raise
    `AssertionError`, with a sentence, where the model does not allow the answer; `Untestable` where the target cannot
    do what the step needs; `NoVerdict` where the network or a rate limit had its say.
    """

    cast: Cast
    company: rules.Company = field(default_factory=rules.Company)
    program: list[str] = field(default_factory=list)
    _made: int = 0

    def __post_init__(self) -> None:
        """Start the life as an example of its own."""
        trial.current().begin(program=self.program)

    @property
    def api(self) -> Api:
        """The target."""
        return self.cast.api

    # --- the steps

    def create(self, **labels: str) -> LifeVoice:
        """Make a voice; its name is one of the run's own, before what `labels` say."""
        self._made += 1
        name = f"v{self._made}"
        given = self.cast.named(labels)
        self._step(
            f"{name} = life.create({_keywords(labels)})",
            lambda: rules.create(self.company, given),
            lambda: self.cast.ask(voices.creation_form(CLIP, given)),
        )
        return LifeVoice(name, self.company.voices[-1].id)

    def get(self, voice: LifeVoice | str) -> None:
        """Look at the voice."""
        self._step(
            f"life.get({voice!r})",
            lambda: rules.get(self.company, _id(voice)),
            lambda: self.api.voices.get(_id(voice)),
            is_read=True,
        )

    def audio(self, voice: LifeVoice | str) -> None:
        """Listen to the voice's clip."""
        self._step(
            f"life.audio({voice!r})",
            lambda: rules.audio(self.company, _id(voice)),
            lambda: self.api.voices.audio(_id(voice)),
            is_read=True,
        )

    def update(self, voice: LifeVoice | str, **changes: str | None) -> None:
        """Change labels: a text sets one, `None` clears it."""
        keywords = _keywords(changes)
        self._step(
            f"life.update({voice!r}{keywords and f', {keywords}'})",
            lambda: rules.update(self.company, _id(voice), changes),
            lambda: self.api.voices.update(_id(voice), changes),
        )

    def delete(self, voice: LifeVoice | str) -> None:
        """Remove the voice."""
        self._step(
            f"life.delete({voice!r})",
            lambda: rules.delete(self.company, _id(voice)),
            lambda: self.api.voices.delete(_id(voice)),
        )

    def find(self) -> None:
        """Look for all voices in the list."""
        complaint = ""

        def holds() -> bool:
            nonlocal complaint
            complaint = rules.listing_complaint(self.company, walk(self.api))
            return not complaint

        def find() -> None:
            if not self.api.eventually(holds):
                raise self._deviation(f"in the list, {complaint}")

        self._recorded("life.find()", find)

    # --- around the steps

    def end(self) -> None:
        """Delete the voices that are left. This is no step: nothing is judged."""
        for voice in self.company.voices:
            if not voice.deleted:
                with suppress(NoVerdict, Untestable):
                    self.api.voices.delete(voice.id)

    def _step(
        self, line: str, ways: Callable[[], rules.Ways], send: Callable[[], Answer], *, is_read: bool = False
    ) -> None:
        complaint = ""

        def holds() -> bool:
            nonlocal complaint
            answer, expected = send(), ways()
            way = expected.match(answer)
            if way is None:
                complaint = expected.complaint(answer)
                return False
            self.company = way.then(answer)
            return True

        def compare() -> None:
            # What a write was answered stands; what a read shows may take its time where a profile says so.
            if not (self.api.eventually(holds) if is_read else holds()):
                raise self._deviation(complaint)

        self._recorded(line, compare)

    def _recorded(self, line: str, act: Callable[[], None]) -> None:
        self.program.append(line)
        try:
            act()
        except AssertionError:
            trial.current().fail()
            raise

    def _deviation(self, complaint: str) -> AssertionError:
        return AssertionError(f"step {len(self.program)}, {self.program[-1]}: {complaint}")


def replay_program(cast: Cast, program: str) -> None:
    """Live the life that `program` describes, and delete its voices.

    Raises:
        ProgramError: it holds anything but a life's steps; nothing was sent.
        AssertionError: the target went wrong (again).
    """
    live(program, lambda: Life(cast), STEPS)


def _id(voice: LifeVoice | str) -> str:
    return voice if isinstance(voice, str) else voice.id


def _keywords(labels: dict[str, str] | dict[str, str | None]) -> str:
    return ", ".join(f"{name}={value!r}" for name, value in labels.items())
