"""What the SDK tells, as the documented JSON: its values and no others."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

_TIMESTAMP = "google.protobuf.Timestamp"
_DATA_URI = "base64,"


def json_of(value: Any) -> Any:
    """A value of the SDK as JSON: messages as objects, moments as Unix seconds, what is not set as null."""
    if hasattr(value, "proto") and hasattr(value.proto, "DESCRIPTOR"):
        value = value.proto
    descriptor = getattr(value, "DESCRIPTOR", None)
    if descriptor is not None and hasattr(value, "ListFields"):
        if descriptor.full_name == _TIMESTAMP:
            return seconds(value)
        return {field.name: field_of(value, field) for field in descriptor.fields}
    if value is None or isinstance(value, str | bytes | bool | int | float):
        return value
    if isinstance(value, Mapping):
        return {str(name): json_of(each) for name, each in value.items()}
    if isinstance(value, Sequence) or hasattr(value, "__iter__"):
        return [json_of(each) for each in value]
    return str(value)


def field_of(message: Any, field: Any) -> Any:
    """The value of a message's field as JSON."""
    if field.has_presence and not message.HasField(field.name):
        return None
    value = getattr(message, field.name)
    if field.enum_type is None or not isinstance(value, int):
        return json_of(value)
    known = field.enum_type.values_by_number.get(value)
    return known.name if known is not None else value


def seconds(moment: Any) -> int | float:
    """Unix seconds."""
    whole: int = moment.seconds
    return whole + moment.nanos / 1e9 if moment.nanos else whole


def has(message: Any, name: str) -> bool:
    """Whether a field that may be missing is there; one that the SDK does not know is not."""
    field = message.DESCRIPTOR.fields_by_name.get(name)
    if field is None:
        return False
    return bool(message.HasField(name)) if field.has_presence else True


def _picked(message: Any, names: Mapping[str, str]) -> dict[str, Any]:
    """Fields of a message by their documented names."""
    fields = message.DESCRIPTOR.fields_by_name
    told = {documented: field_of(message, fields[own]) for documented, own in names.items() if own in fields}
    return {name: None if value == "" and name in _MAYBE_EMPTY else value for name, value in told.items()}


def _same(*names: str) -> dict[str, str]:
    return {name: name for name in names}


_FILE = {
    "bytes": "size",
    **_same("id", "created_at", "filename", "expires_at", "public_url", "public_url_expires_at"),
}
_OUTPUT = _same(
    "file_id", "filename", "expires_at", "public_url", "public_url_expires_at", "public_url_error"
)
_COSTS = _same("cost_in_usd_ticks")
_DELETED = _same("id", "deleted")
_URL = _same("public_url", "expires_at")
_REVOKED = {"id": "file_id", **_same("revoked", "public_url")}
_IMAGE = {"b64_json": "base64", **_same("url", "file_output", "storage_error")}
_VIDEO = _same("url", "duration", "respect_moderation", "storage_error")
_RESPONSE = _same("model", "progress")
_ERROR = _same("code", "message")
#: Texts that are empty where there is none: their fields cannot be unset.
_MAYBE_EMPTY = ("url", "model")


def _file(answer: Any) -> dict[str, Any]:
    return _picked(answer, _FILE)


def _page(answer: Any) -> dict[str, Any]:
    return {"data": [_file(each) for each in answer.data], **_picked(answer, _same("pagination_token"))}


def _deleted(answer: Any) -> dict[str, Any]:
    return _picked(answer, _DELETED)


def _public_url(answer: Any) -> dict[str, Any]:
    return _picked(answer, _URL)


def _revoked(answer: Any) -> dict[str, Any]:
    return _picked(answer, _REVOKED)


def _or_none(thing: Any, shortcut: str) -> Any:
    """What a shortcut of the SDK tells; those of what is not there raise an error of their own."""
    try:
        return getattr(thing, shortcut)
    except ValueError:
        return None


def _base64(image: Any) -> Any:
    """The base64 of an image, which the SDK tells as a data URI."""
    text = _or_none(image, "base64")
    if isinstance(text, str) and text.startswith("data:") and _DATA_URI in text:
        return text.partition(_DATA_URI)[2]
    return text


def _stored(thing: Any) -> dict[str, Any]:
    told: dict[str, Any] = {}
    if hasattr(type(thing), "file_output"):
        output = thing.file_output
        told["file_output"] = None if output is None else _picked(output, _OUTPUT)
        told["storage_error"] = thing.storage_error
    return told


def _cost(message: Any) -> dict[str, Any]:
    """What a message tells of costs; nothing where this SDK knows of none."""
    field = message.DESCRIPTOR.fields_by_name.get("usage")
    if field is None or not set(_COSTS.values()) & set(field.message_type.fields_by_name):
        return {}
    return {"usage": _picked(message.usage, _COSTS) if message.HasField("usage") else None}


