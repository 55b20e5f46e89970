"""The service of files: uploads, lists, content and public URLs."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from typing import Any

from xai_sdk.proto import files_pb2, files_pb2_grpc

from conformance.emulator.grpc import told
from conformance.emulator.grpc.call import Call
from conformance.emulator.grpc.enums import lower
from conformance.emulator.grpc.forms import FILES, UploadForm
from conformance.emulator.grpc.requests import Requests, segment

_CHUNK = 1024 * 1024  # bytes of a piece of content; clients take messages of a few MiB
_ORDERS = {files_pb2.ASCENDING: "asc", files_pb2.DESCENDING: "desc"}


class Files(files_pb2_grpc.FilesServicer):
    """`xai_api.Files`. An upload without a key is that of `key`, if that is given."""

    def __init__(self, requests: Requests, key: str | None) -> None:
        self._requests = requests
        self._key = key

    async def UploadFile(self, request_iterator: AsyncIterator[Any], call: Call) -> files_pb2.File:
        """POST /v1/files."""
        form = UploadForm(request_iterator, call.confirm)
        answer = await self._requests.send(call, FILES, form.content_type, form.pieces(), key=self._key)
        return _file(answer.fields)

    async def ListFiles(self, request: Any, call: Call) -> files_pb2.ListFilesResponse:
        """GET /v1/files. Messages cannot tell a limit of 0 or the ascending order from none, so 0 is none."""
        query = {
            "limit": request.limit or None,
            "order": _ORDERS.get(request.order, request.order),
            "sort_by": _sort_by(request),
            "filter": request.filter if request.HasField("filter") else None,
            "pagination_token": request.pagination_token if request.HasField("pagination_token") else None,
        }
        answer = await self._requests.ask(call, "GET", FILES, query=query)
        return files_pb2.ListFilesResponse(
            data=[_file(each) for each in told.parts(answer.fields, "data")],
            pagination_token=told.text(answer.fields, "pagination_token"),
        )

    async def RetrieveFile(self, request: Any, call: Call) -> files_pb2.File:
        """GET /v1/files/{file_id}."""
        answer = await self._requests.ask(call, "GET", _path(request))
        return _file(answer.fields)

    async def DeleteFile(self, request: Any, call: Call) -> files_pb2.DeleteFileResponse:
        """DELETE /v1/files/{file_id}."""
        answer = await self._requests.ask(call, "DELETE", _path(request))
        return files_pb2.DeleteFileResponse(
            id=told.text(answer.fields, "id"), deleted=told.truth(answer.fields, "deleted")
        )

    async def RetrieveFileContent(
        self, request: Any, call: Call
    ) -> AsyncIterator[files_pb2.FileContentChunk]:
        """GET /v1/files/{file_id}/content."""
        form = _format(request) if request.HasField("format") else None
        path = f"{_path(request)}/content"
        async for chunk in self._requests.chunks(call, path, {"format": form}):
            for start in range(0, len(chunk), _CHUNK):
                yield files_pb2.FileContentChunk(data=chunk[start : start + _CHUNK])

    async def CreatePublicUrl(self, request: Any, call: Call) -> files_pb2.CreatePublicUrlResponse:
        """POST /v1/files/{file_id}/public-url."""
        body = {"expires_after": request.expires_after} if request.HasField("expires_after") else {}
        answer = await self._requests.ask(call, "POST", f"{_path(request)}/public-url", body=body)
        return files_pb2.CreatePublicUrlResponse(
            public_url=told.text(answer.fields, "public_url"),
            expires_at=told.time(answer.fields, "expires_at"),
        )

    async def RevokePublicUrl(self, request: Any, call: Call) -> files_pb2.RevokePublicUrlResponse:
        """POST /v1/files/{file_id}/public-url/revoke. What REST calls `id` is `file_id` here."""
        answer = await self._requests.ask(call, "POST", f"{_path(request)}/public-url/revoke")
        return files_pb2.RevokePublicUrlResponse(
            file_id=told.text(answer.fields, "id"),
            revoked=told.truth(answer.fields, "revoked"),
            public_url=told.text(answer.fields, "public_url"),
        )


def _path(request: Any) -> str:
    return f"{FILES}/{segment(request.file_id)}"


def _sort_by(request: Any) -> str | int | None:
    return (
        lower(files_pb2.FilesSortBy, request.sort_by, "FILES_SORT_BY_")
        if request.HasField("sort_by")
        else None
    )


def _format(request: Any) -> str | int | None:
    if request.format == files_pb2.DOWNLOAD_FORMAT_UNKNOWN:
        return None
    return lower(files_pb2.DownloadFormat, request.format, "DOWNLOAD_FORMAT_")


def _file(fields: Mapping[str, Any]) -> files_pb2.File:
    return files_pb2.File(
        id=told.text(fields, "id"),
        filename=told.text(fields, "filename"),
        size=told.whole(fields, "bytes"),
        created_at=told.time(fields, "created_at"),
        expires_at=told.time(fields, "expires_at"),
        public_url=told.text(fields, "public_url"),
        public_url_expires_at=told.time(fields, "public_url_expires_at"),
    )
