"""Uploading, listing, reading and deleting files."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conformance.targets.call import Answer, Upload
from strategies.media import Media
from strategies.multipart import Encoded, Form

if TYPE_CHECKING:
    from conformance.client.api import Api

#: A walk over pages ends here at the latest: a target that hands out tokens for ever must not hang a run.
MOST_PAGES = 10_000


@dataclass(frozen=True, slots=True)
class Files:
    """Uploading, listing, reading and deleting files."""

    api: Api

    def upload(
        self,
        content: bytes | Media,
        filename: str,
        *,
        content_type: str | None = None,
        purpose: str | None = None,
        expires_after: int | None = None,
    ) -> Answer:
        """Store a file; `expires_after` in seconds."""
        upload = Upload(
            content=content,
            filename=filename,
            content_type=content_type,
            purpose=purpose,
            expires_after=expires_after,
        )
        return self.api.call("uploadFile", upload=upload)

    def upload_form(self, form: Form) -> Answer:
        """Send a multipart body as it stands; only REST can."""
        return self.api.call("uploadFile", form=form)

    def upload_raw(self, body: Encoded) -> Answer:
        """Send any body at all to the upload; only REST can."""
        return self.api.call("uploadFile", raw=body)

    def get(self, file_id: str) -> Answer:
        """A file's metadata."""
        return self.api.call("retrieveFile", path={"file_id": file_id})

    def content(self, file_id: str, **query: str) -> Answer:
        """A file's bytes."""
        return self.api.call("retrieveFileContent", path={"file_id": file_id}, query=query)

    def delete(self, file_id: str) -> Answer:
        """Remove a file."""
        return self.api.call("deleteFile", path={"file_id": file_id})

    def list(self, **query: str | int) -> Answer:
        """One page."""
        return self.api.call("listFiles", query=query)

    def pages(self, **query: str | int) -> Iterator[Answer]:
        """Page after page, each asked for with the token of the one before, until one is short or has no token.

        `query` needs a `limit`: a page shorter than it is the last one.
        """
        seen: set[object] = set()
        for _ in range(MOST_PAGES):
            page = self.list(**query)
            yield page
            files = page["data"] if page.accepted else None
            token = page["pagination_token"] if page.accepted else None
            if not isinstance(files, list) or len(files) < int(query["limit"]) or not isinstance(token, str):
                return
            if not token or token in seen:
                return  # the end, or a circle
            seen.add(token)
            query = {**query, "pagination_token": token}
