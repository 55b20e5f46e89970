"""What the SDK tells, as the documented JSON: its objects keep the fields that it does not know."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

_FILE = (
    "id",
    "object",
    "bytes",
    "created_at",
    "filename",
    "purpose",
    "expires_at",
    "public_url",
    "public_url_expires_at",
)
_OUTPUT = ("file_id", "filename", "expires_at", "public_url", "public_url_expires_at", "public_url_error")
_IMAGE = ("url", "b64_json", "mime_type", "file_output", "storage_error")


def _under(where: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(f"{where}.{name}" for name in names)


_IMAGES = (
    *_under("data[]", _IMAGE),
    *_under("data[].file_output", _OUTPUT),
    "usage",
    "usage.cost_in_usd_ticks",
)
RESULTS: Mapping[str, tuple[str, ...]] = {
    "uploadFile": _FILE,
    "listFiles": (*_under("data[]", _FILE), "pagination_token"),
    "retrieveFile": _FILE,
    "retrieveFileContent": ("content", "content_type"),
    "deleteFile": ("id", "deleted", "object"),
    "createPublicUrl": ("public_url", "expires_at"),
    "revokePublicUrl": ("id", "revoked", "public_url"),
    "generateImage": _IMAGES,
    "editImage": _IMAGES,
}


def read(operation: str, answer: Any) -> dict[str, Any]:
    """The documented fields of an answer, those of them that the SDK has."""
    if operation == "retrieveFileContent":
        media_type = answer.response.headers.get("content-type")
        content = {"content": answer.content}
        return content if media_type is None else {**content, "content_type": media_type}
    whole = answer if isinstance(answer, dict) else answer.to_dict(mode="json")
    told: dict[str, Any] = _documented(whole, _tree(RESULTS[operation]))
    return told


def _tree(names: tuple[str, ...]) -> dict[str, Any]:
    tree: dict[str, Any] = {}
    for name in names:
        node = tree
        for part in name.replace("[]", "").split("."):
            node = node.setdefault(part, {})
    return tree


def _documented(value: Any, names: Mapping[str, Any]) -> Any:
    if isinstance(value, list):
        return [_documented(each, names) for each in value]
    if isinstance(value, dict):
        return {name: _documented(value[name], below) for name, below in names.items() if name in value}
    return value
