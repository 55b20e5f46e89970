"""The rules of generating, editing and extending videos, and of polling for them."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()
_GENERATE = _SPEC.schema("GenerateVideo")["properties"]
_EXTEND = _SPEC.schema("ExtendVideo")["properties"]


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

    # First frames and references
    video_modes_exclusive: bool = True  # `image` and `reference_images` together are refused
    video_references_maximum: int = _SPEC.limit("reference-images")
    video_reference_duration: int | None = None  # the docs give two limits; None is the wider one
    video_references_need_prompt: bool = True

    # Edits and extensions
    video_edit_longest: float | None = _SPEC.limit("edited-video-duration")
    extension_minimum: int = _EXTEND["duration"]["minimum"]
    extension_maximum: int = _EXTEND["duration"]["maximum"]
    extension_default: int = _EXTEND["duration"]["default"]
    extension_shortest: float = _SPEC.limit("extended-video-shortest")
    extension_longest: float = _SPEC.limit("extended-video-longest")
    extension_tells_whole: bool = True  # the duration told is that of the whole, not of what was added

    # Jobs
    job_seconds: float = 0.05  # from the end of the work until polls show it
    job_retention: float = 86400  # until a job is called expired; the docs name no time
    job_pending_status: int = 202
    job_pending_body: bool = True
    job_unknown_status: int = 404
    job_own_team: bool = True
