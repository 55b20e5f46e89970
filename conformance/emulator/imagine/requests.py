"""What requests for videos say, with their rules; the sources in them are not looked into yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine.fields import ILL_TYPED, choice, seconds, text
from conformance.emulator.imagine.sources import Source, source, sources
from conformance.emulator.imagine.storage import Storage, storage
from conformance.emulator.parameters import shortened
from conformance.emulator.state import Json


@dataclass(frozen=True, slots=True, kw_only=True)
class VideoRequest:
    """A video to make. An edit has no seconds; edits and extensions have neither ratio nor resolution.

    `frame` begins it, `references` guide it, `video` is what is edited or extended.
    """

    model: str
    prompt: str | None
    seconds: int | None
    ratio: str | None
    resolution: str | None
    storage: Storage | None
    frame: Source | None = None
    references: tuple[Source, ...] = ()
    video: Source | None = None
    flaw: str | None = None  # what is wrong and will be noticed too late; by documented policy, nothing

    @property
    def sources(self) -> tuple[Source, ...]:
        """All of them."""
        return tuple(each for each in (self.frame, *self.references, self.video) if each is not None)


def model(policy: Behaviour, fields: Json, models: Sequence[str], *, checked: bool = True) -> str:
    """The model that a request names, or the one that it means by naming none. Unless `checked`, any will do.

    Raises:
        Refusal: 422 for another type, 404 for a model that is none of `models`.
    """
    name = text(fields, "model")
    if name is None:
        if policy.model_required:
            raise Refusal(ILL_TYPED, "model: missing")
        return models[0]
    if name not in models and checked:
        raise Refusal(policy.model_unknown_status, f"model: no model {shortened(name)} for this")
    return name


def video_model(policy: Behaviour, fields: Json) -> str:
    """The same, of a request for a video.

    Raises:
        Refusal: as `model`.
    """
    return model(policy, fields, policy.video_models, checked=policy.video_models_checked)


def prompt(policy: Behaviour, fields: Json, *, needed: bool = True) -> str:
    """The prompt of a request; unless it is `needed`, it may be absent.

    Raises:
        Refusal: 422 for another type or none, 400 for an empty one.
    """
    said = text(fields, "prompt")
    if said is None:
        if needed:
            raise Refusal(ILL_TYPED, "prompt: missing")
        return ""
    if not said and not policy.prompt_may_be_empty:
        raise Refusal(400, "prompt: must not be empty")
    return said


def generation(policy: Behaviour, fields: Json) -> VideoRequest:
    """A request for a video from a prompt, a first frame, or reference images.

    Raises:
        Refusal: 400, 404, 422.
    """
    stored = storage(policy, fields)
    named = video_model(policy, fields)
    duration = _duration(policy, fields, policy.video_duration_minimum, policy.video_duration_maximum)
    ratio = choice(fields, "aspect_ratio", policy.video_ratios, checked=policy.video_ratios_checked)
    resolution = choice(
        fields, "resolution", policy.video_resolutions, checked=policy.video_resolutions_checked
    )
    _check_user(policy, "generateVideo", fields)
    one, several = fields.get("image"), sources(policy, "generateVideo", fields, "reference_images")
    if several is None and "reference_images" in fields:  # nobody says that it may be null
        raise Refusal(ILL_TYPED, "reference_images: expected a list, got None")
    if one is not None and several and policy.video_modes_exclusive:
        raise Refusal(409, "image: given beside reference_images")
    if several and len(several) > policy.video_references_maximum:
        raise Refusal(400, f"reference_images: more than {policy.video_references_maximum}")
    if one is None and not several:
        said: str | None = _video_prompt(policy, "generateVideo", fields)
    else:
        said = _any_prompt(policy, fields)
    request = VideoRequest(
        model=named,
        prompt=said,
        seconds=policy.video_duration_default if duration is None else duration,
        ratio=ratio,
        resolution=resolution or policy.video_resolution_default,
        storage=stored,
        frame=None if one is None else source(policy, "generateVideo", one, "image", "image"),
        references=several or (),
    )
    longest = policy.video_reference_duration
    if request.references and longest is not None and (request.seconds or 0) > longest:
        raise Refusal(409, f"duration: with reference_images at most {longest}")
    return request


def edit(policy: Behaviour, fields: Json) -> VideoRequest:
    """A request to edit a video.

    Raises:
        Refusal: 400, 404, 422.
    """
    stored = storage(policy, fields)
    named = video_model(policy, fields)
    _check_user(policy, "editVideo", fields)
    return VideoRequest(
        model=named,
        prompt=_video_prompt(policy, "editVideo", fields),
        seconds=None,
        ratio=None,
        resolution=None,
        storage=stored,
        video=_video(policy, "editVideo", fields),
    )


def extension(policy: Behaviour, fields: Json) -> VideoRequest:
    """A request to extend a video; its seconds are those that are added.

    Raises:
        Refusal: 400, 404, 422.
    """
    stored = storage(policy, fields)
    named = video_model(policy, fields)
    duration = _duration(policy, fields, policy.extension_minimum, policy.extension_maximum)
    return VideoRequest(
        model=named,
        prompt=_video_prompt(policy, "extendVideo", fields),
        seconds=policy.extension_default if duration is None else duration,
        ratio=None,
        resolution=None,
        storage=stored,
        video=_video(policy, "extendVideo", fields),
    )


def _video(policy: Behaviour, operation: str, fields: Json) -> Source | None:
    if fields.get("video") is None:
        if operation not in policy.video_source_needed:
            return None
        raise Refusal(ILL_TYPED, "video: missing")
    return source(policy, operation, fields["video"], "video", "video")


def _video_prompt(policy: Behaviour, operation: str, fields: Json) -> str:
    if operation not in policy.video_prompt_needed:
        return _any_prompt(policy, fields) or ""
    return prompt(policy, {**fields, "prompt": _any_prompt(policy, fields)})


def _any_prompt(policy: Behaviour, fields: Json) -> str | None:
    said = fields.get("prompt")
    if said is not None and not policy.video_prompt_typed:
        return str(said)
    return text(fields, "prompt")


def _check_user(policy: Behaviour, operation: str, fields: Json) -> None:
    if operation in policy.video_user_typed:
        text(fields, "user")


def _duration(policy: Behaviour, fields: Json, low: int, high: int) -> int | None:
    for name in ("duration", "seconds") if policy.video_duration_alias else ("duration",):
        value = fields.get(name)
        if type(value) is float and policy.video_duration_truncated:
            value = int(value)
        if type(value) is int and policy.video_durations_clamped:
            value = min(max(value, low), high)
        found = seconds({name: value}, name, low, high, as_text=policy.video_duration_as_text)
        if found is not None:
            return max(found, 1)  # no film is shorter
    return None
