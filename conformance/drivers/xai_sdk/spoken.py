"""Documented operations in the SDK's words: which function, with which keywords."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from conformance.drivers.python.failure import inexpressible
from conformance.drivers.python.spoken import Spoken

STORAGE = "storage_options"
_STORAGE_NAMES = tuple(
    f"body.{STORAGE}{name}"
    for name in ("", ".filename", ".expires_after", ".public_url", ".public_url.expires_after")
)
#: Forms of an image's answer, in the words of REST and of the SDK. Others are passed on as they are.
_FORMATS = {"b64_json": "base64"}


@dataclass(frozen=True, slots=True)
class Operation:
    """How a documented operation is spoken.

    `functions` are those that it needs. `places` are the names of its arguments by the keyword that takes them:
    they can be expressed if the function has that keyword.
    """

    functions: tuple[str, ...]
    places: Mapping[str, tuple[str, ...]]
    speak: Callable[[Mapping[str, Any]], Spoken]


def _source(body: Mapping[str, Any], name: str, keyword: str = "") -> dict[str, Any]:
    """The keywords for an image or a video that is worked on."""
    keyword = keyword or name
    source = body[name]
    if not isinstance(source, dict):
        raise inexpressible(f"xai-sdk has no words for a body.{name} that is no object")
    told = {
        f"{keyword}_{place}": source[place] for place in ("url", "file_id") if source.get(place) is not None
    }
    if not told:
        raise inexpressible(f"xai-sdk has no words for body.{name} with neither url nor file_id")
    return told


def _sources(body: Mapping[str, Any], name: str, keyword: str, *, ordered: bool) -> dict[str, Any]:
    """The keywords for several: a list of ids and a list of URLs, of which the SDK sends the ids first.

    Where the order means something, URLs before ids cannot be said.
    """
    ids: list[Any] = []
    urls: list[Any] = []
    if not isinstance(body[name], list) or not all(isinstance(source, dict) for source in body[name]):
        raise inexpressible(f"xai-sdk has no words for {name} that are no list of objects")
    for source in body[name]:
        if ("url" in source) == ("file_id" in source):
            raise inexpressible(
                f"xai-sdk has no words for body.{name}[] with both or neither of url and file_id"
            )
        if ordered and "file_id" in source and urls:
            raise inexpressible(f"xai-sdk has no words for body.{name} with a file_id behind a url")
        (ids if "file_id" in source else urls).append(source.get("file_id", source.get("url")))
    if not ids and not urls:
        raise inexpressible(f"xai-sdk has no words for body.{name} without any")
    return {f"{keyword}_{kind}s": those for kind, those in (("file_id", ids), ("url", urls)) if those}


def _plain(body: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: body[name] for name in names if name in body}


def _has_null(value: Any) -> bool:
    return value is None or (isinstance(value, dict) and any(map(_has_null, value.values())))


def _body(arguments: Mapping[str, Any]) -> Mapping[str, Any]:
    body = arguments.get("body", {})
    if not isinstance(body, dict):
        raise inexpressible("xai-sdk has no words for a body that is no object")
    if _has_null(body.get(STORAGE) or {}):
        raise inexpressible(f"xai-sdk's type of {STORAGE} has no null in it")
    return body


def _image(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    keywords = _plain(body, "prompt", "model", "n", "user", "aspect_ratio", "resolution", STORAGE)
    if "response_format" in body:
        form = body["response_format"]
        keywords["image_format"] = _FORMATS.get(form, form) if isinstance(form, str) else form
    if keywords.get("n", 0) is None:
        del keywords["n"]  # a number that is not told: the function for one image takes none
    return Spoken("image.sample_batch" if "n" in keywords else "image.sample", keywords)


def _edited_image(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    spoken = _image(arguments)
    keywords = dict(spoken.keywords)
    if "image" not in body and "images" not in body:
        raise inexpressible("xai-sdk has no words for an edit without an image: it would be a generation")
    if "image" in body:
        keywords |= _source(body, "image")
    if "images" in body:
        keywords |= _sources(body, "images", "image", ordered=True)
    return Spoken(spoken.function, keywords)


def _video(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    keywords = _plain(body, "prompt", "model", "duration", "aspect_ratio", "resolution", STORAGE)
    if "image" in body:
        keywords |= _source(body, "image")
    if "reference_images" in body:
        keywords |= _sources(body, "reference_images", "reference_image", ordered=False)
    return Spoken("video.start", keywords)


def _edited_video(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    if "video" not in body:
        raise inexpressible("xai-sdk has no words for an edit without a video: it would be a generation")
    return Spoken("video.start", {**_plain(body, "prompt", "model", STORAGE), **_source(body, "video")})


def _extended_video(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    keywords = _plain(body, "prompt", "model", "duration", STORAGE)
    return Spoken("video.extend_start", {**keywords, **(_source(body, "video") if "video" in body else {})})


def _upload(arguments: Mapping[str, Any]) -> Spoken:
    return Spoken("files.upload", _plain(arguments, "filename", "expires_after"), (arguments["content"],))


def _list(arguments: Mapping[str, Any]) -> Spoken:
    keywords = dict(arguments)
    limit = keywords.get("limit")
    if isinstance(limit, str) and re.fullmatch(r"-?[0-9]{1,18}", limit):
        keywords["limit"] = int(limit)  # a number in a query is text
    return Spoken("files.list", keywords)


def _of_file(function: str) -> Callable[[Mapping[str, Any]], Spoken]:
    return lambda arguments: Spoken(f"files.{function}", positional=(arguments["file_id"],))


def _public_url(arguments: Mapping[str, Any]) -> Spoken:
    body = _body(arguments)
    return Spoken("files.create_public_url", _plain(body, "expires_after"), (arguments["file_id"],))


_FILE: Mapping[str, tuple[str, ...]] = {"file_id": ("file_id",)}
_GENERATED: dict[str, tuple[str, ...]] = {
    "prompt": ("body.prompt",),
    "model": ("body.model",),
    STORAGE: _STORAGE_NAMES,
}
_OF_IMAGES: dict[str, tuple[str, ...]] = {
    **_GENERATED,
    "user": ("body.user",),
    "aspect_ratio": ("body.aspect_ratio",),
    "resolution": ("body.resolution",),
    "image_format": ("body.response_format",),
}
_OF_VIDEOS: dict[str, tuple[str, ...]] = {
    **_GENERATED,
    "duration": ("body.duration",),
    "aspect_ratio": ("body.aspect_ratio",),
    "resolution": ("body.resolution",),
}


def _places_of_source(name: str) -> dict[str, tuple[str, ...]]:
    return {f"{name}_{place}": (f"body.{name}.{place}",) for place in ("url", "file_id")}


def _places_of_sources(name: str, keyword: str) -> dict[str, tuple[str, ...]]:
    return {f"{keyword}_{place}s": (f"body.{name}[].{place}",) for place in ("url", "file_id")}


OPERATIONS: Mapping[str, Operation] = {
    "uploadFile": Operation(
        ("files.upload",),
        {"file": ("content",), "filename": ("filename",), "expires_after": ("expires_after",)},
        _upload,
    ),
    "listFiles": Operation(
        ("files.list",),
        {name: (name,) for name in ("limit", "order", "sort_by", "pagination_token", "filter")},
        _list,
    ),
    "retrieveFile": Operation(("files.get",), _FILE, _of_file("get")),
    "retrieveFileContent": Operation(("files.content",), _FILE, _of_file("content")),
    "deleteFile": Operation(("files.delete",), _FILE, _of_file("delete")),
    "createPublicUrl": Operation(
        ("files.create_public_url",), {**_FILE, "expires_after": ("body.expires_after",)}, _public_url
    ),
    "revokePublicUrl": Operation(("files.revoke_public_url",), _FILE, _of_file("revoke_public_url")),
    "generateImage": Operation(
        ("image.sample", "image.sample_batch"), {**_OF_IMAGES, "n": ("body.n",)}, _image
    ),
    "editImage": Operation(
        ("image.sample", "image.sample_batch"),
        {
            **_OF_IMAGES,
            "n": ("body.n",),
            **_places_of_source("image"),
            **_places_of_sources("images", "image"),
        },
        _edited_image,
    ),
    "generateVideo": Operation(
        ("video.start",),
        {
            **_OF_VIDEOS,
            **_places_of_source("image"),
            **_places_of_sources("reference_images", "reference_image"),
        },
        _video,
    ),
    "editVideo": Operation(("video.start",), {**_GENERATED, **_places_of_source("video")}, _edited_video),
    "extendVideo": Operation(
        ("video.extend_start",),
        {**_GENERATED, "duration": ("body.duration",), **_places_of_source("video")},
        _extended_video,
    ),
    "getVideo": Operation(
        ("video.get",),
        {"request_id": ("request_id",)},
        lambda arguments: Spoken("video.get", positional=(arguments["request_id"],)),
    ),
}
