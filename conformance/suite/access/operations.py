"""Every documented operation on one file, by name, so that a rule about keys is tried on all of them."""

from __future__ import annotations

from collections.abc import Callable

from conformance.client import Api
from conformance.suite.stored import Shared
from conformance.targets.call import Answer

#: Operation → how to carry it out on a file that has a URL.
ON_A_FILE: dict[str, Callable[[Api, Shared], Answer]] = {
    "retrieveFile": lambda api, shared: api.files.get(shared.id),
    "retrieveFileContent": lambda api, shared: api.files.content(shared.id),
    "createPublicUrl": lambda api, shared: api.public_urls.create(shared.id),
    "revokePublicUrl": lambda api, shared: api.public_urls.revoke(shared.id),
    "deleteFile": lambda api, shared: api.files.delete(shared.id),
}
#: Operation → how to carry it out without a file.
ON_A_TEAM: dict[str, Callable[[Api, str], Answer]] = {
    "listFiles": lambda api, _: api.files.list(),
    "uploadFile": lambda api, name: api.files.upload(b"private", name, purpose="assistants"),
}


def all_operations(api: Api, shared: Shared, name: str) -> list[Answer]:
    """The answers to every operation, reads before writes; `name` is for a file that would be uploaded."""
    answers = [perform(api, name) for perform in ON_A_TEAM.values()]
    return answers + [perform(api, shared) for perform in ON_A_FILE.values()]
