"""Speech of texts, and the built-in voices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.targets.call import Answer

if TYPE_CHECKING:
    from conformance.client.api import Api

#: Audio, or JSON that holds it: which of them comes, the body says.
_ANYTHING = {"accept": "*/*"}


@dataclass(frozen=True, slots=True)
class Speech:
    """Having texts spoken, and looking at the voices that are there for it."""

    api: Api

    def create(self, body: Any) -> Answer:
        """Speech of a text; `body` is sent as JSON as it stands."""
        return self.api.call("createSpeech", json=body, has_json=True, headers=_ANYTHING)

    def voices(self) -> Answer:
        """All built-in voices."""
        return self.api.call("listVoices")

    def voice(self, voice_id: str) -> Answer:
        """One built-in voice."""
        return self.api.call("retrieveVoice", path={"voice_id": voice_id})
