"""Faults of editing images."""

from __future__ import annotations

import specs
from conformance.emulator.faults.fault import Fault, fault

_SPEC = specs.load()
_MOST = _SPEC.limit("edit-source-images")
_TYPES = frozenset(_SPEC.limit("image-input-types"))

IMAGE_EDITS: tuple[Fault, ...] = (
    fault(
        "edit-url-refused",
        "images.edit.url",
        "Images at URLs cannot be edited.",
        image_edit_ways_refused=frozenset({"url"}),
    ),
    fault(
        "edit-data-uri-refused",
        "images.edit.data-uri",
        "Images in data URIs cannot be edited.",
        image_edit_ways_refused=frozenset({"data"}),
    ),
    *(
        fault(
            f"edit-data-uri-{media_type.partition('/')[2]}-refused",
            "images.edit.data-uri",
            f"Images of type {media_type} in data URIs cannot be edited.",
            image_edit_types_in_data=_TYPES - {media_type},
        )
        for media_type in sorted(_TYPES)
    ),
    fault(
        "edit-answer-unlisted",
        "images.edit.shape",
        "An edit is answered with the image alone, not with a list.",
        image_edit_listed=False,
    ),
    fault(
        "edit-answer-in-base64",
        "images.edit.shape",
        "An edit is answered with base64 where a URL was asked for.",
        image_edit_as_base64=True,
    ),
    fault(
        "edit-several-refused",
        "images.edit.several",
        "Only one image can be edited at a time.",
        image_edit_maximum=1,
    ),
    fault(
        "edit-most-refused",
        "images.edit.several",
        "As many images as can be edited together are refused.",
        boundary=True,
        image_edit_maximum=_MOST - 1,
    ),
    fault(
        "edit-list-of-one-refused",
        "images.edit.list-of-one",
        "A list of one image cannot be edited.",
        image_edit_least_listed=2,
    ),
    fault(
        "edit-one-too-many",
        "images.edit.too-many",
        "One image more than the documented most can be edited together.",
        boundary=True,
        image_edit_maximum=_MOST + 1,
    ),
    fault(
        "edit-without-end",
        "images.edit.too-many",
        "Any number of images can be edited together.",
        image_edit_maximum=1000,
    ),
    fault(
        "edit-image-beside-images",
        "images.edit.image-and-images",
        "An image beside a list of images is edited, and the list ignored.",
        image_edit_exclusive=False,
    ),
    fault(
        "edit-type-member-refused",
        "images.edit.type-member",
        "A source that says what it is is refused.",
        image_edit_source_type=False,
    ),
    fault(
        "edit-url-alias-unknown",
        "images.edit.url-alias",
        "The other documented name of a source's URL is unknown.",
        input_url_alias=False,
    ),
    fault(
        "edit-of-dead-url",
        "images.edit.unreachable",
        "What a URL does not serve is edited as if it were blank.",
        image_edit_excused=frozenset({"gone"}),
    ),
    fault(
        "edit-of-document",
        "images.edit.unreachable",
        "What a URL serves is edited as if it were blank where it is no image.",
        image_edit_excused=frozenset({"other"}),
    ),
    fault(
        "edit-square",
        "images.edit.ratio-of-first",
        "Edits are square unless told otherwise.",
        image_edit_ratio_of_source=False,
    ),
    fault(
        "edit-ratio-of-last",
        "images.edit.ratio-of-first",
        "Edits have the aspect ratio of their last source.",
        boundary=True,
        image_edit_ratio_of_last=True,
    ),
    fault(
        "edit-ratio-ignored",
        "images.edit.ratio-asked",
        "Edits have the aspect ratio of their first source, whatever was asked for.",
        image_ratio_obeyed=frozenset({"generateImage"}),
    ),
)
