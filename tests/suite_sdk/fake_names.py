"""The made-up SDK by the names that the docs show: files, images and videos as Python objects."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import dataclass
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from conformance.drivers.python.failure import Failure

SOURCES = (
    "image_url",
    "image_file_id",
    "image_file_ids",
    "video_url",
    "video_file_id",
    "reference_image_file_ids",
)
FILE_FIELDS = ("file_id", "filename", "expires_at", "public_url", "public_url_expires_at", "public_url_error")


@dataclass(frozen=True)
class Seconds:
    """A moment."""

    seconds: int


class Client:
    """The client of one caller. What `broken` of the SDK names goes wrong."""

    def __init__(self, sdk: Any, http: Any) -> None:
        self.files = Files(sdk, http)
        self.image = Images(sdk, http)
        self.video = Videos(sdk, http)


class Files:
    """`client.files`."""

    def __init__(self, sdk: Any, http: Any) -> None:
        self.sdk, self.http, self.broken = sdk, http, sdk.broken

    def upload(self, what: str | bytes, *, filename: str = "", expires_after: Any = None) -> Any:
        """A path, or bytes with a name."""
        given: dict[str, Any] = {"content": what, "filename": filename}
        if isinstance(what, str):
            name = "upload.png" if "path-nameless" in self.broken else Path(what).name
            given = {"content": Path(what).read_bytes(), "filename": name}
        if expires_after is not None and "upload-expiry-dropped" not in self.broken:
            given["expires_after"] = _in_seconds(expires_after)
        return _of(self.sdk.upload(self.http, given))

    def get(self, file_id: str) -> Any:
        """One file."""
        file = self.sdk.get(self.http, {"file_id": file_id})
        return _of({**file, "filename": ""} if "get-nameless" in self.broken else file)

    def list(self, *, filter: str = "") -> Any:  # noqa: A002 - the documented name
        """Files, by a filter."""
        query = {} if "filter-dropped" in self.broken else {"filter": filter}
        return SimpleNamespace(data=self.sdk.list(self.http, query)["data"])

    def delete(self, file_id: str) -> Any:
        """Delete a file."""
        if "delete-nothing" in self.broken:
            return _of({"id": file_id, "deleted": True})
        return _of(self.sdk.delete(self.http, {"file_id": file_id}))

    def create_public_url(self, file_id: str, *, expires_after: Any = None) -> Any:
        """A URL."""
        if isinstance(expires_after, dt.timedelta) and "days-lost" in self.broken:
            expires_after = expires_after.seconds or 3600
        body = {} if expires_after is None else {"expires_after": _in_seconds(expires_after)}
        if "again-refused" in self.broken and self.sdk.get(self.http, {"file_id": file_id}).get("public_url"):
            raise Failure("invalid", "there is one already", type="ValueError")
        answer = self.sdk.create(self.http, {"file_id": file_id, "body": body})
        url, expires = answer["public_url"], answer.get("expires_at")
        if "url-cut" in self.broken:
            url = url[:-4]
        if expires is not None and "milliseconds" in self.broken and expires_after is not None:
            expires *= 1000
        if "inherited-untold" in self.broken and expires_after is None:
            expires = None
        return SimpleNamespace(public_url=url, expires_at=None if expires is None else Seconds(expires))

    def revoke_public_url(self, file_id: str) -> Any:
        """The end of a URL."""
        if "revoke-looks-first" in self.broken:
            self.sdk.get(self.http, {"file_id": file_id})
        answer = self.http.json("POST", f"/v1/files/{file_id}/public-url/revoke")
        if "revoke-raises" in self.broken and not answer["revoked"]:
            raise Failure("failed", "nothing to revoke", type="FakeNothing")
        url = None if "revoked-url-untold" in self.broken else answer.get("public_url")
        return SimpleNamespace(revoked=answer["revoked"], public_url=url)


class _Makes:
    def __init__(self, sdk: Any, http: Any) -> None:
        self.sdk, self.http, self.broken = sdk, http, sdk.broken

    def body(self, wishes: dict[str, Any]) -> dict[str, Any]:
        """The documented body."""
        given = {name: wishes.pop(name, None) for name in SOURCES}
        if "conflicts-ignored" not in self.broken:
            for one, other in (
                ("image_url", "image_file_id"), ("image_file_id", "image_file_ids"), ("video_url", "video_file_id"),
            ):  # fmt: skip
                if given[one] is not None and given[other] is not None:
                    raise Failure("invalid", f"{one} and {other}", type="ValueError")
        body = {**wishes, **self.inputs(given)}
        options = body.get("storage_options")
        if options and "public-url-dropped" in self.broken and options.get("public_url") is True:
            body["storage_options"] = {"filename": options["filename"]}
        if options and "url-expiry-dropped" in self.broken and isinstance(options.get("public_url"), dict):
            body["storage_options"] = {**options, "public_url": True}
        return body

    def inputs(self, given: dict[str, Any]) -> dict[str, Any]:
        """What it is made of, as the body has it."""
        body: dict[str, Any] = {}
        if (url := given["image_url"]) is not None:
            body["image"] = {"url": url[:40] if "uri-replaced" in self.broken else url}
        if given["image_file_id"] is not None and "image-id-dropped" not in self.broken:
            body["image"] = {"file_id": given["image_file_id"]}
        if (ids := given["image_file_ids"]) is not None and "image" not in body:
            ordered = reversed(ids) if "ids-reversed" in self.broken else ids
            body["images"] = [{"file_id": each} for each in ordered]
        if given["video_url"] is not None:
            body["video"] = {"url": given["video_url"]}
        if given["video_file_id"] is not None and "video-id-dropped" not in self.broken:
            body["video"] = {"file_id": given["video_file_id"]}
        if (ids := given["reference_image_file_ids"]) is not None:
            several = ids[: 1 if "one-reference" in self.broken else None]
            body["reference_images"] = [{"file_id": each} for each in several]
        return body

    def result(self, made: dict[str, Any]) -> Any:
        """An image or a video, with its shortcuts."""
        output = made.get("file_output")
        file = None
        if output is not None:
            file = SimpleNamespace(**{name: output.get(name) for name in FILE_FIELDS})
            if "inherited-untold" in self.broken and file.public_url_expires_at == file.expires_at:
                file.public_url_expires_at = None
        public = None if file is None else file.public_url
        if "public-never-none" in self.broken:
            public = public or ""
        return SimpleNamespace(
            url=None if "no-url" in self.broken else made.get("url"),
            file_output=file,
            public_url=public,
            public_url_error=None if file is None or "error-untold" in self.broken else file.public_url_error,
        )


class Images(_Makes):
    """`client.image`."""

    def sample(self, **wishes: Any) -> Any:
        """One image."""
        return self.sample_batch(**wishes)[0]

    def sample_batch(self, **wishes: Any) -> list[Any]:
        """Several."""
        body = self.body(wishes)
        edit = "image" in body or "images" in body
        if edit and "edits-unstored" in self.broken:
            body.pop("storage_options", None)
        answer = self.sdk.made(self.http, "editImage" if edit else "generateImage", body)
        number = len(answer["data"]) - ("batch-short" in self.broken and "n" in wishes)
        return [self.result(image) for image in answer["data"][:number]]


class Videos(_Makes):
    """`client.video`."""

    def generate(self, **wishes: Any) -> Any:
        """A video, once it is done."""
        body = self.body(wishes)
        if "first-frame-dropped" in self.broken:
            body.pop("image", None)
        if "videos-unstored" in self.broken:
            body.pop("storage_options", None)
        operation = "editVideo" if "video" in body else "generateVideo"
        begun = self.sdk.made(self.http, operation, body)
        if "unpolled" in self.broken:
            return self.result({})
        while True:
            answer = self.sdk.poll(self.http, begun)
            if answer.get("status") == "done":
                return self.result(answer["video"])
            if answer.get("status") in ("failed", "expired"):
                raise Failure("failed", str(answer.get("error")), type="FakeFailed")
            time.sleep(0.05)


def _in_seconds(value: Any) -> int:
    return int(value.total_seconds()) if isinstance(value, dt.timedelta) else value


def _of(record: dict[str, Any]) -> Any:
    return SimpleNamespace(**record)
