"""Secrets for clients that must not hold a key."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.targets.call import Answer

if TYPE_CHECKING:
    from conformance.client.api import Api

CREATE = "createClientSecret"


@dataclass(frozen=True, slots=True)
class Secrets:
    """Client secrets, each of which ends by itself."""

    api: Api

    def create(self, body: Any) -> Answer:
        """Ask for one; `body` is sent as JSON as it stands."""
        return self.api.call(CREATE, json=body, has_json=True)

    def create_bare(self) -> Answer:
        """Ask for one without a body."""
        return self.api.call(CREATE)
