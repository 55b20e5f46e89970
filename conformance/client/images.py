"""Generating and editing images; both answer with the images themselves."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from conformance.targets.call import Answer

if TYPE_CHECKING:
    from conformance.client.api import Api


@dataclass(frozen=True, slots=True)
class Images:
    """Images from prompts, and from prompts and other images."""

    api: Api

    def generate(self, body: Any) -> Answer:
        """Images from a prompt; `body` is sent as JSON as it stands."""
        return self.api.generate("generateImage", body)

    def edit(self, body: Any) -> Answer:
        """Images from a prompt and one or more others; `body` is sent as JSON as it stands."""
        return self.api.generate("editImage", body)

    def fetch(self, url: str, *, method: str = "GET", headers: Mapping[str, str] | None = None) -> Answer:
        """Open the ephemeral URL of an image as anyone would, without a key."""
        return self.api.fetch("fetchImage", url, method=method, headers=headers)
