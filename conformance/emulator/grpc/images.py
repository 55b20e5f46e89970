"""The service of images: from a prompt, or of other images."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xai_sdk.proto import image_pb2, image_pb2_grpc

from conformance.emulator.behaviour import Behaviour
from conformance.emulator.grpc import assets, told
from conformance.emulator.grpc.call import Call
from conformance.emulator.grpc.enums import lower, ratio
from conformance.emulator.grpc.requests import Requests

_FORMATS = {image_pb2.IMG_FORMAT_BASE64: "b64_json", image_pb2.IMG_FORMAT_URL: "url"}


class Images(image_pb2_grpc.ImageServicer):
    """`xai_api.Image`."""

    def __init__(self, requests: Requests, policy: Behaviour) -> None:
        self._requests = requests
        self._policy = policy

    async def GenerateImage(self, request: Any, call: Call) -> image_pb2.ImageResponse:
        """POST /v1/images/generations; with images to start from, POST /v1/images/edits."""
        edits = request.HasField("image") or request.images
        path = "/v1/images/edits" if edits else "/v1/images/generations"
        answer = await self._requests.ask(call, "POST", path, body=_body(request))
        return image_pb2.ImageResponse(
            images=[_image(each) for each in told.parts(answer.fields, "data")],
            model=request.model or self._policy.image_models[0],
            usage=assets.usage(answer.fields),
        )


def _body(request: Any) -> Mapping[str, Any]:
    body = assets.common(request)
    if request.HasField("image"):
        body["image"] = assets.image(request.image)
    if request.images:
        body["images"] = [assets.image(each) for each in request.images]
    if request.HasField("n"):
        body["n"] = request.n
    if request.user:
        body["user"] = request.user
    # Of each enum 0 is what stands there unless something is chosen.
    if request.format:
        body["response_format"] = _FORMATS.get(request.format, request.format)
    if request.quality:
        body["quality"] = lower(image_pb2.ImageQuality, request.quality, "IMG_QUALITY_")
    if request.aspect_ratio:
        body["aspect_ratio"] = ratio(image_pb2.ImageAspectRatio, request.aspect_ratio, "IMG_ASPECT_RATIO_")
    if request.resolution:
        body["resolution"] = lower(image_pb2.ImageResolution, request.resolution, "IMG_RESOLUTION_")
    return body


def _image(entry: Mapping[str, Any]) -> image_pb2.GeneratedImage:
    """One image. In messages its base64 stands in a data URI, and moderation is told of each."""
    respects = told.truth(entry, "respect_moderation")
    made = image_pb2.GeneratedImage(
        respect_moderation=True if respects is None else respects,
        file_output=assets.file_output(entry),
        storage_error=told.text(entry, "storage_error"),
    )
    if (content := told.text(entry, "b64_json")) is not None:
        made.base64 = f"data:{told.text(entry, 'mime_type') or 'image/jpeg'};base64,{content}"
    elif (url := told.text(entry, "url")) is not None:
        made.url = url
    return made
