"""Who has recordings transcribed: the same form once, for all checks that look at what comes back."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from conformance import trial, waves
from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.transcription.transcript import Transcript
from conformance.suite.twins import accepted_twin
from conformance.targets.call import Answer
from strategies.audio import AudioFile, Recorded
from strategies.inputs import Inputs
from strategies.multipart import Body, Form
from strategies.transcription import TALK, asked


@dataclass(slots=True)
class Listener:
    """Sends forms. `lean` says that somebody pays for what is transcribed."""

    api: Api
    lean: bool = False
    _answers: dict[Form, Answer] = field(default_factory=dict)
    _locks: waves.Locks = field(default_factory=waves.Locks)

    def tried(self, form: Form) -> Answer:
        """The answer to `form`, whatever it is; sent once for all checks that send the same.

        Raises:
            NoVerdict: the network broke.
        """
        with self._locks.only(form):
            # What was drawn will hardly be asked for again, and goes with the check.
            kept = trial.current().kept if trial.current().drawn else self._answers
            known: Answer | None = self._answers.get(form) or kept.get(form)
            if known is None:
                known = kept[form] = self.api.transcription.send(form)
            else:
                trial.current().recall(known.exchange)
            return known

    def heard(self, recording: Body, /, **options: Any) -> Transcript:
        """What is heard in a recording.

        Raises:
            Untestable: it is not taken, which is judged by other checks.
        """
        answer = self.tried(asked(recording, **options))
        if not answer.accepted:
            raise Untestable(f"needs a transcript (transcription.accepted): {answer!r}")
        return Transcript(answer)

    def words(self, recording: Body, /, **options: Any) -> Transcript:
        """The same, of a target that hears words in what sounds like speech; in this recording there may be none.

        Raises:
            Untestable: as for `heard`, or it hears none in the simplest one.
        """
        simplest = self.heard(AudioFile("wav", Recorded(TALK)), **options)
        if not simplest.words:
            raise Untestable(
                f"needs words, and none was heard in what sounds like speech: {simplest.answer!r}"
            )
        return self.heard(recording, **options)

    def twin(self, form: Form) -> Answer:
        """The answer to the repaired form of something that is to be refused.

        Raises:
            Untestable: it is refused, too.
        """
        return accepted_twin(self.tried(form))

    def fewer(self, inputs: Inputs[Any], most: int = 2) -> Inputs[Any]:
        """All of them; where somebody pays, the first few."""
        return Inputs.of(*inputs.cover()[:most]) if self.lean else inputs
