"""Every documented operation on one file, by name, so that a rule about keys is tried on all of them."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from conformance.checks import Untestable
from conformance.client import Api
from conformance.suite.stored import Store, Stored
from conformance.suite.studio import OPERATIONS, Studio
from conformance.targets.call import Answer


@dataclass(frozen=True, slots=True)
class Subject:
    """A stored file, and its public URL where the target makes such."""

    file: Stored
    url: str | None

    @property
    def id(self) -> str:
        """The file's id."""
        return self.file.id


def subject(store: Store, api: Api | None = None) -> Subject:
    """A file with its URL; without one where the target has no public URLs, so that the rest is judged."""
    file = store.file(api=api)
    try:
        return Subject(file, store.shared(file=file, api=api).url)
    except Untestable:
        return Subject(file, None)


#: Operation → how to carry it out without a file; the text is the name of one that would be uploaded.
ON_A_TEAM: dict[str, Callable[[Api, str], Answer]] = {
    "listFiles": lambda api, _: api.files.list(),
    "uploadFile": lambda api, name: api.files.upload(b"private", name, purpose="assistants"),
}
#: Operation → how to carry it out on a file, reads before writes.
ON_A_FILE: dict[str, Callable[[Api, str], Answer]] = {
    "retrieveFile": lambda api, file_id: api.files.get(file_id),
    "retrieveFileContent": lambda api, file_id: api.files.content(file_id),
    "createPublicUrl": lambda api, file_id: api.public_urls.create(file_id),
    "revokePublicUrl": lambda api, file_id: api.public_urls.revoke(file_id),
    "deleteFile": lambda api, file_id: api.files.delete(file_id),
}
OF_URLS = ("createPublicUrl", "revokePublicUrl")


def all_operations(api: Api, on: Subject, name: str) -> list[Answer]:
    """The answers to every operation that the target has, reads before writes."""
    answers = [perform(api, name) for perform in ON_A_TEAM.values()]
    return answers + [
        perform(api, on.id)
        for operation, perform in ON_A_FILE.items()
        if on.url is not None or operation not in OF_URLS
    ]


def generations(studio: Studio) -> list[tuple[str, dict[str, Any]]]:
    """Operations that generate, cheapest first, each with a body that is refused for nothing but its key.

    What is generated would be stored under a name of the run. Operations whose source the target does not store
    are left out.

    Raises:
        Untestable: none is left.
    """
    found: list[tuple[str, dict[str, Any]]] = []
    for operation in OPERATIONS:
        with contextlib.suppress(Untestable):
            found.append((operation, studio.body(operation, storage=studio.storage())))
    if not found:
        raise Untestable("needs stored files (files.upload.accepted)")
    return found
