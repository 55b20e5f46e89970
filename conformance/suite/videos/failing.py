"""A job that fails, to see what is said of it. Nothing documented makes one, so what may is tried."""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Iterator
from typing import Any

from conformance.checks import Untestable
from conformance.client import StillPending
from conformance.suite.files.unknown import unknown_ids
from conformance.suite.made import Made
from conformance.suite.sources import Inline
from conformance.suite.studio import ABSENT, Studio
from strategies import videos
from strategies.media import Clip, Damaged


def failed_job(studio: Studio) -> Made | None:
    """The first job that was taken and did not come to be done; `None` if there is none.

    Where somebody pays, the search ends with the first video that it has made against all expectation; everywhere it
    ends with the first job that does not end in time.

    Raises:
        NoVerdict: the network broke.
    """
    for operation, fields in _candidates():
        try:
            made = studio.send(operation, studio.body(operation, **fields))
        except StillPending:
            return None
        except Untestable:
            continue
        if made.answer.accepted and made.final.accepted and made.refused:
            return made
        if made.accepted and studio.lean:
            return None
    return None


def _candidates() -> Iterator[tuple[str, dict[str, Any]]]:
    """Requests that a target may take and then fail at. Where one is refused at once, it costs nothing."""
    nobody = unknown_ids().cover()[0]
    yield "generateVideo", {"image": {"file_id": nobody}}
    yield "editVideo", {"video": {"file_id": nobody}}
    yield "generateVideo", {"image": Inline(Damaged("png", how="cut"))}
    yield "editVideo", {"video": Inline("png")}
    yield "editVideo", {"video": Inline(Damaged("mp4", how="cut"))}
    yield "editVideo", {"video": {"url": _ends_in_noise(Clip())}}
    yield "generateVideo", {"prompt": ABSENT, "reference_images": [Inline("png")]}
    for miss in videos.near_misses("generateVideo", ("maximum",), fields=("duration",)).cover()[:1]:
        yield "generateVideo", miss.value


def _ends_in_noise(clip: Clip) -> str:
    """A data URI of a video that is whole by all its tables, and whose last pictures are none."""
    content = clip.read()
    noisy = content[: len(content) * 3 // 4].ljust(len(content), b"\xff")
    return f"data:{clip.content_type};base64,{b64encode(noisy).decode()}"
