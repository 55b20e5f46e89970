"""The service of videos: started, and then asked about until they are done."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xai_sdk.proto import deferred_pb2, video_pb2, video_pb2_grpc

from conformance.emulator.grpc import assets, told
from conformance.emulator.grpc.call import Call
from conformance.emulator.grpc.enums import lower, ratio
from conformance.emulator.grpc.requests import Answer, Requests, segment

_VIDEOS = "/v1/videos"
_STATUSES = {
    "done": deferred_pb2.DONE,
    "expired": deferred_pb2.EXPIRED,
    "pending": deferred_pb2.PENDING,
    "failed": deferred_pb2.FAILED,
}
_UNKNOWN = 1000
_ACCEPTED = 202


class Videos(video_pb2_grpc.VideoServicer):
    """`xai_api.Video`."""

    def __init__(self, requests: Requests) -> None:
        self._requests = requests

    async def GenerateVideo(self, request: Any, call: Call) -> deferred_pb2.StartDeferredResponse:
        """POST /v1/videos/generations; with a video to start from, POST /v1/videos/edits."""
        path = f"{_VIDEOS}/edits" if request.HasField("video") else f"{_VIDEOS}/generations"
        return await self._started(call, path, _generation(request))

    async def ExtendVideo(self, request: Any, call: Call) -> deferred_pb2.StartDeferredResponse:
        """POST /v1/videos/extensions."""
        return await self._started(call, f"{_VIDEOS}/extensions", _asked(request))

    async def GetDeferredVideo(self, request: Any, call: Call) -> video_pb2.GetDeferredVideoResponse:
        """GET /v1/videos/{request_id}."""
        answer = await self._requests.ask(call, "GET", f"{_VIDEOS}/{segment(request.request_id)}")
        return video_pb2.GetDeferredVideoResponse(status=_status(answer), response=_response(answer.fields))

    async def _started(
        self, call: Call, path: str, body: Mapping[str, Any]
    ) -> deferred_pb2.StartDeferredResponse:
        answer = await self._requests.ask(call, "POST", path, body=body)
        return deferred_pb2.StartDeferredResponse(request_id=told.text(answer.fields, "request_id"))


def _asked(request: Any) -> dict[str, Any]:
    body = assets.common(request)
    if request.HasField("video"):
        kind = request.video.WhichOneof("source")
        body["video"] = {} if kind is None else {kind: getattr(request.video, kind)}
    if request.HasField("duration"):
        body["duration"] = request.duration
    return body


def _generation(request: Any) -> Mapping[str, Any]:
    body = _asked(request)
    if request.HasField("image"):
        body["image"] = assets.image(request.image)
    if request.reference_images:
        body["reference_images"] = [assets.image(each) for each in request.reference_images]
    if request.aspect_ratio:
        body["aspect_ratio"] = ratio(video_pb2.VideoAspectRatio, request.aspect_ratio, "VIDEO_ASPECT_RATIO_")
    if request.resolution:
        body["resolution"] = lower(video_pb2.VideoResolution, request.resolution, "VIDEO_RESOLUTION_")
    # The docs of REST do not know the rest; it is passed on for what it is, and ignored there.
    if request.HasField("last_frame"):
        body["last_frame"] = assets.image(request.last_frame)
    if request.keyframes:
        body["keyframes"] = [
            {"image": assets.image(each.image), "timestamp": each.timestamp_s} for each in request.keyframes
        ]
    if request.reference_audios:
        body["reference_audios"] = [{"voice_id": each.voice_id} for each in request.reference_audios]
    if request.HasField("generate_audio"):
        body["generate_audio"] = request.generate_audio
    return body


def _status(answer: Answer) -> int:
    """The status of a job; a word that no document knows is a number that no message does."""
    word = told.text(answer.fields, "status")
    if word in _STATUSES:
        return int(_STATUSES[word])
    if not answer.fields and answer.status == _ACCEPTED:
        return int(deferred_pb2.PENDING)
    return _UNKNOWN if word is not None else told.whole(answer.fields, "status", bits=32) or 0


def _response(fields: Mapping[str, Any]) -> video_pb2.VideoResponse | None:
    """What is told beside the status, if anything is."""
    video, error = told.part(fields, "video"), told.part(fields, "error")
    progress = told.whole(fields, "progress", bits=32)
    if video is None and error is None and progress is None:
        return None
    return video_pb2.VideoResponse(
        video=None if video is None else _video(video),
        model=told.text(fields, "model"),
        usage=assets.usage(fields),
        error=None if error is None else _error(error),
        progress=progress,
    )


def _video(fields: Mapping[str, Any]) -> video_pb2.GeneratedVideo:
    return video_pb2.GeneratedVideo(
        url=told.text(fields, "url"),
        duration=told.whole(fields, "duration", bits=32),
        respect_moderation=told.truth(fields, "respect_moderation"),
        file_output=assets.file_output(fields),
        storage_error=told.text(fields, "storage_error"),
    )


def _error(fields: Mapping[str, Any]) -> video_pb2.VideoError:
    return video_pb2.VideoError(code=told.text(fields, "code"), message=told.text(fields, "message"))
