"""What a generation has come to: its answers, and the images or the video in them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from conformance.checks import Untestable
from conformance.client import DONE, Api
from conformance.targets.call import Answer, Judgement, Malformed


@dataclass(frozen=True, slots=True)
class Asset:
    """One image or video. `kind` is `image` or `video`; `entry` is the object that the answer has for it."""

    kind: str
    entry: dict[str, Any]

    @property
    def url(self) -> str | None:
        """Its ephemeral URL."""
        value = self.entry.get("url")
        return value if isinstance(value, str) and value else None

    @property
    def output(self) -> dict[str, Any] | None:
        """What the answer tells of the file that it was stored as."""
        value = self.entry.get("file_output")
        return value if isinstance(value, dict) else None

    @property
    def file_id(self) -> str | None:
        """The id of that file."""
        value = (self.output or {}).get("file_id")
        return value if isinstance(value, str) and value else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A generation that was asked for with `body`.

    `answer` is the one to the request; `final` that of the last poll of a video, else the same. Both are as they
    came: neither has to be a success.
    """

    operation: str
    kind: str
    body: dict[str, Any]
    answer: Answer
    final: Answer

    def __repr__(self) -> str:
        return repr(self.final)

    @property
    def request_id(self) -> str | None:
        """By what a video is polled."""
        value = body_of(self.answer).get("request_id") if self.kind == "video" else None
        return value if isinstance(value, str) and value else None

    @property
    def accepted(self) -> Judgement:
        """Whether there is a result: the request succeeded, and the video, if it is one, came to be done."""
        if not self.answer.accepted or self.kind == "image":
            return self.answer.accepted
        if self.request_id is None:
            return Judgement(False, lambda: f"{self.answer!r}, which names no request to poll")
        done = bool(self.final.accepted) and body_of(self.final).get("status") == DONE
        return Judgement(done, lambda: f"{self.final!r}, where it had to become {DONE}")

    @property
    def refused_at_once(self) -> Judgement:
        """Whether the request itself was refused, by any 4xx."""
        return Judgement(self.answer.is_refusal, lambda: f"{self.answer!r}, where any 4xx had to refuse it")

    @property
    def refused(self) -> Judgement:
        """Whether there is no result: the request was refused by any 4xx, or the video's job has failed.

        The docs leave open which of the two: what is wrong with a request for a video may be found out late. A server
        error is neither.
        """
        video = self.kind == "video"
        failed = video and self.request_id is not None and self._ended_without_video
        return Judgement(
            self.answer.is_refusal or failed,
            lambda: f"{self!r}, where it had to be refused (any 4xx){', or to fail' if video else ''}",
        )

    @property
    def _ended_without_video(self) -> bool:
        if self.final.is_refusal:
            return True
        status = body_of(self.final).get("status")
        return bool(self.final.accepted) and isinstance(status, str) and status != DONE

    @property
    def assets(self) -> tuple[Asset, ...]:
        """The images, or the one video, that the answer has; of a video that is not done, none."""
        body = body_of(self.final)
        if self.kind == "image":
            data = body.get("data")
            entries = data if isinstance(data, list) else []
        else:
            entries = [body.get("video")] if self.final is not self.answer else []
        return tuple(Asset(self.kind, entry) for entry in entries if isinstance(entry, dict))

    @property
    def file_ids(self) -> tuple[str, ...]:
        """The ids of the files that it was stored as."""
        return tuple(asset.file_id for asset in self.assets if asset.file_id is not None)

    def stored(self) -> tuple[dict[str, Any], ...]:
        """The `file_output` of every asset.

        Raises:
            Untestable: there is no asset, or one of them names no file that it is stored as.
        """
        outputs = [asset.output for asset in self.assets if asset.output is not None and asset.file_id]
        if not outputs or len(outputs) < len(self.assets):
            raise Untestable(f"needs a generation that is stored (storage.accepted): {self!r}")
        return tuple(outputs)

    @property
    def sent(self) -> float:
        """When the request was sent, in Unix seconds by the target's clock."""
        return self.answer.sent

    @property
    def received(self) -> float:
        """When its result was known, in Unix seconds by the target's clock."""
        return self.final.received


def with_result(made: Made, rests_on: str) -> Made:
    """The same, if there is a result.

    Raises:
        Untestable: there is none, which the requirement `rests_on` judges.
    """
    if not made.accepted:
        raise Untestable(f"needs a generated {made.kind} ({rests_on}): {made.accepted!r}")
    return made


def is_unknown(api: Api, operation: str, answer: Answer) -> bool:
    """Whether a target has said that it does not know `operation`: its path, or its method there."""
    operations = api.spec.operations
    said = (
        *operations["listFiles"].refusals["unknown-path"],
        *operations[operation].refusals["wrong-method"],
    )
    return answer.status in said


def fetched(api: Api, asset: Asset) -> Answer:
    """What the ephemeral URL of an image or a video answers."""
    assert asset.url is not None
    fetch = api.images.fetch if asset.kind == "image" else api.videos.fetch
    return fetch(asset.url)


def body_of(answer: Answer) -> dict[str, Any]:
    """The JSON object that an answer is, or an empty one where it is none."""
    try:
        body = answer.json
    except Malformed:
        return {}
    return body if isinstance(body, dict) else {}
