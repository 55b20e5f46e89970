"""Starting videos, and waiting for them: a video is a job that is polled until it has ended."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.outcomes import NoVerdict
from conformance.targets.call import Answer
from conformance.targets.jobs import is_pending

if TYPE_CHECKING:
    from conformance.client.api import Api


class StillPending(NoVerdict):
    """A job did not end within the time that the profile grants to generations."""


@dataclass(frozen=True, slots=True)
class Videos:
    """Videos from prompts, from images, and from other videos."""

    api: Api

    def generate(self, body: Any) -> Answer:
        """Start a video; `body` is sent as JSON as it stands."""
        return self.api.generate("generateVideo", body)

    def edit(self, body: Any) -> Answer:
        """Start a changed version of a video; `body` is sent as JSON as it stands."""
        return self.api.generate("editVideo", body)

    def extend(self, body: Any) -> Answer:
        """Start a longer version of a video; `body` is sent as JSON as it stands."""
        return self.api.generate("extendVideo", body)

    def get(self, request_id: str) -> Answer:
        """One poll: what has become of a job."""
        return self.api.call("getVideo", path={"request_id": request_id})

    def finished(self, request_id: str) -> Answer:
        """Poll until the job is no longer pending: the last answer, whatever it says, also a refusal.

        Raises:
            StillPending: it has not ended after `timing.generation` seconds.
        """
        *_, last = self.polls(request_id)
        return last

    def polls(self, request_id: str) -> Iterator[Answer]:
        """Every answer on the way to that one.

        Raises:
            StillPending: as for `finished`.
        """
        timing = self.api.transport.profile.timing
        end = time.monotonic() + timing.generation
        while True:
            answer = self.get(request_id)
            yield answer
            if not is_pending(answer):
                return
            if time.monotonic() >= end:
                raise StillPending(f"video {request_id} is still pending after {timing.generation:g} s")
            time.sleep(timing.poll)

    def fetch(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """Open the ephemeral URL of a video as anyone would, without a key."""
        return self.api.fetch("fetchVideo", url, method=method, headers=headers)
