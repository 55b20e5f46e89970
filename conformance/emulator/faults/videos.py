"""Faults of what videos are like, of every answer about them, and of what is refused."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_GENERATE = _SPEC.schema("GenerateVideo")["properties"]["duration"]
_RATIOS = tuple(_SPEC.schema("AspectRatioOfVideos")["enum"])
_RESOLUTIONS = tuple(_SPEC.schema("ResolutionOfVideos")["enum"])
_OPERATIONS = frozenset({"generateVideo", "editVideo", "extendVideo"})

VIDEOS: tuple[Fault, ...] = (
    # Answers in general
    fault(
        "video-usage-as-text",
        "videos.answers.fields",
        "The cost of a video is told in a text.",
        video_usage_as_text=True,
    ),
    fault(
        "video-refusal-names-request",
        "videos.answers.refusal-empty",
        "A refused request for a video is given an id, too.",
        video_refusals_name_request=True,
    ),
    fault(
        "video-retention-untold",
        "videos.answers.retention-header",
        "Answers about videos do not say whether data is retained.",
        video_answers_tell_retention=False,
    ),
    # Its URL
    fault(
        "video-url-under-images",
        "videos.ephemeral.host",
        "Ephemeral URLs of videos lie under the address for images.",
        video_url_for_images=True,
    ),
    fault(
        "video-fetch-needs-key",
        "videos.ephemeral.fetch",
        "Ephemeral URLs of videos serve only those who send a key.",
        video_fetch_needs_key=True,
    ),
    fault(
        "video-cut-off",
        "videos.ephemeral.fetch",
        "Ephemeral URLs of videos serve the first bytes alone.",
        video_fetch_length=64,
    ),
    # Duration and shape
    fault(
        "video-duration-maximum-refused",
        "videos.duration.accepted",
        "Videos of the longest documented duration are refused.",
        boundary=True,
        video_duration_maximum=_GENERATE["maximum"] - 1,
    ),
    fault(
        "video-durations-halved",
        "videos.duration.accepted",
        "Videos of more than half the longest documented duration are refused.",
        video_duration_maximum=_GENERATE["maximum"] // 2 + 1,
    ),
    fault(
        "video-duration-told-one-more",
        "videos.duration.kept",
        "Videos are said to last a second longer than was asked for.",
        video_duration_surplus=1,
    ),
    fault(
        "video-longest-cut",
        "videos.duration.kept",
        "Videos of the longest documented duration end a second early.",
        boundary=True,
        video_longest_made=_GENERATE["maximum"] - 1,
    ),
    fault(
        "video-duration-below-minimum",
        "videos.duration.bounds",
        "A duration of one second less than the least is taken.",
        boundary=True,
        video_duration_minimum=_GENERATE["minimum"] - 1,
    ),
    fault(
        "video-duration-above-maximum",
        "videos.duration.bounds",
        "A duration of one second more than the most is taken.",
        boundary=True,
        video_duration_maximum=_GENERATE["maximum"] + 1,
    ),
    fault(
        "video-duration-clamped",
        "videos.duration.bounds",
        "A duration out of bounds counts as the nearest within.",
        video_durations_clamped=True,
    ),
    fault(
        "video-duration-text-refused",
        "videos.duration.as-text",
        "A duration in a text is refused.",
        video_duration_as_text=False,
    ),
    fault(
        "video-seconds-ignored",
        "videos.duration.as-text",
        "The other name of the duration is ignored.",
        video_duration_alias=False,
    ),
    fault(
        "video-ratio-first-refused",
        "videos.aspect-ratio.accepted",
        "The first documented aspect ratio of videos is refused.",
        video_ratios=_RATIOS[1:],
    ),
    fault(
        "video-ratio-last-refused",
        "videos.aspect-ratio.accepted",
        "The last documented aspect ratio of videos is refused.",
        boundary=True,
        video_ratios=_RATIOS[:-1],
    ),
    fault(
        "video-ratio-any",
        "videos.aspect-ratio.unknown",
        "An unknown aspect ratio of a video is ignored.",
        video_ratios_checked=False,
    ),
    fault(
        "video-resolution-high-refused",
        "videos.resolution.accepted",
        "The highest documented resolution of videos is refused.",
        video_resolutions=_RESOLUTIONS[:-1],
    ),
    fault(
        "video-resolution-any",
        "videos.resolution.unknown",
        "An unknown resolution of a video is ignored.",
        video_resolutions_checked=False,
    ),
    # Requests that should be refused
    *(
        fault(
            f"video-{name}-without-prompt",
            "videos.prompt.missing",
            f"No prompt is needed to {name} a video.",
            video_prompt_needed=_OPERATIONS - {operation},
        )
        for name, operation in (
            ("generate", "generateVideo"),
            ("edit", "editVideo"),
            ("extend", "extendVideo"),
        )
    ),
    fault(
        "video-model-any",
        "videos.model.unknown",
        "A video can be by any model, whether there is one or not.",
        video_models_checked=False,
    ),
    fault(
        "video-prompt-any-type",
        "videos.fields.ill-typed",
        "Whatever stands for the prompt of a video is made a text.",
        video_prompt_typed=False,
    ),
    fault(
        "video-duration-truncated",
        "videos.fields.ill-typed",
        "A duration that is no whole number counts as the whole one below.",
        boundary=True,
        video_duration_truncated=True,
    ),
    fault(
        "video-user-any-type",
        "videos.fields.ill-typed",
        "The user of a video, or of an edit, may be of any type.",
        video_user_typed=frozenset(),
    ),
    fault(
        "video-edit-user-any-type",
        "videos.fields.ill-typed",
        "The user of an edit may be of any type.",
        boundary=True,
        video_user_typed=frozenset({"generateVideo"}),
    ),
    fault(
        "video-user-null-refused",
        "videos.fields.null",
        "The user of an edit of a video may not be null.",
        nulls_refused=frozenset({("editVideo", "user")}),
    ),
    fault(
        "video-duration-null-refused",
        "videos.fields.null",
        "The duration of a video may not be null.",
        nulls_refused=frozenset({("generateVideo", "duration")}),
    ),
    fault(
        "video-body-untyped",
        "videos.body.missing",
        "The body of a request for a video need not be said to be JSON.",
        video_body_typed=False,
    ),
    fault(
        "video-body-tail-ignored",
        "videos.body.broken",
        "What follows the JSON of a request for a video is ignored.",
        video_body_alone=False,
    ),
    fault(
        "video-wrong-method-404",
        "videos.method.wrong",
        "A wrong method for a path of videos is answered with 404.",
        video_wrong_method_status=404,
    ),
)
