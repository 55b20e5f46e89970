"""Creating, opening and revoking public URLs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.targets.call import Answer

if TYPE_CHECKING:
    from conformance.client.api import Api


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
        return self.api.fetch("fetchPublicUrl", url, method=method, headers=headers)
