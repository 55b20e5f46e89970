"""Faults of generating images: how many there are, what they are like, and what is told of them."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_COUNT = _SPEC.schema("GenerateImage")["properties"]["n"]
_RATIOS = tuple(_SPEC.schema("AspectRatioOfImages")["enum"])
_RESOLUTIONS = tuple(_SPEC.schema("ResolutionOfImages")["enum"])
_GENERATE, _EDIT = "generateImage", "editImage"

IMAGES: tuple[Fault, ...] = (
    fault(
        "image-without-url",
        "images.generate.accepted",
        "An image has no URL.",
        image_url_told=False,
    ),
    fault(
        "image-two-by-default",
        "images.generate.accepted",
        "Two images come where no number was asked for.",
        image_count_default=2,
    ),
    # How many
    fault(
        "image-count-ignored",
        "images.generate.count",
        "One image comes, however many were asked for.",
        image_count_obeyed=False,
    ),
    fault(
        "image-count-most-short",
        "images.generate.count",
        "Where the most images are asked for, one is missing.",
        boundary=True,
        image_count_most_made=_COUNT["maximum"] - 1,
    ),
    fault(
        "image-count-maximum-refused",
        "images.generate.count",
        "The most documented images are refused.",
        boundary=True,
        image_count_maximum=_COUNT["maximum"] - 1,
    ),
    fault(
        "image-count-one-refused",
        "images.generate.count",
        "One image cannot be asked for by its number.",
        boundary=True,
        image_count_minimum=_COUNT["minimum"] + 1,
    ),
    fault(
        "image-counts-halved",
        "images.generate.count",
        "More than half the most documented images are refused.",
        image_count_maximum=_COUNT["maximum"] // 2,
    ),
    fault(
        "image-count-below-minimum",
        "images.generate.count-bounds",
        "No image at all can be asked for.",
        boundary=True,
        image_count_minimum=_COUNT["minimum"] - 1,
    ),
    fault(
        "image-count-above-maximum",
        "images.generate.count-bounds",
        "One image more than the documented most is made.",
        boundary=True,
        image_count_maximum=_COUNT["maximum"] + 1,
        image_count_most_made=_COUNT["maximum"] + 1,
    ),
    fault(
        "image-count-clamped",
        "images.generate.count-bounds",
        "A number of images out of bounds counts as the nearest within.",
        image_counts_clamped=True,
    ),
    fault(
        "image-count-null-refused",
        "images.generate.count-null",
        "A number of images of null is refused.",
        image_count_of_null=None,
    ),
    fault(
        "image-count-null-is-most",
        "images.generate.count-null",
        "A number of images of null means as many as can be.",
        image_count_of_null=_COUNT["maximum"],
    ),
    # What answers hold
    fault(
        "image-cost-as-text",
        "images.answers.fields",
        "What images have cost is told in a text.",
        image_usage_as_text=True,
    ),
    fault(
        "image-refusals-hold-data",
        "images.answers.refusal-empty",
        "A refused request for an image is answered with one all the same.",
        image_refusals_hold_data=True,
    ),
    fault(
        "image-answers-silent-on-retention",
        "images.answers.retention-header",
        "Answers about images do not say whether data is retained.",
        image_answers_tell_retention=False,
    ),
    fault(
        "image-type-misnamed",
        "images.answers.media-type",
        "Every image is said to be of one type, and is of another.",
        image_type_told="image/webp",
    ),
    # Ephemeral URLs
    fault(
        "image-url-under-videos",
        "images.ephemeral.host",
        "Ephemeral URLs of images lie under the address for videos.",
        image_url_for_videos=True,
    ),
    fault(
        "image-fetch-needs-key",
        "images.ephemeral.fetch",
        "Ephemeral URLs of images serve only those who send a key.",
        image_fetch_needs_key=True,
    ),
    fault(
        "image-cut-off",
        "images.ephemeral.fetch",
        "Ephemeral URLs of images serve the first bytes alone.",
        image_fetch_length=64,
    ),
    fault(
        "image-cut-short",
        "images.ephemeral.fetch",
        "Ephemeral URLs of images serve the beginning of an image, whose rest is missing.",
        image_fetch_length=4096,
    ),
    # As base64
    *(
        fault(
            f"image-base64-ignored-by-{name}",
            "images.base64.decodes",
            f"Base64 cannot be had of what is {name}.",
            image_b64_obeyed=frozenset({other}),
        )
        for name, other in (("generated", _EDIT), ("edited", _GENERATE))
    ),
    fault(
        "image-base64-for-urls",
        "images.base64.decodes",
        "Base64 is written with the letters for URLs.",
        image_b64_url_safe=True,
    ),
    fault(
        "image-base64-halved",
        "images.base64.decodes",
        "Base64 ends in the middle of the image.",
        image_b64_halved=True,
    ),
    fault(
        "image-base64-in-data-uri",
        "images.base64.bare",
        "Base64 comes in a data URI.",
        image_b64_prefix="data:image/jpeg;base64,",
    ),
    # Shape
    fault(
        "image-ratio-first-refused",
        "images.aspect-ratio.accepted",
        "The first documented aspect ratio of images is refused.",
        image_ratios=_RATIOS[1:],
    ),
    fault(
        "image-ratio-last-refused",
        "images.aspect-ratio.accepted",
        "The last documented aspect ratio of images is refused.",
        boundary=True,
        image_ratios=_RATIOS[:-1],
    ),
    fault(
        "image-ratio-fractions-refused",
        "images.aspect-ratio.accepted",
        "Aspect ratios of images that are no whole numbers are refused.",
        image_ratios=tuple(ratio for ratio in _RATIOS if "." not in ratio),
    ),
    fault(
        "image-ratio-ignored",
        "images.aspect-ratio.kept",
        "Generated images are square, whatever was asked for.",
        image_ratio_obeyed=frozenset({_EDIT}),
    ),
    fault(
        "image-ratio-turned",
        "images.aspect-ratio.kept",
        "Images are as wide as they should be high.",
        image_ratio_turned=True,
    ),
    fault(
        "image-ratio-slimmest-cut",
        "images.aspect-ratio.kept",
        "Images are never slimmer than two by one.",
        boundary=True,
        image_ratio_slimmest="2:1",
    ),
    fault(
        "image-ratio-any",
        "images.aspect-ratio.unknown",
        "An unknown aspect ratio of an image is ignored.",
        image_ratios_checked=frozenset(),
    ),
    fault(
        "image-edit-ratio-any",
        "images.aspect-ratio.unknown",
        "An unknown aspect ratio of an edit is ignored.",
        image_ratios_checked=frozenset({_GENERATE}),
    ),
    fault(
        "image-resolution-high-refused",
        "images.resolution.accepted",
        "The highest documented resolution of images is refused.",
        image_resolutions=_RESOLUTIONS[:-1],
    ),
    fault(
        "image-resolution-ignored",
        "images.resolution.larger",
        "All images are of the lowest resolution.",
        image_resolution_obeyed=False,
    ),
    fault(
        "image-resolution-any",
        "images.resolution.unknown",
        "An unknown resolution of an image is ignored.",
        image_resolutions_checked=frozenset(),
    ),
    fault(
        "image-edit-resolution-any",
        "images.resolution.unknown",
        "An unknown resolution of an edit is ignored.",
        image_resolutions_checked=frozenset({_GENERATE}),
    ),
)
