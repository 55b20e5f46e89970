"""What the checks of faulty answers have SDKs make: images and videos."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.checks import Untestable
from conformance.outcomes import NotOffered
from conformance.suite.sdk.asking import Heard, Sdk
from conformance.suite.sources import Inline
from conformance.suite.studio import Studio

IMAGE, VIDEO, POLL = "generateImage", "generateVideo", "getVideo"
#: Where a generation is of something, that it carries with it: what is stored is not for every SDK to name.
WITH_SOURCE: dict[str, dict[str, Any]] = {
    "generateImage": {},
    "editImage": {"image": Inline("jpeg")},
    "generateVideo": {},
    "editVideo": {"video": Inline("mp4")},
    "extendVideo": {"video": Inline("mp4")},
}


def image(sdk: Sdk, studio: Studio, **fields: Any) -> Heard:
    """Have an image made.

    Raises:
        Untestable: the SDK cannot.
    """
    return sdk.call(IMAGE, body=studio.body(IMAGE, **fields))


@dataclass(frozen=True, slots=True)
class Job:
    """A video on its way. `whole` is whether the SDK waits for its end in the call that begins it."""

    whole: bool
    ask: Callable[[], Heard]


def job(sdk: Sdk, studio: Studio) -> Job:
    """A video that is asked about, as the SDK does it: in one call with all that is asked, or a call each time.

    Raises:
        Untestable: the SDK makes no videos.
    """
    body = studio.body(VIDEO)
    begun = sdk.call(VIDEO, body=body)
    if not begun.accepted:
        raise Untestable(f"needs a video (videos.generate.accepted): {begun!r}")
    if begun.requests(POLL):
        return Job(whole=True, ask=lambda: sdk.call(VIDEO, body=body))
    request_id = begun.told.get("request_id")
    if not sdk.has(POLL):
        raise NotOffered(f"{sdk.title} has no {POLL}")
    return Job(whole=False, ask=lambda: sdk.call(POLL, request_id=request_id))
