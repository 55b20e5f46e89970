"""The rules of generating and editing images, and those that images and videos have in common."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()
_GENERATE = _SPEC.schema("GenerateImage")["properties"]
_OPERATIONS = frozenset({"generateImage", "editImage"})


def _values(name: str) -> tuple[str, ...]:
    return tuple(_SPEC.schema(name)["enum"])


@dataclass(frozen=True, kw_only=True)
class ImagePolicy:
    """The first model is the one of a request that names none. Times are in seconds. Sets are of operations."""

    image_models: tuple[str, ...] = tuple(_SPEC.limit("image-models"))
    image_ratios: tuple[str, ...] = _values("AspectRatioOfImages")
    image_resolutions: tuple[str, ...] = _values("ResolutionOfImages")
    image_resolution_default: str = _values("ResolutionOfImages")[0]
    image_formats: tuple[str, ...] = tuple(_SPEC.limit("image-response-formats"))
    image_format_default: str = _GENERATE["response_format"]["default"]

    # How many
    image_count_minimum: int = _GENERATE["n"]["minimum"]
    image_count_maximum: int = _GENERATE["n"]["maximum"]
    image_count_default: int = _GENERATE["n"]["default"]
    image_count_of_null: int | None = _GENERATE["n"]["default"]  # None refuses null
    image_count_obeyed: bool = True  # otherwise one is made, however many are asked for
    image_count_most_made: int = _GENERATE["n"]["maximum"]
    image_counts_clamped: bool = False  # a number out of bounds counts as the nearest within
    image_count_truncated: bool = False  # a number that is no whole one counts as the whole one below

    # What requests are taken
    nulls_refused: frozenset[tuple[str, str]] = frozenset()  # operations, and fields that may not be null
    image_prompt_needed: frozenset[str] = _OPERATIONS
    image_models_checked: frozenset[str] = _OPERATIONS
    image_ratios_checked: frozenset[str] = _OPERATIONS  # otherwise an unknown one counts as absent
    image_resolutions_checked: frozenset[str] = _OPERATIONS
    image_ill_typed_taken: frozenset[tuple[str, str]] = (
        frozenset()
    )  # operations and fields; as text, or as absent
    image_body_typed: frozenset[str] = _OPERATIONS  # a body must say that it is JSON
    image_body_alone: frozenset[str] = _OPERATIONS  # nothing may follow the JSON
    image_wrong_method_status: int = 405

    # What is made
    image_ratio_obeyed: frozenset[str] = _OPERATIONS
    image_ratio_turned: bool = False  # width for height
    image_ratio_slimmest: str | None = None  # what should be slimmer, either way, is not
    image_resolution_obeyed: bool = True
    image_written_as: str = "jpeg"

    # What answers tell
    image_url_told: bool = True
    image_url_for_videos: bool = False  # ephemeral URLs lie under the address for videos
    image_names_type: bool = True
    image_type_told: str | None = None  # None for what it is
    image_usage_told: bool = True
    image_usage_as_text: bool = False
    image_refusals_hold_data: bool = False
    image_answers_tell_retention: bool = True
    image_b64_obeyed: frozenset[str] = _OPERATIONS  # otherwise there is a URL instead
    image_b64_prefix: str = ""
    image_b64_has_url: bool = False
    image_b64_url_safe: bool = False
    image_b64_halved: bool = False
    image_fetch_needs_key: bool = False
    image_fetch_length: int | None = None  # bytes that an ephemeral URL serves; None for all

    # Edits
    image_edit_maximum: int = _SPEC.limit("edit-source-images")
    image_edit_least_listed: int = 1
    image_edit_exclusive: bool = True  # `image` and `images` together are refused
    image_edit_multipart: bool = False
    image_edit_listed: bool = True  # otherwise the answer is the image alone, and no list
    image_edit_as_base64: bool = False
    image_edit_ratio_of_source: bool = True
    image_edit_ratio_of_last: bool = False
    image_edit_ways_refused: frozenset[str] = frozenset()  # "url", "data"
    image_edit_types_in_data: frozenset[str] = frozenset(_SPEC.limit("image-input-types"))
    image_edit_source_type: bool = True  # a source may say what it is
    image_edit_excused: frozenset[str] = (
        frozenset()
    )  # failings of a URL that count as something blank: "gone", "other"

    # Images and videos
    prompt_may_be_empty: bool = False
    model_unknown_status: int = 404
    model_required: bool = False
    ill_typed_status: int = 422
    refusals_in_text: frozenset[int] = frozenset()  # statuses of refusals that are no JSON
    asset_seconds: float = 86400  # how long ephemeral URLs serve; the docs say only that it is short
    asset_gone_status: int = 404
