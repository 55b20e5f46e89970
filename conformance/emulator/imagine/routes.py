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
from conformance.emulator.imagine import assets, generating, jobs, requests, starting, storing
from conformance.emulator.imagine.body import asked
from conformance.emulator.imagine.records import Kind
from conformance.emulator.imagine.requests import VideoRequest
from conformance.emulator.imagine.storage import OPTIONS, storage
from conformance.emulator.state import Json


def is_imagine(path: str) -> bool:
    """Whether a path is one of images or videos."""
    return path.startswith(("/v1/images/", "/v1/videos/"))


def is_video(path: str) -> bool:
    """Whether a path is one of videos."""
    return path.startswith("/v1/videos/")


async def generate_image(call: Call) -> Response:
    """POST /v1/images/generations."""
    return await _images(call, edit=False)


async def edit_image(call: Call) -> Response:
    """POST /v1/images/edits."""
    return await _images(call, edit=True)


async def _images(call: Call, *, edit: bool) -> Response:
    policy = call.state.behaviour
    async with asked(call) as body:
        call.works.rates.count(call.team, requests.model(policy, body.fields, policy.image_models))
        await _leave(call, body.fields)
        request = requests.images(policy, body.fields, edit=edit)
        return answered(await generating.generate(call.works, call.team, request, roomy=body.big))


async def generate_video(call: Call) -> Response:
    """POST /v1/videos/generations."""
    return await _video(call, "generateVideo", requests.generation)


async def edit_video(call: Call) -> Response:
    """POST /v1/videos/edits."""
    return await _video(call, "editVideo", requests.edit)


async def extend_video(call: Call) -> Response:
    """POST /v1/videos/extensions."""
    return await _video(call, "extendVideo", requests.extension)


async def _video(
    call: Call, operation: starting.Operation, read: Callable[[Behaviour, Json], VideoRequest]
) -> Response:
    policy = call.state.behaviour
    try:
        async with asked(call, typed=policy.video_body_typed, alone=policy.video_body_alone) as body:
            call.works.rates.count(call.team, requests.video_model(policy, body.fields))
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
        if not policy.storage_judged_late or not _refuses_storage(policy, fields):
            raise
        return replace(read(policy, {**fields, OPTIONS: None}), flaw=refusal.error)


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
    return answered(shown, status)


async def fetch_image(call: Call) -> Response:
    """GET /imgen/xai-imgen/{name}."""
    return _asset(call, "image")


async def fetch_video(call: Call) -> Response:
    """GET /vidgen/xai-vidgen/{name}."""
    policy = call.state.behaviour
    if policy.video_fetch_needs_key and call.headers.get(b"authorization") is None:
        raise Refusal(401, "authorization: missing")
    if policy.video_fetch_length is not None:
        asset, chunks = assets.fetch(call.state, "video", call.path["name"])
        content = b"".join(chunks)[: policy.video_fetch_length]
        return sent((content,), len(content), asset.content_type, UNCACHED)
    return _asset(call, "video")


def _asset(call: Call, kind: Kind) -> Response:
    asset, chunks = assets.fetch(call.state, kind, call.path["name"])
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
