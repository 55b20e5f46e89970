"""The rules of generating and editing images, and those that images and videos have in common."""

from __future__ import annotations

from dataclasses import dataclass

import specs

_SPEC = specs.load()
_GENERATE = _SPEC.schema("GenerateImage")["properties"]


def _values(name: str) -> tuple[str, ...]:
    return tuple(_SPEC.schema(name)["enum"])


@dataclass(frozen=True, kw_only=True)
class ImagePolicy:
    """The first model is the one of a request that names none. Times are in seconds."""

    image_models: tuple[str, ...] = tuple(_SPEC.limit("image-models"))
    image_count_minimum: int = _GENERATE["n"]["minimum"]
    image_count_maximum: int = _GENERATE["n"]["maximum"]
    image_count_default: int = _GENERATE["n"]["default"]
    image_count_surplus: int = 0  # images beyond those asked for; negative for missing ones
    image_ratios: tuple[str, ...] = _values("AspectRatioOfImages")
    image_ratio_obeyed: bool = True
    image_resolutions: tuple[str, ...] = _values("ResolutionOfImages")
    image_resolution_default: str = _values("ResolutionOfImages")[0]
    image_written_as: str = "jpeg"
    image_formats: tuple[str, ...] = tuple(_SPEC.limit("image-response-formats"))
    image_format_default: str = _GENERATE["response_format"]["default"]
    image_b64_prefix: str = ""
    image_b64_has_url: bool = False
    image_names_type: bool = True
    image_usage_told: bool = True

    # Edits
    image_edit_maximum: int = _SPEC.limit("edit-source-images")
    image_edit_exclusive: bool = True  # `image` and `images` together are refused
    image_edit_ratio_of_source: bool = True

    # Images and videos
    prompt_required: bool = True
    prompt_may_be_empty: bool = False
    model_unknown_status: int = 404
    model_checked: bool = True
    model_required: bool = False
    generation_typed: bool = True  # a body must say that it is JSON
    answers_tell_retention: bool = True
    ill_typed_status: int = 422
    refusals_in_text: frozenset[int] = frozenset()  # statuses of refusals that are no JSON
    moderated_status: int = 400
    asset_seconds: float = 86400  # how long ephemeral URLs serve; the docs say only that it is short
    asset_gone_status: int = 404
