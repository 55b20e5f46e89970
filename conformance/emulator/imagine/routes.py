"""The paths of images and videos, and one handler an operation."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import replace

from starlette.responses import Response
from starlette.routing import Route

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.calls import UNCACHED, Call, Resource, answered, sent
from conformance.emulator.errors import Refusal
from conformance.emulator.imagine import (
    assets,
    forms,
    generating,
    image_requests,
    jobs,
    requests,
    starting,
    storing,
)
from conformance.emulator.imagine.body import asked
from conformance.emulator.imagine.fields import ILL_TYPED
from conformance.emulator.imagine.records import Kind
from conformance.emulator.imagine.requests import VideoRequest
from conformance.emulator.imagine.storage import OPTIONS, storage
from conformance.emulator.state import Json

#: Fields of which it may be found out late that their values are none of the documented ones.
_SETTINGS = frozenset({"duration", "seconds", "aspect_ratio", "resolution"})


def is_imagine(path: str) -> bool:
    """Whether a path is one of images or videos."""
    return path.startswith(("/v1/images/", "/v1/videos/"))


def is_video(path: str) -> bool:
    """Whether a path is one of videos."""
    return path.startswith("/v1/videos/")


async def generate_image(call: Call) -> Response:
    """POST /v1/images/generations."""
    return await _images(call, "generateImage")


async def edit_image(call: Call) -> Response:
    """POST /v1/images/edits."""
    if call.state.behaviour.image_edit_multipart and forms.is_form(call):
        return await _made(call, "editImage", await forms.fields(call), roomy=False)
    return await _images(call, "editImage")


async def _images(call: Call, operation: str) -> Response:
    policy = call.state.behaviour
    typed, alone = operation in policy.image_body_typed, operation in policy.image_body_alone
    try:
        async with asked(call, typed=typed, alone=alone) as body:
            _check_nulls(policy, operation, body.fields)
            return await _made(call, operation, body.fields, roomy=body.big)
    except Refusal as refusal:
        if policy.image_refusals_hold_data:
            refusal.more = {"data": [{"url": assets.address(call.state, "image", "none.jpg")}]}
        raise


async def _made(call: Call, operation: str, fields: Json, *, roomy: bool) -> Response:
    policy = call.state.behaviour
    call.works.rates.count(call.team, image_requests.image_model(policy, fields, operation))
    await _leave(call, fields)
    request = image_requests.images(policy, fields, operation)
    return answered(await generating.generate(call.works, call.team, request, roomy=roomy))


async def generate_video(call: Call) -> Response:
    """POST /v1/videos/generations."""
    return await _video(call, "generateVideo", requests.generation)


async def edit_video(call: Call) -> Response:
    """POST /v1/videos/edits."""
    return await _video(call, "editVideo", requests.edit)


async def extend_video(call: Call) -> Response:
    """POST /v1/videos/extensions."""
    return await _video(call, "extendVideo", requests.extension)


def _check_nulls(policy: Behaviour, operation: str, fields: Json) -> None:
    for where, name in policy.nulls_refused:
        if where == operation and fields.get(name, "") is None:
            raise Refusal(ILL_TYPED, f"{name}: must not be null")


async def _video(
    call: Call, operation: starting.Operation, read: Callable[[Behaviour, Json], VideoRequest]
) -> Response:
    policy = call.state.behaviour
    try:
        async with asked(call, typed=policy.video_body_typed, alone=policy.video_body_alone) as body:
            call.works.rates.count(call.team, requests.video_model(policy, body.fields))
            _check_nulls(policy, operation, body.fields)
            await _leave(call, body.fields)
            request = _read(policy, read, body.fields)
            return answered(await starting.start(call.works, call.team, operation, request, roomy=body.big))
    except Refusal as refusal:
        if policy.video_refusals_name_request:
            refusal.more = {"request_id": str(uuid.uuid4())}
        raise


def _read(policy: Behaviour, read: Callable[[Behaviour, Json], VideoRequest], fields: Json) -> VideoRequest:
    try:
        return read(policy, fields)
    except Refusal as refusal:
        if _refuses_storage(policy, fields):
            found_late, late = policy.storage_judged_late, frozenset({OPTIONS})
        else:
            found_late, late = policy.video_settings_judged_late, _SETTINGS
        if not found_late:
            raise
        sound = {name: value for name, value in fields.items() if name not in late}
        return replace(read(policy, sound), flaw=refusal.error)


def _refuses_storage(policy: Behaviour, fields: Json) -> bool:
    try:
        storage(policy, fields)
    except Refusal:
        return True
    return False


async def _leave(call: Call, fields: Json) -> None:
    """Leave the file that storage options leave when they are refused; by documented policy, there is none."""
    policy = call.state.behaviour
    if policy.storage_refused_leaves_file and _refuses_storage(policy, fields):
        await storing.leave(call.state, call.team, fields[OPTIONS])


async def get_video(call: Call) -> Response:
    """GET /v1/videos/{request_id}."""
    status, shown = jobs.poll(call.state, call.team, call.path["request_id"])
    return answered(shown, status) if shown else Response(status_code=status)


async def fetch_image(call: Call) -> Response:
    """GET /imgen/xai-imgen/{name}."""
    policy = call.state.behaviour
    return _asset(call, "image", needs_key=policy.image_fetch_needs_key, length=policy.image_fetch_length)


async def fetch_video(call: Call) -> Response:
    """GET /vidgen/xai-vidgen/{name}."""
    policy = call.state.behaviour
    return _asset(call, "video", needs_key=policy.video_fetch_needs_key, length=policy.video_fetch_length)


def _asset(call: Call, kind: Kind, *, needs_key: bool, length: int | None) -> Response:
    """An asset, or its first `length` bytes alone."""
    if needs_key and call.headers.get(b"authorization") is None:
        raise Refusal(401, "authorization: missing")
    asset, chunks = assets.fetch(call.state, kind, call.path["name"])
    if length is not None:
        content = b"".join(chunks)[:length]
        return sent((content,), len(content), asset.content_type, UNCACHED)
    return sent(chunks, asset.size, asset.content_type, UNCACHED)


ROUTES = (
    Route("/v1/images/generations", Resource({"POST": ("generateImage", generate_image)})),
    Route("/v1/images/edits", Resource({"POST": ("editImage", edit_image)})),
    Route("/v1/videos/generations", Resource({"POST": ("generateVideo", generate_video)})),
    Route("/v1/videos/edits", Resource({"POST": ("editVideo", edit_video)})),
    Route("/v1/videos/extensions", Resource({"POST": ("extendVideo", extend_video)})),
    Route("/v1/videos/{request_id}", Resource({"GET": ("getVideo", get_video)})),
    Route(
        f"/imgen{assets.path('image', '{name}')}",
        Resource({"GET": ("fetchImage", fetch_image)}, public=True),
    ),
    Route(
        f"/vidgen{assets.path('video', '{name}')}",
        Resource({"GET": ("fetchVideo", fetch_video)}, public=True),
    ),
)
