"""What the services of images and of videos share: sources, storage options, stored files and costs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from xai_sdk.proto import image_pb2, usage_pb2

from conformance.emulator.grpc import told


def image(content: image_pb2.ImageUrlContent) -> Mapping[str, Any]:
    """An image to start from, as REST writes it."""
    kind = content.WhichOneof("source")
    if kind is None:
        return {}
    return {"url": content.image_url} if kind == "image_url" else {"file_id": content.file_id}


def storage(options: image_pb2.StorageOptions) -> Mapping[str, Any]:
    """Storage options as REST writes them. A public URL without more is `true` there, and an empty name none."""
    written: dict[str, Any] = {"filename": options.filename} if options.filename else {}
    if options.HasField("expires_after"):
        written["expires_after"] = options.expires_after
    if options.HasField("public_url"):
        url = options.public_url
        expires = url.HasField("expires_after")
        written["public_url"] = {"expires_after": url.expires_after} if expires else True
    return written


def common(request: Any) -> dict[str, Any]:
    """What all requests have: prompt, model and storage. Messages cannot tell an empty text from none: it is none."""
    written: dict[str, Any] = {name: text for name in ("prompt", "model") if (text := getattr(request, name))}
    if request.HasField("storage_options"):
        written["storage_options"] = storage(request.storage_options)
    return written


def file_output(fields: Mapping[str, Any]) -> image_pb2.FileOutput | None:
    """The file that something was stored as."""
    output = told.part(fields, "file_output")
    if output is None:
        return None
    return image_pb2.FileOutput(
        file_id=told.text(output, "file_id"),
        filename=told.text(output, "filename"),
        public_url=told.text(output, "public_url"),
        public_url_expires_at=told.time(output, "public_url_expires_at"),
        expires_at=told.time(output, "expires_at"),
        public_url_error=told.text(output, "public_url_error"),
    )


def usage(fields: Mapping[str, Any]) -> usage_pb2.SamplingUsage | None:
    """What something has cost."""
    found = told.part(fields, "usage")
    if found is None:
        return None
    return usage_pb2.SamplingUsage(cost_in_usd_ticks=told.whole(found, "cost_in_usd_ticks"))
