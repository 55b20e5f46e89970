"""Faults of videos from images and from other videos."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_EXTEND = _SPEC.schema("ExtendVideo")["properties"]["duration"]
_REFERENCES = _SPEC.limit("reference-images")
_SHORTEST = _SPEC.limit("extended-video-shortest")
_WAYS = {"url": ("url", "by URLs"), "data": ("data-uri", "in data URIs")}


def _refused(name: str, operation: str, field: str, breaks: str, what: str) -> tuple[Fault, ...]:
    """Sources that cannot be given in one of the documented ways; `{}` in `breaks` stands for the way."""
    return tuple(
        fault(
            f"{name}-{ending}-refused",
            breaks.format(ending),
            f"{what} {how} are refused.",
            video_sources_refused=frozenset({(operation, field, way)}),
        )
        for way, (ending, how) in _WAYS.items()
    )


VIDEO_INPUTS: tuple[Fault, ...] = (
    *_refused("first-frame", "generateVideo", "image", "videos.image.{}", "First frames"),
    *_refused("reference", "generateVideo", "reference_images", "videos.reference.url", "Reference images"),
    fault(
        "references-one-too-many",
        "videos.reference.too-many",
        "One reference image more than the documented most is taken.",
        boundary=True,
        video_references_maximum=_REFERENCES + 1,
    ),
    fault(
        "references-without-end",
        "videos.reference.too-many",
        "Any number of reference images is taken.",
        video_references_maximum=1000,
    ),
    fault(
        "references-without-prompt",
        "videos.reference.prompt",
        "Reference images without a prompt give a video.",
        video_references_need_prompt=False,
    ),
    *_refused("edited-video", "editVideo", "video", "videos.edit.{}", "Videos to edit"),
    fault(
        "video-edit-of-nothing",
        "videos.edit.source-missing",
        "An edit without a video gives one.",
        video_source_needed=frozenset({"extendVideo"}),
    ),
    *_refused("extended-video", "extendVideo", "video", "videos.extend.url", "Videos to extend"),
    fault(
        "extension-tells-added",
        "videos.extend.total",
        "An extended video is said to last as long as what was added.",
        extension_tells_whole=False,
    ),
    fault(
        "extension-drops-source",
        "videos.extend.total",
        "An extended video is what was added alone, and is said to be the whole.",
        extension_keeps_source=False,
    ),
    fault(
        "extension-default-of-generations",
        "videos.extend.default",
        "An extension that names no duration adds as much as a video has that names none.",
        extension_default=_SPEC.schema("GenerateVideo")["properties"]["duration"]["default"],
    ),
    fault(
        "extension-maximum-refused",
        "videos.extend.accepted",
        "An extension by the most documented seconds is refused.",
        boundary=True,
        extension_maximum=_EXTEND["maximum"] - 1,
    ),
    fault(
        "extensions-halved",
        "videos.extend.accepted",
        "An extension by more than half the most documented seconds, and one, is refused.",
        extension_maximum=_EXTEND["maximum"] // 2 + 1,
    ),
    fault(
        "extension-by-nothing",
        "videos.extend.bounds",
        "An extension by no second is taken.",
        boundary=True,
        extension_minimum=0,
    ),
    fault(
        "extension-above-maximum",
        "videos.extend.bounds",
        "An extension by one second more than the most is taken.",
        boundary=True,
        extension_maximum=_EXTEND["maximum"] + 1,
    ),
    fault(
        "extension-by-a-minute",
        "videos.extend.bounds",
        "Extensions by up to a minute are taken.",
        extension_maximum=60,
    ),
    fault(
        "extension-of-half-the-shortest",
        "videos.extend.short-source",
        "Videos of half the least length can be extended.",
        boundary=True,
        extension_shortest=_SHORTEST / 2,
    ),
    fault(
        "extension-of-any-length",
        "videos.extend.short-source",
        "Videos however short can be extended.",
        extension_shortest=0.0,
    ),
    fault(
        "video-extension-of-nothing",
        "videos.extend.source-missing",
        "An extension without a video gives one.",
        video_source_needed=frozenset({"editVideo"}),
    ),
)
