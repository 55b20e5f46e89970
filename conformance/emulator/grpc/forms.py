"""The multipart form that an upload in chunks amounts to, as it comes in."""

from __future__ import annotations

import secrets
from collections.abc import AsyncIterator, Awaitable, Callable
from urllib.parse import quote

from grpc import StatusCode
from xai_sdk.proto import files_pb2

from conformance.emulator.grpc.codes import Refused

FILES = "/v1/files"  # where forms are sent to
#: Characters of a name that are passed on: more than any file may have, and not more than fit into a header.
_NAME = 1300


class UploadForm:
    """The form of one upload: its `content_type`, and its body in pieces.

    `confirm` raises if the chunks have ended because the client is gone: without it, that looks like the file's end.
    """

    def __init__(
        self, chunks: AsyncIterator[files_pb2.UploadFileChunk], confirm: Callable[[], Awaitable[None]]
    ) -> None:
        self._chunks = chunks
        self._confirm = confirm
        self._boundary = secrets.token_hex(16)
        self.content_type = f"multipart/form-data; boundary={self._boundary}"

    async def pieces(self) -> AsyncIterator[bytes]:
        """The body.

        Raises:
            Refused: the chunks are not one that opens the upload and then the data, or the client is gone.
        """
        opened = False
        async for chunk in self._chunks:
            kind = chunk.WhichOneof("chunk")
            if kind == "init" and not opened:
                opened = True
                yield self._opening(chunk.init)
            elif kind == "data" and opened:
                if chunk.data:
                    yield chunk.data
            else:
                raise Refused(StatusCode.INVALID_ARGUMENT, _misplaced(kind, opened=opened))
        if not opened:
            raise Refused(StatusCode.INVALID_ARGUMENT, "init: missing, there is no chunk at all")
        await self._confirm()
        yield f"\r\n--{self._boundary}--\r\n".encode()

    def _opening(self, init: files_pb2.UploadFileInit) -> bytes:
        lines: list[str] = []
        for field, text in fields(init):
            lines += [*self._part(f'name="{field}"'), text]
        # Cut to what is too long by any rule, so that it is refused for that.
        name = quote(init.name[:_NAME], safe="")
        lines += [*self._part(f"name=\"file\"; filename*=UTF-8''{name}"), ""]
        return "\r\n".join(lines).encode("ascii")

    def _part(self, described: str) -> tuple[str, str, str]:
        return f"--{self._boundary}", f"Content-Disposition: form-data; {described}", ""


def fields(init: files_pb2.UploadFileInit) -> list[tuple[str, str]]:
    """The parts before the file: names and texts."""
    return [("expires_after", str(init.expires_after))] if init.HasField("expires_after") else []


def _misplaced(kind: str | None, *, opened: bool) -> str:
    if kind is None:
        return "chunk: has neither init nor data"
    return "init: given more than once" if opened else "init: must come before data"
