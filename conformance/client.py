"""The one client of all checks: documented operations by name, over whichever transport the run has."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any, Protocol

import specs
from conformance.targets.call import Answer, Call, Upload
from conformance.targets.clock import Clock
from conformance.targets.profile import Profile
from specs import Operation, Spec
from strategies.media import Media
from strategies.multipart import Encoded, Form

#: A walk over pages ends here at the latest: a target that hands out tokens for ever must not hang a run.
MOST_PAGES = 10_000


class Transport(Protocol):
    """What carries calls: HTTP, or an SDK behind a driver."""

    profile: Profile
    clock: Clock

    def send(self, call: Call, identity: str) -> Answer:
        """Carry out a documented operation as `identity`."""
        ...

    def fetch(
        self, operation: Operation, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None
    ) -> Answer:
        """Open a public URL as anyone would."""
        ...


@dataclass(frozen=True, slots=True)
class Api:
    """The documented operations, carried out as one identity.

    `identity` is `first` (the team under test), `second` (another team), `none` (no key) or `wrong` (a key
    that was never issued).
    """

    transport: Transport
    identity: str = "first"
    spec: Spec = specs.load()

    def as_(self, identity: str) -> Api:
        """The same target, seen by another identity."""
        return replace(self, identity=identity)

    @property
    def files(self) -> Files:
        """The Files operations."""
        return Files(self)

    @property
    def public_urls(self) -> PublicUrls:
        """The operations on public URLs."""
        return PublicUrls(self)

    @property
    def clock(self) -> Clock:
        """The target's time."""
        return self.transport.clock

    def call(self, operation_id: str, **arguments: Any) -> Answer:
        """Carry out the documented operation `operation_id`; `arguments` are those of `Call`."""
        operation = self.spec.operations[operation_id]
        return self.transport.send(Call(operation=operation, **arguments), self.identity)

    def eventually(self, holds: Callable[[], object]) -> bool:
        """Whether `holds()` becomes true within the time that the profile lets changes take to show.

        Without such a time (`timing.settle` of 0) it is asked once.
        """
        end = time.monotonic() + self.transport.profile.timing.settle
        while True:
            if holds():
                return True
            if time.monotonic() >= end:
                return False
            time.sleep(0.5)


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


@dataclass(frozen=True, slots=True)
class PublicUrls:
    """Creating, opening and revoking public URLs."""

    api: Api

    def create(self, file_id: str, body: Any = None) -> Answer:
        """Give a file its public URL; `body` is the JSON body, by default the empty object."""
        json = {} if body is None else body
        return self.api.call("createPublicUrl", path={"file_id": file_id}, json=json, has_json=True)

    def revoke(self, file_id: str, body: Any = None) -> Answer:
        """End a file's public URL, without a body unless one is given."""
        return self.api.call(
            "revokePublicUrl", path={"file_id": file_id}, json=body, has_json=body is not None
        )

    def fetch(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """Open a public URL as anyone would, without a key."""
        operation = self.api.spec.operations["fetchPublicUrl"]
        return self.api.transport.fetch(operation, url, method=method, headers=headers)
