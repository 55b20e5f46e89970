"""The rules of generating, editing and extending videos, and of polling for them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import specs

_SPEC = specs.load()
_GENERATE = _SPEC.schema("GenerateVideo")["properties"]
_EXTEND = _SPEC.schema("ExtendVideo")["properties"]
_PROGRESS = _SPEC.schema("Video")["properties"]["progress"]
_PENDING, _DONE, _FAILED, _EXPIRED = _SPEC.limit("video-statuses")
_OPERATIONS = frozenset({"generateVideo", "editVideo", "extendVideo"})


def _values(name: str) -> tuple[str, ...]:
    return tuple(_SPEC.schema(name)["enum"])


@dataclass(frozen=True, kw_only=True)
class VideoPolicy:
    """The first model is the one of a request that names none. Times are in seconds."""

    video_models: tuple[str, ...] = tuple(_SPEC.limit("video-models"))
    video_duration_minimum: int = _GENERATE["duration"]["minimum"]
    video_duration_maximum: int = _GENERATE["duration"]["maximum"]
    video_duration_default: int = _GENERATE["duration"]["default"]
    video_duration_surplus: int = 0  # seconds that a video is said to last beyond what it does
    video_duration_as_text: bool = True
    video_duration_alias: bool = True  # `seconds` is taken for `duration`
    video_ratios: tuple[str, ...] = _values("AspectRatioOfVideos")
    video_resolutions: tuple[str, ...] = _values("ResolutionOfVideos")
    video_resolution_default: str = _values("ResolutionOfVideos")[0]
    video_usage_told: bool = True
    video_usage_as_text: bool = False

    # What requests are taken
    video_durations_clamped: bool = False  # a duration out of bounds counts as the nearest within
    video_duration_truncated: bool = False  # a number that is no whole one counts as the whole one below
    video_longest_made: int | None = None  # seconds; what should be longer ends there
    video_ratios_checked: bool = True  # otherwise an unknown one counts as absent
    video_resolutions_checked: bool = True
    video_models_checked: bool = True
    video_prompt_needed: frozenset[str] = _OPERATIONS
    video_user_typed: frozenset[str] = frozenset({"generateVideo", "editVideo"})
    video_prompt_typed: bool = True  # otherwise any value is made a text
    video_body_typed: bool = True  # a body must say that it is JSON
    video_body_alone: bool = True  # nothing may follow the JSON
    video_wrong_method_status: int = 405

    video_settings_judged_late: bool = (
        False  # what is wrong with duration, ratio, resolution fails the job alone
    )

    # What answers tell
    video_refusals_name_request: bool = False
    video_answers_tell_retention: bool = True
    video_tells: frozenset[str] = frozenset({"duration", "respect_moderation", "model"})
    video_url_for_images: bool = False  # ephemeral URLs lie under the address for images
    video_fetch_needs_key: bool = False
    video_fetch_length: int | None = None  # bytes that an ephemeral URL serves; None for all

    # First frames and references
    video_sources_refused: frozenset[tuple[str, str, str]] = (
        frozenset()
    )  # operation, field, and "url" or "data"
    video_modes_exclusive: bool = True  # `image` and `reference_images` together are refused
    video_references_maximum: int = _SPEC.limit("reference-images")
    video_reference_duration: int | None = None  # the docs give two limits; None is the wider one
    video_references_need_prompt: bool = True

    # Edits and extensions
    video_source_needed: frozenset[str] = _OPERATIONS - {"generateVideo"}  # without it, it is a generation
    video_edit_longest: float | None = _SPEC.limit("edited-video-duration")
    extension_minimum: int = _EXTEND["duration"]["minimum"]
    extension_maximum: int = _EXTEND["duration"]["maximum"]
    extension_default: int = _EXTEND["duration"]["default"]
    extension_shortest: float = _SPEC.limit("extended-video-shortest")
    extension_longest: float = _SPEC.limit("extended-video-longest")
    extension_tells_whole: bool = True  # the duration told is that of the whole, not of what was added
    extension_keeps_source: bool = True

    # Jobs
    job_seconds: float = 0.05  # from the end of the work until polls show it
    job_retention: float = 86400  # until a job is called expired; the docs name no time
    job_pending_status: int = 202
    job_pending_body: bool = True
    job_pending_word: str = _PENDING
    job_pending_progress: int | None = None  # None for one that grows
    job_done_word: str = _DONE
    job_done_progress: int = _PROGRESS["maximum"]
    job_failed_word: str = _FAILED
    job_error_tells: frozenset[str] = frozenset({"code", "message"})
    job_failed_video: Mapping[str, object] | None = None  # what polls tell of a video that failed
    job_id_field: str = "request_id"
    job_ids_checked: bool = True  # otherwise what is no id is that of a video that is not done yet
    job_url_stable: bool = True  # every poll tells the same ephemeral URL
    job_unknown_status: int = 404
    job_own_team: bool = True
