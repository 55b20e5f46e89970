"""Requests for videos: how long, in which shape, how large; and those that break a rule."""

from __future__ import annotations

from collections.abc import Collection, Iterator

import specs
from specs import Spec
from strategies import requests
from strategies.inputs import Inputs
from strategies.near_misses import NearMiss
from strategies.requests import Changes, LeftOut
from strategies.sources import some_image
from strategies.unclear import Unclear

GENERATE, EDIT, EXTEND = "generateVideo", "editVideo", "extendVideo"


def ratios(*, spec: Spec | None = None) -> Inputs[str]:
    """Every documented aspect ratio; `strategies.images.shape` says which shape it means."""
    return Inputs.listed(
        "videos.ratios()", lambda: requests.fields_of(GENERATE, spec)["aspect_ratio"]["enum"]
    )


def resolutions(*, spec: Spec | None = None) -> Inputs[str]:
    """Every documented resolution, the lowest first."""
    return Inputs.listed(
        "videos.resolutions()", lambda: requests.fields_of(GENERATE, spec)["resolution"]["enum"]
    )


def durations(operation: str = GENERATE, *, spec: Spec | None = None) -> Inputs[int]:
    """Every documented length, in whole seconds, the shortest first.

    Of `generateVideo` it is that of the video, of `extendVideo` that of what is added.

    Raises (on first use):
        KeyError: the operation has none.
    """

    def listed() -> Iterator[int]:
        schema = requests.fields_of(operation, spec)["duration"]
        yield from range(schema["minimum"], schema["maximum"] + 1)

    return Inputs.listed(f"videos.durations({operation!r})", listed)


def default_duration(operation: str = GENERATE, *, spec: Spec | None = None) -> int:
    """Seconds where the request names none.

    Raises:
        KeyError: the operation has no duration.
    """
    return int(requests.fields_of(operation, spec)["duration"]["default"])


def near_misses(
    operation: str = GENERATE,
    rules: Collection[str] | None = None,
    *,
    fields: Collection[str] | None = None,
    spec: Spec | None = None,
) -> Inputs[NearMiss[Changes]]:
    """Changes that break one rule of one of the three: `strategies.requests.near_misses`."""
    return requests.near_misses(operation, rules, fields=fields, spec=spec)


def unclear(operation: str = GENERATE, *, spec: Spec | None = None) -> Inputs[Unclear[Changes]]:
    """Changes on which the docs are silent, or in which sources differ."""

    def cover() -> Iterator[Unclear[Changes]]:
        yield from requests.unclear(operation, spec)
        described = requests.fields_of(operation, spec)
        # Fields that this operation does not have, and another one or an earlier edition has.
        for name in ("duration", "aspect_ratio", "resolution", "user"):
            if name not in described:
                yield Unclear(f"{name}, which it has not", {name: _right(name, spec)})
        if "duration" in described:
            yield Unclear("seconds in place of duration", {"seconds": described["duration"]["minimum"]})
        yield Unclear("size", {"size": "848x480"})
        yield Unclear("generate_audio", {"generate_audio": False})
        if "reference_images" in described:
            yield Unclear("a list of no reference images", {"reference_images": []})
            yield Unclear("the same reference image twice", {"reference_images": [some_image()] * 2})
            frame = {"image": some_image()}
            yield Unclear(
                "a first frame and reference images", {**frame, "reference_images": [some_image(1)]}
            )
            yield Unclear("a first frame and no prompt", {"prompt": LeftOut(), **frame})
            for ratio in ratios(spec=spec).cover()[:1]:
                yield Unclear("aspect_ratio beside a first frame", {"aspect_ratio": ratio, **frame})
            longest = (spec or specs.load()).limit("reference-video-duration") + 1
            yield Unclear(
                f"reference images and {longest} seconds",
                {"reference_images": [some_image()], "duration": longest},
            )

    return Inputs.listed(f"videos.unclear({operation!r})", cover)


def _right(name: str, spec: Spec | None) -> object:
    schema = requests.fields_of(GENERATE, spec)[name]
    return schema["enum"][0] if "enum" in schema else schema.get("minimum", "somebody")
