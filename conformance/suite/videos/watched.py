"""One video from its start to its end, with every answer on the way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance import trial
from conformance.checks import NoVerdict, Untestable
from conformance.client import DONE
from conformance.suite.made import body_of
from conformance.suite.studio import Studio
from conformance.suite.videos.playing import Clip, NotAVideo, played
from conformance.targets.call import Answer


@dataclass(frozen=True, slots=True)
class Watched:
    """`started` is the answer to the request, `polls` are all that followed it.

    `fetched` is what its ephemeral URL served right after the last of them, `None` if there is no such URL, or if it
    could not be opened, for the reason in `unfetched`.
    """

    started: Answer
    polls: tuple[Answer, ...]
    fetched: Answer | None
    unfetched: str

    @property
    def request_id(self) -> str:
        """By what it is polled.

        Raises:
            Untestable: it was not started.
        """
        found = body_of(self.started).get("request_id")
        if not self.polls or not isinstance(found, str):
            raise Untestable(f"needs a video that is started (videos.generate.accepted): {self.started!r}")
        return found

    @property
    def final(self) -> Answer:
        """The last poll.

        Raises:
            Untestable: it was not started.
        """
        assert self.request_id
        return self.polls[-1]

    @property
    def video(self) -> dict[str, Any]:
        """What the last poll tells of the video.

        Raises:
            Untestable: it is not done, or there is nothing.
        """
        body = body_of(self.final)
        video = body.get("video")
        if body.get("status") != DONE or not isinstance(video, dict):
            raise Untestable(f"needs a video that is done (videos.poll.done): {self.final!r}")
        return video

    @property
    def url(self) -> str:
        """Its ephemeral URL.

        Raises:
            Untestable: there is none.
        """
        url = self.video.get("url")
        if not isinstance(url, str) or not url:
            raise Untestable(f"needs a video with a URL (videos.poll.fields): {self.final!r}")
        return url

    def recall(self) -> Watched:
        """The same, after its exchanges were kept with the check that looks at them."""
        answers = (self.started, *self.polls, *([] if self.fetched is None else [self.fetched]))
        trial.current().recall(*(answer.exchange for answer in answers))
        return self


def watch(studio: Studio) -> Watched:
    """Start a video by what the docs call enough, poll until it has ended, and fetch it.

    Raises:
        NoVerdict: the network broke, or it did not end in time.
    """
    made = studio.body("generateVideo")
    body = {name: made[name] for name in ("model", "prompt", "duration")}
    started = studio.api.videos.generate(body)
    request_id = body_of(started).get("request_id") if started.accepted else None
    if not isinstance(request_id, str) or not request_id:
        return Watched(started, (), None, "")
    polls = tuple(studio.api.videos.polls(request_id))
    video = body_of(polls[-1]).get("video")
    url = video.get("url") if isinstance(video, dict) else None
    if not isinstance(url, str) or not url:
        return Watched(started, polls, None, "")
    try:
        return Watched(started, polls, studio.api.videos.fetch(url), "")
    except (NoVerdict, Untestable) as error:
        return Watched(started, polls, None, str(error))


def clip_at(studio: Studio, url: str | None) -> Clip | None:
    """What a player finds at an ephemeral URL; `None` where nothing can be fetched or played.

    That it can be is judged by a requirement of its own.
    """
    if not url:
        return None
    try:
        answer = studio.api.videos.fetch(url)
        return played(answer.content) if answer.accepted and not answer.truncated else None
    except (NotAVideo, NoVerdict, Untestable):
        return None
