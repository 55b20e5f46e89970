"""Words in a prompt that make something go wrong, for those who test how their programs take it.

They stand in square brackets, so that no ordinary prompt has them by chance.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

MODERATED = "[moderated]"
STORAGE = "[storage unavailable]"
PUBLIC_URL = "[public url unavailable]"
GENERATION = "[generation fails]"

# What each does, for documents and help.
TRIGGERS: Mapping[str, str] = MappingProxyType(
    {
        MODERATED: "images: 400; videos: done, without a URL, and respect_moderation is false",
        STORAGE: "nothing can be stored: storage_error instead of file_output",
        PUBLIC_URL: "stored, but without a public URL: public_url_error says why",
        GENERATION: "images: 500; videos: failed with internal_error",
    }
)


def triggered(prompt: str) -> frozenset[str]:
    """The triggers in `prompt`."""
    return frozenset(trigger for trigger in TRIGGERS if trigger in prompt)
