"""Making, listing, changing and deleting custom voices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.targets.call import Answer
from strategies.multipart import Body, Encoded, Form
from strategies.voices import creation_form

if TYPE_CHECKING:
    from conformance.client.api import Api

#: A walk over pages ends here at the latest: a target that hands out tokens for ever must not hang a run.
MOST_PAGES = 1_000


@dataclass(frozen=True, slots=True)
class Voices:
    """Custom voices: a clip of speech with labels, that can be spoken with."""

    api: Api

    def create(self, clip: Body, labels: Mapping[str, str] | None = None) -> Answer:
        """Make a voice from a clip; labels are sent as they stand."""
        return self.create_form(creation_form(clip, labels or {}))

    def create_form(self, form: Form) -> Answer:
        """Send a multipart body as it stands."""
        return self.api.call("createCustomVoice", form=form)

    def create_raw(self, body: Encoded) -> Answer:
        """Send any body at all to the creation."""
        return self.api.call("createCustomVoice", raw=body)

    def get(self, voice_id: str) -> Answer:
        """A voice and its labels."""
        return self.api.call("retrieveCustomVoice", path={"voice_id": voice_id})

    def update(self, voice_id: str, body: Any) -> Answer:
        """Change labels; `body` is sent as JSON as it stands."""
        return self.api.call("updateCustomVoice", path={"voice_id": voice_id}, json=body, has_json=True)

    def delete(self, voice_id: str) -> Answer:
        """Remove a voice."""
        return self.api.call("deleteCustomVoice", path={"voice_id": voice_id})

    def audio(self, voice_id: str) -> Answer:
        """The clip that a voice was made from."""
        return self.api.call("retrieveCustomVoiceAudio", path={"voice_id": voice_id})

    def list(self, **query: str | int) -> Answer:
        """One page."""
        return self.api.call("listCustomVoices", query=query)

    def pages(self, **query: str | int) -> Iterator[Answer]:
        """Page after page, each asked for with the token of the one before, until one has no token."""
        seen: set[object] = set()
        for _ in range(MOST_PAGES):
            page = self.list(**query)
            yield page
            token = page["pagination_token"] if page.accepted else None
            if not isinstance(token, str) or not token or token in seen:
                return  # the end, or a circle
            seen.add(token)
            query = {**query, "pagination_token": token}
