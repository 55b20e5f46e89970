"""What most checks start from: a stored file, and a file with a public URL.

That these can be had at all is judged by checks of their own; for every other check a refusal here means
that a prerequisite is missing, so they raise `Untestable` and name the requirement that is not kept.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.targets.call import Answer
from strategies.media import Media

PICTURE = Media("png")


@dataclass(frozen=True, slots=True)
class Stored:
    """A file that the target has. `answer` is that of its upload; `expires_at` is in Unix seconds."""

    id: str
    name: str
    media: Media | bytes
    answer: Answer

    @property
    def content(self) -> bytes:
        """The bytes that were sent."""
        return self.media if isinstance(self.media, bytes) else self.media.read()

    @property
    def expires_at(self) -> int | None:
        """When the file expires, in Unix seconds, by its metadata."""
        value = self.answer["expires_at"]
        return value if isinstance(value, int) else None


@dataclass(frozen=True, slots=True)
class Shared:
    """A file with its public URL. `answer` is that of the URL's creation."""

    file: Stored
    url: str
    answer: Answer

    @property
    def id(self) -> str:
        """The file's id."""
        return self.file.id


@dataclass(slots=True)
class Store:
    """Makes files and URLs. Names carry the run's tag, so that clean-up can tell them from others'.

    What a check has made is deleted when it ends, unless its id is in `lasting`: files that several checks
    share are made by a store that has such a set, and go at the end of the run.
    """

    api: Api
    tag: str
    lasting: set[str] | None = None
    _numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    def name(self, extension: str = "png") -> str:
        """A file name that nothing else has."""
        return f"{self.tag}-{next(self._numbers)}.{extension}"

    def file(
        self,
        media: Media | bytes = PICTURE,
        *,
        name: str | None = None,
        expires_after: int | None = None,
        must_expire: bool = True,
        api: Api | None = None,
    ) -> Stored:
        """Upload a file as the docs' examples do, with a purpose.

        Where it does not matter whether an expiry that was asked for is really set, say so by `must_expire`.

        Raises:
            Untestable: the target refuses it, or ignores its expiry.
        """
        extension = media.extension if isinstance(media, Media) else "bin"
        name = name or self.name(extension)
        content_type = media.content_type if isinstance(media, Media) else "application/octet-stream"
        api = api or self.api
        answer = api.files.upload(
            media,
            name,
            content_type=content_type if _taken(api, "content_type") else None,
            purpose="assistants" if _taken(api, "purpose") else None,
            expires_after=expires_after,
        )
        if not answer.accepted or not isinstance(answer["id"], str):
            rule = "files.upload.accepted" if expires_after is None else "files.upload.expiry-accepted"
            raise Untestable(f"needs a stored file ({rule}): {answer!r}")
        if expires_after is not None and must_expire and not isinstance(answer["expires_at"], int):
            raise Untestable(f"needs a file that expires (files.upload.expiry-accepted): {answer!r}")
        if self.lasting is not None:
            self.lasting.add(answer["id"])
        return Stored(answer["id"], name, media, answer)

    def shared(
        self,
        media: Media | bytes = PICTURE,
        *,
        name: str | None = None,
        expires_after: int | None = None,
        body: dict[str, Any] | None = None,
        file: Stored | None = None,
        api: Api | None = None,
    ) -> Shared:
        """Upload a file, or take `file`, and give it a public URL. `expires_after` is the file's, in seconds.

        Raises:
            Untestable: the target refuses either.
        """
        api = api or self.api
        file = file or self.file(media, name=name, expires_after=expires_after, api=api)
        answer = api.public_urls.create(file.id, body)
        if not answer.accepted or not isinstance(answer["public_url"], str):
            raise Untestable(f"needs a public URL (public-url.create.accepted): {answer!r}")
        return Shared(file, answer["public_url"], answer)


def _taken(api: Api, argument: str) -> bool:
    """Whether an upload can say it: not every SDK has a place for what is said here only as the docs' examples do."""
    return api.transport.takes("uploadFile", argument)
