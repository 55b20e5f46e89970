"""Faults of starting videos and of polling: of what is told of videos that are not done, are done, or have failed."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault

_WHOLE = specs.load().schema("Video")["properties"]["progress"]["maximum"]
_TOLD = frozenset({"duration", "respect_moderation", "model"})

VIDEO_ANSWERS: tuple[Fault, ...] = (
    fault(
        "video-request-unnamed",
        "videos.generate.accepted",
        "A video that is started has an id, and no request_id.",
        job_id_field="id",
    ),
    fault(
        "video-done-otherwise",
        "videos.poll.done",
        "A video that is done is called completed.",
        job_done_word="completed",
    ),
    fault(
        "video-pending-otherwise",
        "videos.poll.status",
        "A video that is not done yet is said to be processing.",
        job_pending_word="processing",
    ),
    fault(
        "video-failed-otherwise",
        "videos.poll.status",
        "A video that failed is called error.",
        job_failed_word="error",
    ),
    *(
        fault(
            f"video-{name.replace('_', '-')}-untold",
            "videos.poll.fields",
            f"A video that is done has no {name}.",
            video_tells=_TOLD - {name},
        )
        for name in sorted(_TOLD)
    ),
    fault(
        "video-pending-at-whole",
        "videos.poll.progress",
        "A video that is not done yet has made the whole progress.",
        job_pending_progress=_WHOLE,
    ),
    fault(
        "video-done-below-whole",
        "videos.poll.progress",
        "A video that is done has not made the whole progress.",
        boundary=True,
        job_done_progress=_WHOLE - 1,
    ),
    fault(
        "video-url-anew-each-poll",
        "videos.poll.stable",
        "Every poll of a video that is done tells another URL.",
        job_url_stable=False,
    ),
    fault(
        "video-unknown-400",
        "videos.poll.unknown",
        "Polling a request that was never started is answered with 400.",
        job_unknown_status=400,
    ),
    fault(
        "video-malformed-pending",
        "videos.poll.malformed",
        "Polling what is no id is answered as if a video were being made.",
        job_ids_checked=False,
    ),
    fault(
        "video-failure-without-code",
        "videos.poll.failed",
        "A video that failed names no code.",
        job_error_tells=frozenset({"message"}),
    ),
    fault(
        "video-failure-without-message",
        "videos.poll.failed",
        "A video that failed says nothing of why.",
        job_error_tells=frozenset({"code"}),
    ),
    fault(
        "video-failed-with-url",
        "videos.poll.failed-bare",
        "A video that failed has a URL.",
        job_failed_video={"url": "https://vidgen.x.ai/xai-vidgen/none.mp4"},
    ),
    fault(
        "video-failed-with-file",
        "videos.poll.failed-bare",
        "A video that failed is said to be stored.",
        job_failed_video={"url": "", "file_output": {"file_id": "file_none", "filename": "none.mp4"}},
    ),
)