def _images(answer: Any) -> dict[str, Any]:
    images = list(answer) if isinstance(answer, Sequence) else [answer]
    told = {
        "data": [
            {"url": _or_none(image, "url"), "b64_json": _base64(image), **_stored(image)} for image in images
        ]
    }
    return {**told, **_cost(images[0].proto)} if images else told


def _job(answer: Any) -> dict[str, Any]:
    return _picked(answer, _same("request_id"))


def _video(answer: Any) -> dict[str, Any]:
    field = answer.DESCRIPTOR.fields_by_name["status"]
    status = field_of(answer, field)
    told: dict[str, Any] = {"status": status.lower() if isinstance(status, str) else str(status)}
    response = answer.response if has(answer, "response") else None
    if response is None:
        return told
    told |= _picked(response, _RESPONSE)
    told |= _cost(response)
    told["video"] = None
    if has(response, "video"):
        told["video"] = _picked(response.video, _VIDEO)
        if "file_output" in response.video.DESCRIPTOR.fields_by_name:
            output = response.video.file_output if has(response.video, "file_output") else None
            told["video"]["file_output"] = None if output is None else _picked(output, _OUTPUT)
    if "error" in response.DESCRIPTOR.fields_by_name:
        told["error"] = _picked(response.error, _ERROR) if has(response, "error") else None
    return told


@dataclass(frozen=True, slots=True)
class Told:
    """How an operation's answer is told.

    `parts` are documented names by the SDK's own ones, below a dotted name and from which message: an older SDK lacks
    some of these fields.
    """

    read: Callable[[Any], dict[str, Any]]
    parts: tuple[tuple[str, str, Mapping[str, str]], ...] = ()
    always: tuple[str, ...] = ()

    def names(self) -> list[str]:
        """The dotted names that the SDK tells."""
        told = list(self.always)
        for where, message, names in self.parts:
            fields = _fields(message)
            known = [documented for documented, own in names.items() if own in fields]
            prefix = f"{where}." if where else ""
            told += [where] if where and known else []
            told += [prefix + name for name in known]
        return list(dict.fromkeys(told))


def _fields(message: str) -> Mapping[str, Any]:
    """The fields of a message that is named as `files_pb2.File`; none where the SDK does not know it."""
    module, _, name = message.partition(".")
    try:
        found = getattr(importlib.import_module(f"xai_sdk.proto.{module}"), name)
    except (ImportError, AttributeError):
        try:
            found = getattr(getattr(importlib.import_module("xai_sdk.proto"), module), name)
        except AttributeError:
            return {}
    fields: Mapping[str, Any] = found.DESCRIPTOR.fields_by_name
    return fields


_USAGE = ("usage", "usage_pb2.SamplingUsage", _COSTS)
_JOB = Told(_job, (("", "deferred_pb2.StartDeferredResponse", _same("request_id")),))
_IMAGES = Told(
    _images,
    (
        ("data[]", "image_pb2.GeneratedImage", _IMAGE),
        ("data[].file_output", "image_pb2.FileOutput", _OUTPUT),
        _USAGE,
    ),
)
_STORED_FILE = Told(_file, (("", "files_pb2.File", _FILE),))
ANSWERS: Mapping[str, Told] = {
    "uploadFile": _STORED_FILE,
    "listFiles": Told(
        _page,
        (
            ("data[]", "files_pb2.File", _FILE),
            ("", "files_pb2.ListFilesResponse", _same("pagination_token")),
        ),
    ),
    "retrieveFile": _STORED_FILE,
    "retrieveFileContent": Told(lambda answer: {"content": answer}, always=("content",)),
    "deleteFile": Told(_deleted, (("", "files_pb2.DeleteFileResponse", _DELETED),)),
    "createPublicUrl": Told(_public_url, (("", "files_pb2.CreatePublicUrlResponse", _URL),)),
    "revokePublicUrl": Told(_revoked, (("", "files_pb2.RevokePublicUrlResponse", _REVOKED),)),
    "generateImage": _IMAGES,
    "editImage": _IMAGES,
    "generateVideo": _JOB,
    "editVideo": _JOB,
    "extendVideo": _JOB,
    "getVideo": Told(
        _video,
        (
            ("", "video_pb2.GetDeferredVideoResponse", _same("status")),
            ("", "video_pb2.VideoResponse", _RESPONSE),
            ("video", "video_pb2.GeneratedVideo", {**_VIDEO, "file_output": "file_output"}),
            ("video.file_output", "image_pb2.FileOutput", _OUTPUT),
            ("error", "video_pb2.VideoError", _ERROR),
            _USAGE,
        ),
    ),
}
