"""What requests for images say, with their rules; the sources in them are not looked into yet."""

from __future__ import annotations

from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fields import ILL_TYPED, choice, text, whole
from conformance.emulator.imagine.requests import model, prompt
from conformance.emulator.imagine.sources import Source, source, sources
from conformance.emulator.imagine.storage import Storage, storage
from conformance.emulator.state import Json

_TEXTS = ("prompt", "model", "aspect_ratio", "resolution", "response_format", "user")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageRequest:
    """Images to make; `sources` are those to make them of, and none for a generation."""

    model: str
    prompt: str
    count: int
    ratio: str | None
    resolution: str
    base64: bool
    storage: Storage | None
    sources: tuple[Source, ...]

    @property
    def operation(self) -> str:
        """Which one was asked for."""
        return "editImage" if self.sources else "generateImage"


def image_model(policy: Behaviour, fields: Json, operation: str) -> str:
    """The model of a request for images.

    Raises:
        Refusal: 422 for another type, 404 for a model that there is not.
    """
    checked = operation in policy.image_models_checked
    return model(policy, _taken(policy, operation, fields), policy.image_models, checked=checked)


def images(policy: Behaviour, fields: Json, operation: str) -> ImageRequest:
    """A request for images. What it says of storage is judged first.

    Raises:
        Refusal: 400, 404, 422.
    """
    stored = storage(policy, fields)
    fields = _taken(policy, operation, fields)
    named = image_model(policy, fields, operation)
    said = prompt(policy, fields, needed=operation in policy.image_prompt_needed)
    count = _count(policy, fields)
    ratio = choice(
        fields, "aspect_ratio", policy.image_ratios, checked=operation in policy.image_ratios_checked
    )
    resolution = choice(
        fields, "resolution", policy.image_resolutions, checked=operation in policy.image_resolutions_checked
    )
    form = choice(fields, "response_format", policy.image_formats) or policy.image_format_default
    text(fields, "user")
    return ImageRequest(
        model=named,
        prompt=said,
        count=count,
        ratio=ratio,
        resolution=resolution or policy.image_resolution_default,
        base64=form == "b64_json" and operation in policy.image_b64_obeyed,
        storage=stored,
        sources=_edited(policy, fields) if operation == "editImage" else (),
    )


def _taken(policy: Behaviour, operation: str, fields: Json) -> Json:
    """The fields; by documented policy, as they are. A prompt of another type is made a text, the rest is dropped."""
    taken = dict(fields)
    for where, name in policy.image_ill_typed_taken:
        value = fields.get(name)
        right = isinstance(value, str) if name in _TEXTS else type(value) is int
        if where == operation and value is not None and not right:
            taken[name] = str(value) if name == "prompt" else None
    return taken


def _count(policy: Behaviour, fields: Json) -> int:
    value = fields.get("n")
    if value is None and "n" in fields:
        if policy.image_count_of_null is None:
            raise Refusal(ILL_TYPED, "n: expected a whole number, got null")
        return policy.image_count_of_null
    if type(value) is float and policy.image_count_truncated:
        value = int(value)
    low, high = policy.image_count_minimum, policy.image_count_maximum
    if type(value) is int and policy.image_counts_clamped:
        value = min(max(value, low), high)
    count = whole({"n": value}, "n", low, high)
    if count is None:
        return policy.image_count_default
    return min(count, policy.image_count_most_made) if policy.image_count_obeyed else 1


def _edited(policy: Behaviour, fields: Json) -> tuple[Source, ...]:
    one, several = fields.get("image"), sources(policy, "editImage", fields, "images")
    if one is not None and several is not None and policy.image_edit_exclusive:
        raise Refusal(400, "image: given beside images")
    if one is not None:
        if isinstance(one, dict) and "type" in one and not policy.image_edit_source_type:
            raise Refusal(400, "image.type: unknown")
        return _usable(policy, source(policy, "editImage", one, "image", "image"))
    if not several:
        raise Refusal(ILL_TYPED, "image: missing, and so is images")
    if len(several) > policy.image_edit_maximum:
        raise Refusal(400, f"images: more than {policy.image_edit_maximum}")
    if len(several) < policy.image_edit_least_listed:
        raise Refusal(400, f"images: fewer than {policy.image_edit_least_listed}")
    return _usable(policy, *several)


def _usable(policy: Behaviour, *found: Source) -> tuple[Source, ...]:
    for each in found:
        if way(each) in policy.image_edit_ways_refused:
            raise Refusal(400, f"{each.at}: cannot be given in this way")
    return found


def way(source: Source) -> str:
    """How a source is given: by "file_id", by "url", or as "data"."""
    return "data" if source.by == "url" and source.value[:5].lower() == "data:" else source.by
