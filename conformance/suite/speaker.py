"""Speech that checks look at: made once for all that ask for the same."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any

from conformance import trial, waves
from conformance.checks import Untestable
from conformance.client import Api
from conformance.targets.call import Answer
from strategies import speech
from strategies.near_misses import NearMiss


@dataclass(slots=True, kw_only=True)
class Speaker:
    """Has texts spoken. `lean` says that somebody pays for them.

    What is asked for are changes to an ordinary request, which is of few words.
    """

    api: Api
    lean: bool = False
    _answers: dict[str, Answer] = field(default_factory=dict)
    _locks: waves.Locks = field(default_factory=waves.Locks)

    def tried(self, **changes: Any) -> Answer:
        """The answer to such a request, whatever it is; for the same request, the same one.

        Raises:
            NoVerdict: the network broke, or the rate was too high for too long.
        """
        body = speech.body(**changes)
        key = json.dumps(body, sort_keys=True)
        with self._locks.only(key):
            return self._tried(body, key)

    def _tried(self, body: dict[str, Any], key: str) -> Answer:
        known = self._answers.get(key)
        if known is not None:
            trial.current().recall(known.exchange)
            return known
        answer = self.api.speech.create(body)
        if not trial.current().drawn:  # what was drawn will hardly be asked for again
            self._answers[key] = answer
        return answer

    def spoken(self, **changes: Any) -> Answer:
        """The same, of which there has to be speech.

        Raises:
            Untestable: it was refused, which is judged by other requirements.
            NoVerdict: as for `tried`.
        """
        answer = self.tried(**changes)
        if not answer.accepted:
            raise Untestable(f"needs speech (speech.accepted): {answer!r}")
        return answer

    def broken(self, miss: NearMiss[dict[str, Any]]) -> Answer:
        """The answer to a request that breaks one rule, of which the repaired twin is accepted.

        Raises:
            Untestable: the twin is refused, too.
            NoVerdict: as for `tried`.
        """
        self.spoken(**miss.twin)
        return self.api.speech.create(speech.body(**miss.value))
